package dev.lockstep.verification;

import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.PinnedCheck;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.conformance.ComparisonReport;
import dev.lockstep.conformance.ConformanceReport;
import dev.lockstep.mutants.KillLayer;
import dev.lockstep.mutants.KillMatrix;
import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.verification.Piece.Checked;
import dev.lockstep.verification.Piece.Compared;
import dev.lockstep.verification.Piece.Failed;
import dev.lockstep.verification.Piece.Hunted;
import dev.lockstep.verification.Piece.Shared;
import dev.lockstep.verification.Piece.Simulated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts pieces together to the answers about one protocol. */
final class Answers {

  private final Protocol protocol;
  private final List<Piece> pieces;
  private final List<Answer> answers = new ArrayList<>();

  private Answers(Protocol protocol, List<Piece> pieces) {
    this.protocol = protocol;
    this.pieces = pieces;
  }

  /** Returns the answers, in the order of the questions; none to a question without a piece. */
  static List<Answer> of(Protocol protocol, List<Piece> pieces) {
    Answers all = new Answers(protocol, pieces);
    all.spec();
    all.models(Question.TWINS, "refuted as expected");
    all.models(Question.PROBES, "reached");
    all.models(Question.LIMITS, "shown as expected");
    all.code();
    all.runs();
    all.mutants();
    all.shared();
    return all.answers;
  }

  private void spec() {
    List<Checked> checks = checks(Question.SPEC);
    List<String> problems = problems(checks);
    long refinements = checks.stream().filter(Checked::refinement).count();
    if (!checks.isEmpty() && protocol.problem().isPresent() && refinements == 0) {
      problems.add("no model checks that the spec refines " + protocol.problem().get());
    }
    long distinct = checks.stream().mapToLong(checked -> checked.check().result().distinct()).sum();
    long good = good(checks);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("models", (long) checks.size());
    figures.put("asExpected", good);
    figures.put("refinement", refinements);
    figures.put("distinct", distinct);
    String refined =
        protocol.problem().isPresent()
            ? String.format(
                Locale.ROOT, ", %d of them refine %s", refinements, protocol.problem().get())
            : "";
    add(
        Question.SPEC,
        checks.stream().map(checked -> checked.check().verdict()).toList(),
        String.format(
            Locale.ROOT,
            "%d of %d models hold%s; %,d distinct states",
            good,
            checks.size(),
            refined,
            distinct),
        figures,
        problems,
        work(checks));
  }

  private void models(Question question, String asExpected) {
    List<Checked> checks = checks(question);
    long good = good(checks);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("models", (long) checks.size());
    figures.put("asExpected", good);
    add(
        question,
        checks.stream().map(checked -> checked.check().verdict()).toList(),
        String.format(Locale.ROOT, "%d of %d %s", good, checks.size(), asExpected),
        figures,
        problems(checks),
        work(checks));
  }

  private void code() {
    List<ConformanceReport> reports =
        pieces(Compared.class).stream().map(Compared::report).toList();
    long states = 0;
    long edges = 0;
    Duration work = Duration.ZERO;
    TreeSet<String> taken = new TreeSet<>();
    TreeSet<String> never = new TreeSet<>();
    List<String> problems = new ArrayList<>();
    for (ConformanceReport report : reports) {
      ComparisonReport comparison = report.comparison();
      states += comparison.states();
      edges += comparison.edges();
      work = work.plus(comparison.elapsed());
      taken.addAll(comparison.actions().keySet());
      never.addAll(comparison.neverTaken());
      String model = "model " + report.model().name() + ": ";
      comparison
          .divergence()
          .ifPresent(
              found ->
                  problems.add(
                      model
                          + found.kind().sentence()
                          + found.action().map(action -> ", " + action).orElse("")));
      comparison.exhausted().ifPresent(budget -> problems.add(model + budget));
      report.countMismatch().ifPresent(mismatch -> problems.add(model + mismatch));
      notTlcs(report).ifPresent(mismatch -> problems.add(model + mismatch));
    }
    never.removeAll(taken);
    never.retainAll(actionsOfSpec());
    if (!never.isEmpty()) {
      problems.add("never taken in any model: " + String.join(", ", never));
    }
    long perSecond = perSecond(edges, work);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("models", (long) reports.size());
    figures.put("states", states);
    figures.put("edges", edges);
    figures.put("actions", (long) taken.size());
    figures.put("actionsOfSpec", (long) taken.size() + never.size());
    figures.put("edgesPerSecond", perSecond);
    add(
        Question.CODE,
        reports.stream().map(ConformanceReport::verdict).toList(),
        String.format(
            Locale.ROOT,
            "%,d states%s, %,d edges both ways, %d of %d actions; %,d edges/s",
            states,
            problems.isEmpty() ? " as TLC counts" : "",
            edges,
            taken.size(),
            taken.size() + never.size(),
            perSecond),
        figures,
        problems,
        work);
  }

  /** A model that leaves an action out has something else in its place, which is no action. */
  private Set<String> actionsOfSpec() {
    TreeSet<String> actions = new TreeSet<>();
    pieces(Simulated.class).forEach(simulated -> actions.addAll(simulated.runs().actionsOfSpec()));
    return actions;
  }

  /**
   * Compares with what TLC has counted just now, not with what is pinned; a freedom that was used
   * makes the code have fewer steps.
   */
  private Optional<String> notTlcs(ConformanceReport report) {
    if (report.comparison().verdict() != Verdict.HOLDS
        || report.comparison().latitude().stream().anyMatch(freedom -> freedom.edges() > 0)) {
      return Optional.empty();
    }
    Optional<ModelChecker.Result> tlc =
        pieces(Checked.class).stream()
            .map(Checked::check)
            .filter(check -> check.model().equals(report.model()))
            .map(PinnedCheck::result)
            .findFirst();
    ComparisonReport code = report.comparison();
    return tlc.filter(
            result ->
                result.distinct() != code.states()
                    || result.generated() != code.edges() + code.initialStates())
        .map(
            result ->
                String.format(
                    Locale.ROOT,
                    "TLC counts %,d states and %,d in all, the code has %,d and %,d",
                    result.distinct(),
                    result.generated(),
                    code.states(),
                    code.edges() + code.initialStates()));
  }

  private void runs() {
    for (Simulated simulated : pieces(Simulated.class)) {
      Runs runs = simulated.runs();
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("runs", runs.runs());
      figures.put("events", runs.events());
      figures.put("eventsPerSecond", runs.eventsPerSecond());
      figures.put("actions", (long) runs.taken().size());
      figures.put("actionsOfSpec", (long) runs.actionsOfSpec().size());
      figures.put("outcomes", runs.outcomes());
      figures.put("faults", runs.faults());
      long faults = runs.faults().values().stream().mapToLong(Long::longValue).sum();
      add(
          Question.RUNS,
          List.of(
              !runs.problems().isEmpty()
                  ? Verdict.VIOLATED
                  : runs.unfinished() > 0 ? Verdict.INCONCLUSIVE : Verdict.HOLDS),
          String.format(
              Locale.ROOT,
              "%,d runs with %,d faults, %s%,d events accepted, %d of %d actions; %,d events/s",
              runs.runs(),
              faults,
              runs.problems().isEmpty() && runs.unfinished() == 0 ? "all " : "only ",
              runs.events(),
              runs.taken().size(),
              runs.actionsOfSpec().size(),
              runs.eventsPerSecond()),
          figures,
          runs.problems(),
          runs.elapsed());
    }
  }

  private void mutants() {
    List<Hunted> hunts = pieces(Hunted.class);
    if (hunts.isEmpty()) {
      add(Question.MUTANTS, List.of(), "", Map.of(), List.of(), Duration.ZERO);
      return;
    }
    KillMatrix matrix = KillMatrix.join(hunts.stream().map(Hunted::matrix).toList());
    List<String> problems = new ArrayList<>();
    for (int layer = 0; layer < matrix.layers().size(); layer++) {
      KillLayer.Finding alarm = matrix.control().findings().get(layer);
      if (alarm.killed()) {
        problems.add(
            matrix.layers().get(layer)
                + " finds a fault in the code as it is: "
                + alarm.evidence());
      }
    }
    Map<String, Long> byLayer = byLayer(matrix);
    matrix.survivors().forEach(row -> problems.add("no layer finds the mutant " + row.id()));
    int all = matrix.rows().size();
    int killed = all - matrix.survivors().size();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("mutants", all);
    figures.put("killed", killed);
    figures.put("byLayer", byLayer);
    add(
        Question.MUTANTS,
        List.of(problems.isEmpty() ? Verdict.HOLDS : Verdict.VIOLATED),
        String.format(
            Locale.ROOT,
            "%d of %d killed (%s); the code as it is %s",
            killed,
            all,
            words(byLayer),
            matrix.control().killed() ? "does not survive" : "survives"),
        figures,
        problems,
        Optional.of(matrix),
        hunts.stream().map(Hunted::elapsed).reduce(Duration.ZERO, Duration::plus));
  }

  /** What holds spec and code against each other must be blind here: they agree. */
  private void shared() {
    for (Shared shared : pieces(Shared.class)) {
      KillMatrix matrix = shared.matrix();
      List<String> problems = new ArrayList<>();
      matrix
          .survivors()
          .forEach(row -> problems.add("no layer finds " + row.id() + " in spec and code"));
      if (matrix.control().killed()) {
        problems.add("a fault is found in the spec and the code as they are");
      }
      for (KillMatrix.Row row : matrix.rows()) {
        KillLayer.Finding comparison = row.findings().getFirst();
        if (comparison.killed()) {
          problems.add(row.id() + " is not the same in spec and code: " + comparison.evidence());
        }
      }
      Map<String, Long> byLayer = byLayer(matrix);
      int all = matrix.rows().size();
      int killed = all - matrix.survivors().size();
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("mutants", all);
      figures.put("killed", killed);
      figures.put("byLayer", byLayer);
      add(
          Question.SHARED,
          List.of(problems.isEmpty() ? Verdict.HOLDS : Verdict.VIOLATED),
          String.format(Locale.ROOT, "%d of %d killed (%s)", killed, all, words(byLayer)),
          figures,
          problems,
          Optional.of(matrix),
          shared.elapsed());
    }
  }

  private static Map<String, Long> byLayer(KillMatrix matrix) {
    Map<String, Long> kills = new LinkedHashMap<>();
    for (int i = 0; i < matrix.layers().size(); i++) {
      int layer = i;
      kills.put(
          matrix.layers().get(i),
          matrix.rows().stream().filter(row -> row.findings().get(layer).killed()).count());
    }
    return kills;
  }

  private static String words(Map<String, Long> byLayer) {
    return byLayer.entrySet().stream()
        .map(layer -> layer.getKey() + " " + layer.getValue())
        .collect(Collectors.joining(", "));
  }

  private void add(
      Question question,
      List<Verdict> verdicts,
      String summary,
      Map<String, Object> figures,
      List<String> problems,
      Duration work) {
    add(question, verdicts, summary, figures, problems, Optional.empty(), work);
  }

  private void add(
      Question question,
      List<Verdict> verdicts,
      String summary,
      Map<String, Object> figures,
      List<String> problems,
      Optional<KillMatrix> matrix,
      Duration work) {
    List<String> failed =
        pieces(Failed.class).stream()
            .filter(piece -> piece.question() == question)
            .map(Failed::problem)
            .toList();
    if (verdicts.isEmpty() && failed.isEmpty()) {
      return;
    }
    List<String> allProblems = new ArrayList<>(problems);
    allProblems.addAll(failed);
    Verdict verdict = failed.isEmpty() ? Verdict.worstOf(verdicts) : Verdict.VIOLATED;
    answers.add(
        new Answer(
            protocol.name(),
            question,
            verdict == Verdict.HOLDS && !allProblems.isEmpty() ? Verdict.VIOLATED : verdict,
            summary,
            figures,
            allProblems,
            matrix,
            work));
  }

  private List<Checked> checks(Question question) {
    return pieces(Checked.class).stream()
        .filter(checked -> Question.of(checked.check().model().kind()) == question)
        .toList();
  }

  private static long good(List<Checked> checks) {
    return checks.stream().filter(checked -> checked.check().verdict() == Verdict.HOLDS).count();
  }

  private static List<String> problems(List<Checked> checks) {
    List<String> problems = new ArrayList<>();
    for (Checked checked : checks) {
      Model model = checked.check().model();
      checked
          .check()
          .differences()
          .forEach(difference -> problems.add("model " + model.name() + ": " + difference));
      if (checked.check().verdict() == Verdict.INCONCLUSIVE) {
        problems.add("model " + model.name() + ": " + checked.check().result().reason());
      }
    }
    return problems;
  }

  private static Duration work(List<Checked> checks) {
    return checks.stream()
        .map(checked -> checked.check().result().elapsed())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private <P extends Piece> List<P> pieces(Class<P> type) {
    return pieces.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static long perSecond(long amount, Duration time) {
    return Math.round(amount / Math.max(time.toNanos() / 1e9, 1e-9));
  }
}
