package dev.lockstep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/**
 * The {@code lockstep} command. Its verbs are the five questions of the project, and what helps to
 * answer them; the exit code is the verdict, see {@link ExitCode}.
 */
@Command(
    name = "lockstep",
    synopsisSubcommandLabel = "VERB",
    header = "Protocols as spec, code and log: do the three agree?",
    commandListHeading = "%nVerbs:%n",
    footer = {
      "  lockstep list                      what there is, and what was verified here",
      "  lockstep verify                    all questions about all protocols",
      "  lockstep check two-phase-commit    is the design right?",
      "  lockstep VERB --help               how to use a verb"
    },
    versionProvider = Main.Version.class,
    subcommands = {
      CheckCommand.class,
      ConformCommand.class,
      ValidateCommand.class,
      WatchCommand.class,
      DriveCommand.class,
      PathsCommand.class,
      SimulateCommand.class,
      ScenarioCommand.class,
      HistoryCommand.class,
      MutantsCommand.class,
      VerifyCommand.class,
      ListCommand.class
    })
public final class Main {

  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = Output.AFTER_THE_VERBS_OWN,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @CommandLine.Option(
      names = {"-V", "--version"},
      versionHelp = true,
      order = Output.AFTER_THE_VERBS_OWN,
      description = "Show the versions of lockstep, TLC and Java.")
  boolean version;

  private static final int NARROWEST_HELP = 60;
  private static final int WIDEST_HELP = 100;

  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.of(System.getProperty("lockstep.terminal", ""), System.getenv());
    System.exit(
        run(
            verbs(terminal),
            terminal,
            writer(FileDescriptor.out),
            writer(FileDescriptor.err),
            List.of(arguments)));
  }

  /** Returns the command with its verbs. */
  static CommandLine verbs(Terminal terminal) {
    return new CommandLine(new Main(), new Factory(terminal));
  }

  /** Runs one command and returns its exit code. */
  static int run(
      CommandLine command,
      Terminal terminal,
      PrintWriter out,
      PrintWriter err,
      List<String> arguments) {
    Failures failures = new Failures(Version.ofLockstep());
    boolean coloured = terminal.out() && terminal.colour();
    try {
      command
          .setOut(out)
          .setErr(err)
          .setColorScheme(CommandLine.Help.defaultColorScheme(coloured ? Ansi.ON : Ansi.OFF))
          .setUsageHelpWidth(Math.clamp(terminal.columns(), NARROWEST_HELP, WIDEST_HELP))
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setParameterExceptionHandler(failures::badUsage)
          .setExecutionExceptionHandler(failures::thrown)
          .setExecutionStrategy(Main::showHelpOrRun);
      shapeHelp(command);
      command.getSubcommands().values().forEach(Main::shapeHelp);
      return command.execute(arguments.toArray(String[]::new));
    } catch (Throwable failure) {
      // Also errors: whatever happens, the user gets a sentence and an exit code.
      return failures.unexpected(failure, err, arguments.contains("--debug"), arguments);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** Gives the help of every verb the same parts in the same order. */
  private static void shapeHelp(CommandLine command) {
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    // Blank lines around the parts come from the headings below.
    String description = String.join("\n", help.description()).strip();
    help.sortOptions(false)
        .abbreviateSynopsis(true)
        .synopsisHeading("%nUsage: ")
        .customSynopsis(
            String.join("\n       ", help.customSynopsis()).lines().toArray(String[]::new))
        .description(description.lines().toArray(String[]::new))
        .descriptionHeading(description.isEmpty() ? "" : "%n")
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings())
        .footerHeading("%nExamples:%n");
  }

  /** Without a verb there is nothing to do but to say which there are. */
  private static int showHelpOrRun(ParseResult parsed) {
    if (!parsed.hasSubcommand()
        && !parsed.isUsageHelpRequested()
        && !parsed.isVersionHelpRequested()) {
      parsed.commandSpec().commandLine().usage(parsed.commandSpec().commandLine().getErr());
      return ExitCode.BAD_INPUT;
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    // UTF-8 whatever the locale says: the output of a container in locale C is read elsewhere.
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
  }

  /** Gives every verb's {@link Output} the terminal. */
  private record Factory(Terminal terminal) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == Output.class
          ? type.cast(new Output(terminal))
          : CommandLine.defaultFactory().create(type);
    }
  }

  /** Reads the versions from the manifest and from TLC. */
  static final class Version implements IVersionProvider {

    static String ofLockstep() {
      return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
          .orElse("(not packaged)");
    }

    @Override
    public String[] getVersion() {
      return new String[] {"lockstep " + ofLockstep(), "Java " + Runtime.version()};
    }
  }
}
