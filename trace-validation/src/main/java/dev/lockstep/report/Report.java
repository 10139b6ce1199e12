package dev.lockstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.RunReport;
import dev.lockstep.diagram.Roles;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceException;
import dev.lockstep.validation.RunSpecs;
import dev.lockstep.validation.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Validated logs as one HTML file: the verdicts of all runs, and for some of them, violated ones
 * first, a sequence diagram with the state of the spec at every event. The runs have to be
 * validated with {@link dev.lockstep.search.SearchOptions#withPaths}.
 *
 * <p>Draw each run as soon as its verdict is known, on any thread; add the logs in their order, on
 * one thread; then write the file.
 */
public final class Report {

  /** Of how many runs there are details. */
  public static final int MAX_RUNS = 20;

  /** How many steps of a run are shown: the last ones. */
  public static final int MAX_STEPS = 20_000;

  /** How many characters the details may have; those of the first run may have more. */
  private static final long MAX_DETAILS = 16_000_000;

  private record Id(String log, int run) {}

  /** The details of a run; they are kept in the order of {@code rank}, then of the runs. */
  private record Details(int log, Id id, int rank, String json) {}

  private final RunSpecs specs;
  private final List<LogReport> logs = new ArrayList<>();
  private final Map<Id, String> drawn = new HashMap<>();
  private final List<Details> kept = new ArrayList<>();
  private final Set<String> modules = new HashSet<>();

  /** Creates a report without logs about runs of {@code specs}. */
  public Report(RunSpecs specs) {
    this.specs = specs;
  }

  /**
   * Draws a run, if its details may have a place in the report.
   *
   * @param log the name of its log
   */
  public void draw(String log, RunReport run) throws SpecException {
    Spec spec;
    try {
      spec = specs.spec(run.header(), log);
    } catch (TraceException e) {
      throw new IllegalStateException("a run was validated, but its spec is unknown", e);
    }
    synchronized (this) {
      modules.add(spec.module());
      if (kept.size() >= MAX_RUNS && kept.getLast().rank() <= rank(run)) {
        return;
      }
    }
    Roles roles = Roles.of(specs.diagram(), spec);
    Drawing drawing = new Drawing(run, roles, MAX_STEPS);
    String json = RunJson.of(drawing, run.header(), run.validation(), roles.areKnown());
    synchronized (this) {
      drawn.put(new Id(log, run.number()), json);
    }
  }

  /** Adds a log whose runs have been drawn. */
  public synchronized void add(LogReport log) {
    for (RunReport run : log.runs()) {
      Id id = new Id(log.name(), run.number());
      String json = drawn.remove(id);
      if (json != null) {
        kept.add(new Details(logs.size(), id, rank(run), json));
      }
    }
    logs.add(log);
    kept.sort(Comparator.comparingInt(Details::rank));
    while (kept.size() > MAX_RUNS) {
      kept.removeLast();
    }
  }

  /** Those that are violated come first, then those without a verdict. */
  private static int rank(RunReport run) {
    return switch (run.validation().verdict()) {
      case VIOLATED -> 0;
      case INCONCLUSIVE -> 1;
      case HOLDS -> 2;
    };
  }

  /** Writes {@code file} as a whole, or not at all. */
  public synchronized void write(Path file) throws IOException {
    List<Details> details = new ArrayList<>();
    long size = 0;
    for (Details each : kept) {
      size += each.json().length();
      if (details.isEmpty() || size <= MAX_DETAILS) {
        details.add(each);
      }
    }
    Page.write(
        file,
        PageJson.of(json -> overview(json, details)),
        details.stream().map(Details::json).toList());
  }

  private void overview(JsonGenerator json, List<Details> details) throws IOException {
    Map<Integer, Map<Integer, Integer>> numbers = new HashMap<>();
    for (int number = 0; number < details.size(); number++) {
      numbers
          .computeIfAbsent(details.get(number).log(), ignored -> new HashMap<>())
          .put(details.get(number).id().run(), number);
    }
    json.writeStartObject();
    json.writeStringField("spec", String.join(", ", modules.stream().sorted().toList()));
    json.writeNumberField("maxRuns", MAX_RUNS);
    json.writeNumberField("maxSteps", MAX_STEPS);
    json.writeArrayFieldStart("logs");
    for (int log = 0; log < logs.size(); log++) {
      write(json, logs.get(log), numbers.getOrDefault(log, Map.of()));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, LogReport log, Map<Integer, Integer> details)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", log.name());
    if (log.error().isPresent()) {
      TraceException error = log.error().get();
      json.writeStringField("error", error.problem());
      json.writeNumberField("line", error.line());
    }
    json.writeArrayFieldStart("runs");
    for (RunReport run : log.runs()) {
      write(json, run, Optional.ofNullable(details.get(run.number())));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, RunReport run, Optional<Integer> details)
      throws IOException {
    Validation validation = run.validation();
    json.writeStartObject();
    json.writeNumberField("run", run.number());
    json.writeNumberField("line", run.header().line());
    json.writeStringField("verdict", word(validation.verdict()));
    json.writeNumberField("matched", validation.matched());
    json.writeNumberField("states", validation.stateCount());
    json.writeNumberField("peakStates", validation.peakStates());
    json.writeNumberField("examined", validation.examined());
    json.writeNumberField("seconds", validation.elapsed().toMillis() / 1000.0);
    if (validation.exhausted().isPresent()) {
      json.writeStringField("budget", validation.exhausted().get());
    }
    if (validation.stopped().isPresent()) {
      json.writeStringField("sentence", validation.stopped().get().reason().sentence());
      json.writeNumberField("event", validation.stopped().get().number());
      json.writeNumberField("eventLine", validation.stopped().get().event().line());
    }
    json.writeArrayFieldStart("warnings");
    for (String warning : run.warnings()) {
      json.writeString(warning);
    }
    for (String warning : validation.warnings()) {
      json.writeString(warning);
    }
    json.writeEndArray();
    if (details.isPresent()) {
      json.writeNumberField("details", details.get());
    }
    json.writeEndObject();
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
