package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.mutants.KillLayer;
import dev.lockstep.mutants.KillMatrix;
import dev.lockstep.mutants.KillMatrixText;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.verification.Answer;
import dev.lockstep.verification.Question;
import dev.lockstep.verification.Verification;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks all questions about all protocols. */
@Command(
    name = "verify",
    header = "All of it, one table.",
    description = {
      "Checks the spec and its refinement, refutes its weak twins and reaches its probes with TLC;"
          + " compares the code with the spec, both ways; simulates runs with faults and validates"
          + " their logs against the spec; and hunts the mutants of the code with all of that.",
      "Every figure is computed now. One that differs from what is pinned is a violation."
    },
    footer = {
      "  lockstep verify",
      "  lockstep verify two-phase-commit",
      "  lockstep verify two-phase-commit --nightly --runs 100000"
    })
final class VerifyCommand implements Callable<Integer> {

  private static final int BAR = 24;

  @Mixin Output output;

  @Parameters(
      arity = "0..*",
      paramLabel = "PROTOCOL",
      description = "Only these, and what extends them (default: all protocols).")
  List<String> names = List.of();

  @Option(names = "--nightly", description = "Also check the models that take minutes.")
  boolean nightly;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of the simulated runs (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description =
          "How many runs are simulated and validated, at most (default: ${DEFAULT-VALUE}).")
  long runs = 2000;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "After how many events no further run begins (default: ${DEFAULT-VALUE}).")
  long events = 10_000;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many participants or processes they have (default: ${DEFAULT-VALUE}).")
  int nodes = 3;

  @Option(
      names = "--matrix",
      description =
          "Also show which layer finds which mutant: the length of its counterexample, what it"
              + " shows, and the time that finding it took.")
  boolean matrix;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many pieces of work run at a time (default: all processors).")
  int jobs = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws InputException, InterruptedException, IOException {
    Jobs.check("--jobs", jobs);
    if (runs < 1 || nodes < 1) {
      throw InputException.of("--runs and --nodes must be at least 1");
    }
    Catalog catalog = Catalog.load();
    List<Protocol> protocols =
        names.isEmpty()
            ? catalog.protocols()
            : names.stream()
                .map(catalog::protocol)
                .flatMap(protocol -> catalog.withExtensions(protocol).stream())
                .distinct()
                .toList();
    long start = System.nanoTime();
    List<Answer> answers;
    try (Progress progress = output.progress()) {
      answers =
          Verification.run(
              catalog,
              protocols,
              new Verification.Options(nightly, seed, runs, events, nodes, jobs),
              (what, done, all) -> progress.show(bar(what, done, all)));
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    keep(answers);
    Verdict verdict = worst(answers);
    if (output.isJson()) {
      output.print(document(verdict, answers, elapsed));
    } else {
      show(verdict, protocols, answers, elapsed);
    }
    return verdict.exitCode();
  }

  private void show(
      Verdict verdict, List<Protocol> protocols, List<Answer> answers, Duration elapsed) {
    Paint paint = output.paint();
    for (Protocol protocol : protocols) {
      List<Answer> about =
          answers.stream().filter(answer -> answer.protocol().equals(protocol.name())).toList();
      output.line(paint.strong(protocol.name()) + "  " + paint.verdict(worst(about)));
      Table table = new Table("", "", "found", "work");
      for (Answer answer : about) {
        table.row(
            answer.question().title(),
            paint.verdict(answer.verdict()),
            answer.summary(),
            Output.duration(answer.work()));
      }
      output.table(2, table);
      for (Answer answer : about) {
        for (String problem : answer.problems()) {
          output.line("  " + paint.bad(answer.question().title()) + ": " + problem);
        }
      }
      if (matrix) {
        about.stream()
            .flatMap(answer -> answer.matrix().stream())
            .flatMap(found -> KillMatrixText.lines(found, true).stream())
            .forEach(line -> output.line("  " + line));
      }
      output.line("");
    }
    output.line("%s in %s".formatted(paint.verdict(verdict), Output.duration(elapsed)));
  }

  private ObjectNode document(Verdict verdict, List<Answer> answers, Duration elapsed) {
    ObjectNode document =
        output
            .document(verdict)
            .put("seed", seed)
            .put("nightly", nightly)
            .put("seconds", elapsed.toMillis() / 1000.0);
    ArrayNode list = document.putArray("answers");
    for (Answer answer : answers) {
      ObjectNode node =
          list.addObject()
              .put("protocol", answer.protocol())
              .put("question", answer.question().title())
              .put("verdict", answer.verdict().name().toLowerCase(Locale.ROOT))
              .put("summary", answer.summary())
              .put("workSeconds", answer.work().toMillis() / 1000.0);
      put(node.putObject("figures"), answer.figures());
      ArrayNode problems = node.putArray("problems");
      answer.problems().forEach(problems::add);
      answer.matrix().ifPresent(found -> put(node.putObject("matrix"), found));
    }
    return document;
  }

  private static void put(ObjectNode node, KillMatrix matrix) {
    put(node.putObject("control"), matrix.layers(), matrix.control());
    ArrayNode mutants = node.putArray("mutants");
    matrix.rows().forEach(row -> put(mutants.addObject(), matrix.layers(), row));
  }

  private static void put(ObjectNode node, List<String> layers, KillMatrix.Row row) {
    node.put("id", row.id()).put("fault", row.fault()).put("killed", row.killed());
    ObjectNode findings = node.putObject("layers");
    for (int i = 0; i < layers.size(); i++) {
      KillLayer.Finding finding = row.findings().get(i);
      ObjectNode found = findings.putObject(layers.get(i)).put("killed", finding.killed());
      finding.length().ifPresent(length -> found.put("length", length));
      found
          .put("evidence", finding.evidence())
          .put("seconds", finding.elapsed().toMillis() / 1000.0);
    }
  }

  private static void put(ObjectNode node, Map<?, ?> figures) {
    figures.forEach(
        (name, figure) -> {
          switch (figure) {
            case Map<?, ?> map -> put(node.putObject(name.toString()), map);
            case Number number -> node.put(name.toString(), number.longValue());
            default -> node.put(name.toString(), figure.toString());
          }
        });
  }

  /** Several questions can belong to one verb: the worst answer is the verb's. */
  private static void keep(List<Answer> answers) throws IOException {
    Instant now = Instant.now();
    Map<String, List<Answer>> byVerb = new LinkedHashMap<>();
    for (Answer answer : answers) {
      byVerb
          .computeIfAbsent(
              answer.protocol() + " " + answer.question().verb(), key -> new ArrayList<>())
          .add(answer);
    }
    List<Verifications.Result> results = new ArrayList<>();
    for (List<Answer> same : byVerb.values()) {
      Question question = same.getFirst().question();
      results.add(
          new Verifications.Result(same.getFirst().protocol(), question.verb(), worst(same), now));
    }
    Verifications.ofThisBuild().add(results);
  }

  private static Verdict worst(List<Answer> answers) {
    return Verdict.worstOf(answers.stream().map(Answer::verdict).toList());
  }

  private static String bar(String what, int done, int all) {
    int full = BAR * done / all;
    return String.format(
        Locale.ROOT,
        "verifying [%s%s] %d of %d  %s",
        "=".repeat(full),
        " ".repeat(BAR - full),
        done,
        all,
        what);
  }
}
