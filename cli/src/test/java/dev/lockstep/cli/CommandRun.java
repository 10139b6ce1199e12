package dev.lockstep.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command that has run inside the test: what it printed and how it ended. */
record CommandRun(int exitCode, String out, String err) {

  /** Runs {@code lockstep} with {@code arguments}, without a terminal. */
  static CommandRun of(String... arguments) {
    return on(Terminal.NONE, arguments);
  }

  /** Runs {@code lockstep} with {@code arguments} on {@code terminal}. */
  static CommandRun on(Terminal terminal, String... arguments) {
    return run(Main.verbs(terminal), terminal, arguments);
  }

  /** Runs {@code lockstep fail} with {@code arguments}: a verb that throws {@code failure}. */
  static CommandRun thatThrows(Throwable failure, String... arguments) {
    CommandLine command = Main.verbs(Terminal.NONE).addSubcommand(new Fail(failure));
    return run(
        command,
        Terminal.NONE,
        Stream.concat(Stream.of("fail"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static CommandRun run(CommandLine command, Terminal terminal, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(command, terminal, new PrintWriter(out), new PrintWriter(err), List.of(arguments));
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  @Command(name = "fail")
  static final class Fail implements Callable<Integer> {

    private final Throwable failure;

    @Mixin Output output;

    Fail(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }
}
