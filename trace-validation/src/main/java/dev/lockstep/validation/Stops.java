package dev.lockstep.validation;

import dev.lockstep.observation.Observations;
import dev.lockstep.search.Broken;
import dev.lockstep.search.Node;
import dev.lockstep.search.Outcome;
import dev.lockstep.search.Schedule;
import dev.lockstep.search.Search;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Says where and why a run stopped. */
final class Stops {

  private static final int MAX_ALLOWED = 12;

  /** Of more states than this, nobody asks why each of them does not go on. */
  private static final int MAX_FURTHEST = 64;

  private final Search search;
  private final Diagnosis diagnosis;

  Stops(Spec spec, Observations observations, Search search) {
    this.search = search;
    this.diagnosis = new Diagnosis(spec, observations);
  }

  /** The header gives values that no initial state has. */
  Validation.Stop initial(String file, TraceHeader header, List<SpecState> states) {
    return new Validation.Stop(
        TraceEvent.ANY.from(new Origin(file, header.line())),
        0,
        diagnosis.initial(header.state(), states),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        Validation.Prefix.of(states.size()));
  }

  /** A budget ran out: where one attempt could not go on, if that is so. */
  Optional<Validation.Stop> furthest(Outcome outcome, Schedule schedule, List<String> logs)
      throws TraceException, SpecException {
    if (outcome.reached().size() > MAX_FURTHEST || outcome.nodes().size() > MAX_FURTHEST) {
      return Optional.empty();
    }
    for (Outcome.Reached reached : outcome.reached()) {
      for (Schedule.Next next : schedule.next(reached.cut())) {
        long number = outcome.matched() + 1;
        List<Node> sources =
            search.beforeEvent(reached.nodes(), next.event(), number, Diagnosis.MAX_STATES);
        if (!search.targets(sources, next.event(), number).isEmpty()) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(blocked(outcome, schedule, logs));
  }

  /** No event can follow. */
  Validation.Stop blocked(Outcome outcome, Schedule schedule, List<String> logs)
      throws TraceException, SpecException {
    Outcome.Reached shown = outcome.reached().getFirst();
    List<Schedule.Next> next = schedule.next(shown.cut());
    for (Outcome.Reached reached : outcome.reached()) {
      List<Schedule.Next> events = schedule.next(reached.cut());
      if (events.size() < next.size()) {
        shown = reached;
        next = events;
      }
    }
    long number = outcome.matched() + 1;
    Validation.Prefix prefix = prefix(shown, outcome.reached().size() - 1, logs);
    List<Validation.Stop> stops = new ArrayList<>();
    for (Schedule.Next move : next) {
      stops.add(stop(move.event(), number, shown.nodes(), outcome.exchangeable(), prefix));
    }
    Validation.Stop first = stops.getFirst();
    return stops.size() == 1
        ? first
        : new Validation.Stop(
            first.event(),
            number,
            new Reason.OrderImpossible(
                stops.stream()
                    .map(stop -> new Reason.Blocked(stop.event(), stop.reason()))
                    .toList()),
            first.nearest(),
            first.path(),
            first.allowed(),
            first.moreAllowed(),
            prefix);
  }

  private static Validation.Prefix prefix(Outcome.Reached reached, long others, List<String> logs) {
    SequencedMap<String, Long> byLog = new LinkedHashMap<>();
    for (int log = 0; log < logs.size() && logs.size() > 1; log++) {
      byLog.merge(logs.get(log), (long) reached.cut().taken(log), Long::sum);
    }
    return new Validation.Prefix(byLog, reached.nodes().size(), others);
  }

  private Validation.Stop stop(
      TraceEvent event,
      long number,
      List<Node> nodes,
      List<String> exchangeable,
      Validation.Prefix prefix)
      throws SpecException {
    List<Node> sources = search.beforeEvent(nodes, event, number, Diagnosis.MAX_STATES);
    Found found = diagnosis.explain(event, sources, note(nodes, sources, exchangeable));
    List<ActionCall> allowed = diagnosis.allowed(found.node(), nodes);
    Node shown = found.node().orElse(nodes.getFirst());
    return new Validation.Stop(
        event,
        number,
        found.reason(),
        Optional.of(shown.state()),
        Optional.of(shown),
        allowed.stream().limit(MAX_ALLOWED).toList(),
        allowed.size() > MAX_ALLOWED,
        prefix);
  }

  private static String note(List<Node> nodes, List<Node> sources, List<String> exchangeable) {
    List<String> notes = new ArrayList<>();
    if (sources.size() > nodes.size()) {
      notes.add("with and without hidden steps before it");
    }
    if (nodes.size() > Diagnosis.MAX_STATES) {
      notes.add(
          "only the first " + Diagnosis.MAX_STATES + " states that the log leaves open were asked");
    }
    if (!exchangeable.isEmpty()) {
      notes.add(
          "a state stands for all that differ from it only in which is which of "
              + String.join(", ", exchangeable));
    }
    return String.join("; ", notes);
  }

  /** Every way to the end breaks an invariant: where the one that keeps them longest does. */
  Validation.Stop broken(Outcome outcome) {
    Node last =
        outcome.nodes().stream()
            .max(Comparator.comparingLong(node -> node.broken().orElseThrow().number()))
            .orElseThrow();
    Broken broken = last.broken().orElseThrow();
    TraceEvent event = broken.event().orElse(TraceEvent.ANY);
    return new Validation.Stop(
        event,
        broken.number(),
        new Reason.InvariantBroken(
            broken.number() == 0 ? "the initial state" : event.steps().toString(),
            broken.invariant()),
        Optional.of(broken.state()),
        Optional.of(last),
        List.of(),
        false,
        Validation.Prefix.of(outcome.nodes().size()));
  }
}
