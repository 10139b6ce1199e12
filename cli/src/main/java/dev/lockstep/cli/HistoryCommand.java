package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Nearest;
import dev.lockstep.history.History;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.HistoryReader;
import dev.lockstep.history.Keys;
import dev.lockstep.history.Value;
import dev.lockstep.history.linearizability.Budget;
import dev.lockstep.history.linearizability.LinearizabilityChecker;
import dev.lockstep.history.model.Model;
import dev.lockstep.history.session.Guarantee;
import dev.lockstep.history.session.SessionChecker;
import dev.lockstep.history.session.VersionOrder;
import dev.lockstep.history.transaction.Consistency;
import dev.lockstep.history.transaction.IsolationChecker;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.WholeFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks what clients saw: linearizability, isolation of transactions, session guarantees. */
@Command(
    name = "history",
    header = "Did clients see a consistent system? Their operations against a model.",
    customSynopsis = "lockstep history [OPTIONS] --model MODEL FILE...",
    description = {
      "",
      "Each FILE has the operations of clients, with invocations and answers: JSON lines, or EDN as"
          + " Jepsen writes it; - is standard input. Models, operations and verdicts are described"
          + " in docs/histories.md.",
      ""
    },
    sortOptions = false,
    footer = {
      "  lockstep history --model key-value run.ndjson",
      "  lockstep history --model queue --svg why.svg run.edn",
      "  lockstep history --model list-append --consistency snapshot-isolation run.edn",
      "  lockstep history --model sessions run.ndjson",
      "  my-test | lockstep history --model register -"
    })
final class HistoryCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";
  private static final String LIST_APPEND = "list-append";
  private static final String RW_REGISTER = "rw-register";
  private static final String SESSIONS = "sessions";

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Histories; - is standard input.")
  List<Path> files = List.of();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description =
          "What clients talk to. Linearizability: register, cas-register, key-value, queue, stack,"
              + " mutex, set. Transactions: list-append, rw-register. Session guarantees:"
              + " sessions.")
  String model = "";

  @Option(
      names = "--independent",
      description =
          "Values are pairs [key value], as Jepsen's independent writes them; every key is an"
              + " object of its own.")
  boolean independent;

  @Option(
      names = "--initial",
      paramLabel = "VALUE",
      description = "What registers hold at first: a number or a text (default: nil).")
  Optional<String> initial = Optional.empty();

  @Option(
      names = "--consistency",
      paramLabel = "LEVEL",
      description =
          "What transactions are promised: read-uncommitted, read-committed, snapshot-isolation,"
              + " repeatable-read, serializable (default), strong-session-serializable,"
              + " strict-serializable.")
  Optional<String> consistency = Optional.empty();

  @Option(
      names = "--guarantees",
      paramLabel = "NAME",
      split = ",",
      description =
          "What sessions are promised: read-your-writes, monotonic-reads, monotonic-writes,"
              + " writes-follow-reads (default: all four).")
  List<String> guarantees = List.of();

  @Option(
      names = "--version-order",
      paramLabel = "any|values|realtime",
      description =
          "With --model sessions, which of two values is the newer: any order will do (default),"
              + " the larger number, or the one written later.")
  Optional<VersionOrder> versionOrder = Optional.empty();

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Draw the operations around the first violation of linearizability.")
  Optional<Path> svg = Optional.empty();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the verdicts as JUnit XML, for a build server.")
  Optional<Path> junit = Optional.empty();

  @Option(
      names = "--budget-states",
      paramLabel = "N",
      description =
          "Give up when N configurations more than there are operations are kept (default:"
              + " ${DEFAULT-VALUE}).")
  long budgetStates = Budget.DEFAULT.configurations();

  @Option(
      names = "--budget-seconds",
      paramLabel = "N",
      description = "Give up on a history after N seconds (default: ${DEFAULT-VALUE}).")
  long budgetSeconds = Budget.DEFAULT.time().toSeconds();

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "How many keys to search at the same time (default: one a processor).")
  int jobs = Runtime.getRuntime().availableProcessors();

  @Mixin Output output;

  /** One way to check a history, as the options say. */
  private interface Check {
    HistoryReport of(History history, long started) throws HistoryException, InterruptedException;
  }

  @Override
  public Integer call() throws Exception {
    if (budgetStates < 1 || budgetSeconds < 1 || jobs < 1) {
      throw InputException.of("--budget-states, --budget-seconds and --jobs must be positive");
    }
    if (files.stream().filter(HistoryCommand::isStandardInput).count() > 1) {
      throw InputException.of("standard input can be read once only; name - once");
    }
    OutputFile.check(svg);
    Optional<Model> object = Model.of(model);
    Check check = check(object);
    checkOptions(object.isPresent());
    Keys keys = independent ? Keys.PAIR : object.map(Model::keys).orElse(Keys.FIELD);
    List<HistoryReport> reports = new ArrayList<>();
    List<InputException> errors = new ArrayList<>();
    for (Path file : files) {
      try {
        long started = System.nanoTime();
        History history = read(file, keys);
        HistoryReport report = check.of(history, started);
        report.json().put("skipped", history.skipped());
        ArrayNode warnings = report.json().putArray("warnings");
        history.warnings().forEach(warnings::add);
        reports.add(report);
        if (!output.isJson()) {
          print(report);
          history
              .warnings()
              .forEach(text -> output.line("  " + output.paint().unsure("warning: ") + text));
        }
      } catch (HistoryException e) {
        InputException error =
            InputException.at(e.file(), e.line(), e.column(), e.problem()).hint(e.hint());
        if (files.size() == 1) {
          throw error;
        }
        errors.add(error);
        output.note(Failures.text(error));
      }
    }
    draw(reports);
    if (junit.isPresent()) {
      JUnitXml.writeHistories(junit.get(), reports, errors);
    }
    Verdict worst = Verdict.worstOf(reports.stream().map(HistoryReport::verdict).toList());
    if (output.isJson()) {
      output.print(document(worst, reports, errors));
    }
    return errors.isEmpty() ? worst.exitCode() : ExitCode.BAD_INPUT;
  }

  private static boolean isStandardInput(Path file) {
    return file.toString().equals(STANDARD_INPUT);
  }

  private static History read(Path file, Keys keys) throws HistoryException, IOException {
    return isStandardInput(file)
        ? HistoryReader.read("standard input", System.in, keys)
        : HistoryReader.read(file, keys);
  }

  private Check check(Optional<Model> object) throws InputException {
    if (object.isPresent()) {
      LinearizabilityChecker checker =
          new LinearizabilityChecker(
              object.get(),
              initial.map(HistoryCommand::value).orElse(Value.Nil.NIL),
              new Budget(budgetStates, Duration.ofSeconds(budgetSeconds)),
              jobs);
      return (history, started) ->
          HistoryChecks.linearizability(history, checker, svg.isPresent(), started);
    }
    return switch (model) {
      case LIST_APPEND -> isolation(IsolationChecker.Items.LISTS);
      case RW_REGISTER -> isolation(IsolationChecker.Items.REGISTERS);
      case SESSIONS -> {
        SessionChecker checker =
            new SessionChecker(guarantees(), versionOrder.orElse(VersionOrder.ANY));
        yield (history, started) -> TransactionChecks.sessions(history, checker, started);
      }
      default -> throw unknownModel();
    };
  }

  private Check isolation(IsolationChecker.Items items) throws InputException {
    Consistency promised = consistency();
    IsolationChecker checker = new IsolationChecker(items, promised);
    return (history, started) -> TransactionChecks.isolation(history, checker, promised, started);
  }

  private Consistency consistency() throws InputException {
    String word = consistency.orElse(Consistency.SERIALIZABLE.word());
    Optional<Consistency> level = Consistency.of(word);
    if (level.isEmpty()) {
      throw unknown(
          "consistency", word, Arrays.stream(Consistency.values()).map(Consistency::word).toList());
    }
    return level.get();
  }

  private Set<Guarantee> guarantees() throws InputException {
    if (guarantees.isEmpty()) {
      return EnumSet.allOf(Guarantee.class);
    }
    Set<Guarantee> chosen = EnumSet.noneOf(Guarantee.class);
    for (String word : guarantees) {
      Optional<Guarantee> guarantee = Guarantee.of(word);
      if (guarantee.isEmpty()) {
        throw unknown(
            "guarantee", word, Arrays.stream(Guarantee.values()).map(Guarantee::option).toList());
      }
      chosen.add(guarantee.get());
    }
    return chosen;
  }

  private InputException unknownModel() {
    List<String> known =
        Stream.concat(
                Arrays.stream(Model.values()).map(Model::word),
                Stream.of(LIST_APPEND, RW_REGISTER, SESSIONS))
            .toList();
    return unknown("model", model, known);
  }

  private static InputException unknown(String kind, String word, List<String> known) {
    return InputException.of(
            "there is no "
                + kind
                + " '"
                + word
                + "'"
                + Nearest.to(word, known).map(near -> ". Did you mean '" + near + "'?").orElse(""))
        .hint("There are: " + String.join(", ", known) + ".");
  }

  /** Options of one kind of model mean nothing to another. */
  private void checkOptions(boolean object) throws InputException {
    boolean transactions = model.equals(LIST_APPEND) || model.equals(RW_REGISTER);
    if (consistency.isPresent() && !transactions) {
      throw InputException.of("--consistency is for transactions: list-append and rw-register");
    }
    if (!model.equals(SESSIONS) && (!guarantees.isEmpty() || versionOrder.isPresent())) {
      throw InputException.of("--guarantees and --version-order are for --model sessions");
    }
    if (!object && svg.isPresent()) {
      throw InputException.of("--svg draws linearizability, and " + model + " is another question");
    }
    if (transactions && independent) {
      throw InputException.of("--independent is not for transactions: their steps name items");
    }
    if (initial.isPresent() && !model.equals("register") && !model.equals("cas-register")) {
      throw InputException.of("--initial is for register and cas-register");
    }
  }

  private static Value value(String word) {
    try {
      return Value.number(new BigDecimal(word));
    } catch (NumberFormatException e) {
      return new Value.Text(word);
    }
  }

  private void print(HistoryReport report) {
    output.line(
        report.name()
            + ": "
            + output.paint().verdict(report.verdict())
            + output
                .paint()
                .dim(" (" + report.figures() + ", " + Output.duration(report.elapsed()) + ")"));
    report.lines().forEach(output::line);
  }

  private void draw(List<HistoryReport> reports) throws IOException, InputException {
    if (svg.isEmpty()) {
      return;
    }
    Optional<String> picture =
        reports.stream().flatMap(report -> report.picture().stream()).findFirst();
    if (picture.isEmpty()) {
      output.note("nothing to draw: no history was found not to be linearizable");
      return;
    }
    String text = picture.get();
    WholeFile.write(svg.get(), output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private ObjectNode document(
      Verdict worst, List<HistoryReport> reports, List<InputException> errors) {
    ObjectNode document = errors.isEmpty() ? output.document(worst) : output.document();
    document.put("model", model);
    ArrayNode histories = document.putArray("histories");
    for (HistoryReport report : reports) {
      ObjectNode node = histories.addObject();
      node.put("file", report.name())
          .put("verdict", report.verdict().name().toLowerCase(Locale.ROOT))
          .put("seconds", report.elapsed().toMillis() / 1000.0);
      node.setAll(report.json());
    }
    for (InputException error : errors) {
      ObjectNode node = histories.addObject();
      node.put("file", error.file()).put("line", error.line());
      node.put("error", error.getMessage()).put("hint", error.hint());
    }
    return document;
  }
}
