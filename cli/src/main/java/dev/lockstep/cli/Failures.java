package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Nearest;
import dev.lockstep.catalog.UnknownNameException;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.trace.TraceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The one place that turns what is thrown into a message and an exit code. Bad usage and bad input
 * get their reason and what to do, never a stack trace; anything unexpected is called a bug of
 * lockstep, with its details in a file.
 */
final class Failures {

  private final String version;

  Failures(String version) {
    this.version = version;
  }

  /** Answers a command line that picocli cannot parse. */
  int badUsage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + usageProblem(failure, command));
    err.println("  `" + name + " --help` shows how to use it.");
    return ExitCode.BAD_INPUT;
  }

  /** Answers what a verb threw. */
  int thrown(Exception failure, CommandLine command, ParseResult parsed) {
    if (isEnding()) {
      // Somebody ended it from outside: what fails now lacks what was cleaned up already.
      return ExitCode.INTERRUPTED;
    }
    return switch (failure) {
      case InputException input -> badInput(input, command);
      case UnknownNameException name ->
          badInput(
              InputException.of(String.valueOf(name.getMessage()))
                  .hint("`lockstep list` shows all."),
              command);
      case SpecException spec -> badInput(fromSpec(spec), command);
      case TraceException trace ->
          badInput(
              InputException.at(trace.file(), trace.line(), trace.column(), trace.problem()),
              command);
      case UncheckedIOException io ->
          thrown(Objects.requireNonNull(io.getCause()), command, parsed);
      case FileSystemException io -> badInput(fromFileSystem(io), command);
      case IOException io -> badInput(InputException.of(String.valueOf(io.getMessage())), command);
      default -> unexpected(failure, command.getErr(), isDebug(command), parsed.originalArgs());
    };
  }

  /** Answers a failure that no verb expects. */
  int unexpected(Throwable failure, PrintWriter err, boolean debug, List<String> arguments) {
    if (failure instanceof OutOfMemoryError) {
      err.println("lockstep: inconclusive: memory ran out.");
      err.println("  Give it more, for example LOCKSTEP_JAVA_OPTS=-Xmx8g, or ask a smaller model.");
      return ExitCode.INCONCLUSIVE;
    }
    err.println("lockstep: this is a bug of lockstep: " + failure);
    if (debug) {
      failure.printStackTrace(err);
      return ExitCode.INTERNAL_ERROR;
    }
    try {
      Path details = Files.createTempFile("lockstep-bug-", ".txt");
      try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(details))) {
        file.println("lockstep " + version + ", Java " + Runtime.version());
        file.println("arguments: " + arguments);
        failure.printStackTrace(file);
      }
      err.println("  Details are in " + details + "; please send them with your report.");
    } catch (IOException cannotWrite) {
      err.println("  Run it again with --debug to see the details.");
    }
    return ExitCode.INTERNAL_ERROR;
  }

  private static int badInput(InputException failure, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println(
        command.getCommandSpec().qualifiedName() + ": " + place(failure) + failure.getMessage());
    if (!failure.hint().isEmpty()) {
      err.println("  " + failure.hint());
    }
    outputOf(command)
        .filter(Output::isJson)
        .ifPresent(output -> output.print(document(failure, output)));
    return ExitCode.BAD_INPUT;
  }

  private static ObjectNode document(InputException failure, Output output) {
    ObjectNode error = JsonNodeFactory.instance.objectNode().put("message", failure.getMessage());
    if (!failure.file().isEmpty()) {
      error.put("file", failure.file());
    }
    if (failure.line() > 0) {
      error.put("line", failure.line());
    }
    if (failure.column() > 0) {
      error.put("column", failure.column());
    }
    if (!failure.hint().isEmpty()) {
      error.put("hint", failure.hint());
    }
    return output.document().set("error", error);
  }

  /** Returns a message about input among other input that could be used. */
  static String text(InputException failure) {
    return place(failure)
        + failure.getMessage()
        + (failure.hint().isEmpty() ? "" : System.lineSeparator() + "  " + failure.hint());
  }

  /** {@code file:line:column: }, as far as it is known: editors jump to that. */
  private static String place(InputException failure) {
    if (failure.file().isEmpty()) {
      return "";
    }
    StringBuilder place = new StringBuilder(failure.file());
    if (failure.line() > 0) {
      place.append(':').append(failure.line());
      if (failure.column() > 0) {
        place.append(':').append(failure.column());
      }
    }
    return place.append(": ").toString();
  }

  private static String usageProblem(ParameterException failure, CommandLine command) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      boolean isOption = word.startsWith("-");
      boolean isVerb = !isOption && !command.getSubcommands().isEmpty();
      List<String> known =
          isVerb
              ? List.copyOf(command.getSubcommands().keySet())
              : List.copyOf(command.getCommandSpec().optionsMap().keySet());
      String kind = isOption ? "option" : isVerb ? "verb" : "argument";
      String near =
          isOption || isVerb
              ? Nearest.to(word, known).map(n -> ". Did you mean '" + n + "'?").orElse("")
              : "";
      return "unknown " + kind + " '" + word + "'" + near;
    }
    return String.valueOf(failure.getMessage());
  }

  private static InputException fromSpec(SpecException spec) {
    return InputException.at(
        spec.file(), spec.line(), spec.column(), String.valueOf(spec.getMessage()));
  }

  private static InputException fromFileSystem(FileSystemException failure) {
    String problem =
        switch (failure) {
          case NoSuchFileException missing -> "there is no such file";
          case AccessDeniedException denied -> "no permission to use it";
          default -> failure.getReason() == null ? "cannot be used" : failure.getReason();
        };
    return InputException.at(String.valueOf(failure.getFile()), 0, 0, problem);
  }

  /** Says whether the JVM is about to end. */
  private static boolean isEnding() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    }
  }

  private static boolean isDebug(CommandLine command) {
    return outputOf(command).map(output -> output.debug).orElse(false);
  }

  private static Optional<Output> outputOf(CommandLine command) {
    return Optional.ofNullable(command.getMixins().get("output"))
        .filter(Output.class::isInstance)
        .map(Output.class::cast);
  }
}
