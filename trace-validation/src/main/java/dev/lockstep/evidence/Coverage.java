package dev.lockstep.evidence;

import dev.lockstep.search.Line;
import dev.lockstep.search.Node;
import dev.lockstep.search.Schedule;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Part;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a corpus of logs covers of a spec: its actions, the parts of these, and its states. Only
 * runs that the spec accepts count. Where a log leaves open which behaviour it was, one of those
 * that agree with it counts.
 *
 * <p>Runs are folded while they are validated: memory grows with what is covered and with the
 * number of logs, not with their length, as long as a log determines the state now and then. Safe
 * for use by several threads.
 */
public final class Coverage {

  /** How often something was exercised, and by which logs. */
  private static final class Count {
    private long times;
    private final BitSet logs = new BitSet();

    void add(long more, int log) {
      times += more;
      logs.set(log);
    }
  }

  private final List<String> logs = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final SortedMap<String, List<String>> parameters = new TreeMap<>();
  private final SortedSet<String> labels = new TreeSet<>();
  private final SortedSet<Part> parts = new TreeSet<>();
  private final Map<String, Count> takenActions = new HashMap<>();
  private final Map<Part, Count> takenParts = new HashMap<>();
  private final SortedMap<String, Long> incomplete = new TreeMap<>();
  private final Map<Spec, Fingerprints> states = new LinkedHashMap<>();
  private long runs;

  /**
   * Validates the run whose header {@code source} has just returned, and adds what it covers if it
   * is accepted.
   */
  public Validation validate(
      Spec spec, SearchOptions options, TraceSource source, TraceHeader header)
      throws TraceException, SpecException {
    return validate(
        spec,
        options,
        source.name(),
        List.of(source),
        header,
        sources -> new Line(sources.getFirst()));
  }

  /**
   * Validates a run whose events are in several logs, which count as one of the name {@code log}.
   *
   * @see Validator#validate(List, TraceHeader, Function)
   */
  public Validation validate(
      Spec spec,
      SearchOptions options,
      String log,
      List<? extends TraceSource> sources,
      TraceHeader header,
      Function<List<TraceSource>, Schedule> order)
      throws TraceException, SpecException {
    RunCoverage run = new RunCoverage(spec);
    Validation validation =
        new Validator(spec, options.withWays(run)).validate(sources, header, order);
    if (validation.verdict() == Verdict.HOLDS) {
      Node end =
          validation.nodes().stream()
              .filter(node -> node.broken().isEmpty())
              .findFirst()
              .orElseThrow();
      run.follow(end.start(), end.path());
      run.check();
      add(log, spec, run);
    } else {
      register(log, spec);
    }
    return validation;
  }

  private synchronized int register(String log, Spec spec) {
    if (!states.containsKey(spec)) {
      states.put(spec, new Fingerprints());
      parameters.putAll(spec.actions());
      labels.addAll(spec.actionLabels());
      parts.addAll(spec.parts());
    }
    return numbers.computeIfAbsent(
        log,
        added -> {
          logs.add(added);
          return logs.size() - 1;
        });
  }

  private synchronized void add(String log, Spec spec, RunCoverage run) {
    int number = register(log, spec);
    runs++;
    run.actions.forEach(
        (action, times) ->
            takenActions.computeIfAbsent(action, ignored -> new Count()).add(times, number));
    run.parts.forEach(
        (part, times) ->
            takenParts.computeIfAbsent(part, ignored -> new Count()).add(times, number));
    run.incomplete.forEach((action, times) -> incomplete.merge(action, times, Long::sum));
    Fingerprints known = Objects.requireNonNull(states.get(spec), "the spec is registered above");
    run.states.forEach(known::add);
  }

  /**
   * Returns what was covered.
   *
   * @param stateSpace gives the number of all states of a spec, where somebody knows it, for
   *     example {@link StateSpace}
   */
  public synchronized CoverageReport report(Function<Spec, OptionalLong> stateSpace) {
    SortedSet<String> names = new TreeSet<>(labels);
    names.addAll(takenActions.keySet());
    List<CoverageReport.Action> actions = new ArrayList<>();
    for (String name : names) {
      List<CoverageReport.Exercised> exercised = new ArrayList<>();
      for (Part part : parts) {
        if (part.action().equals(name)) {
          Count count = takenParts.getOrDefault(part, new Count());
          exercised.add(new CoverageReport.Exercised(part, count.times, names(count.logs)));
        }
      }
      Count count = takenActions.getOrDefault(name, new Count());
      actions.add(
          new CoverageReport.Action(
              name,
              parameters.getOrDefault(name, List.of()),
              count.times,
              names(count.logs),
              exercised,
              incomplete.getOrDefault(name, 0L)));
    }
    List<CoverageReport.States> reached = new ArrayList<>();
    states.forEach(
        (spec, found) -> {
          SortedMap<String, String> constants = new TreeMap<>();
          spec.constants().forEach((name, value) -> constants.put(name, value.toString()));
          reached.add(new CoverageReport.States(constants, found.size(), stateSpace.apply(spec)));
        });
    return new CoverageReport(runs, actions, ofLogs(), cover(), reached);
  }

  private List<String> names(BitSet set) {
    return set.stream().mapToObj(logs::get).toList();
  }

  private List<CoverageReport.Log> ofLogs() {
    long[] byAction = new long[logs.size()];
    long[] byPart = new long[logs.size()];
    long[] alone = new long[logs.size()];
    takenActions.values().forEach(count -> count.logs.stream().forEach(log -> byAction[log]++));
    takenParts.values().forEach(count -> count.logs.stream().forEach(log -> byPart[log]++));
    for (Map<?, Count> all : List.of(takenActions, takenParts)) {
      all.values().stream()
          .filter(count -> count.logs.cardinality() == 1)
          .forEach(count -> alone[count.logs.nextSetBit(0)]++);
    }
    List<CoverageReport.Log> list = new ArrayList<>();
    for (int log = 0; log < logs.size(); log++) {
      list.add(new CoverageReport.Log(logs.get(log), byAction[log], byPart[log], alone[log]));
    }
    return list;
  }

  private CoverageReport.Cover cover() {
    List<BitSet> wanted = new ArrayList<>();
    takenActions.values().forEach(count -> wanted.add(count.logs));
    takenParts.values().forEach(count -> wanted.add(count.logs));
    SmallCover cover = SmallCover.of(wanted, logs.size());
    List<String> chosen = new ArrayList<>(names(cover.chosen()));
    Collections.sort(chosen);
    return new CoverageReport.Cover(chosen, cover.smallest());
  }
}
