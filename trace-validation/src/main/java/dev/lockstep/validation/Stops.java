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
import java.util.Map;
import java.util.Optional;

/** Says where and why a run stopped. */
final class Stops {

  private static final int MAX_ALLOWED = 12;

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
        false);
  }

  /** No event can follow. */
  Validation.Stop blocked(Outcome outcome, Schedule schedule) throws TraceException, SpecException {
    Map<TraceEvent, List<Node>> next = new LinkedHashMap<>();
    for (Outcome.Reached reached : outcome.reached()) {
      for (Schedule.Next move : schedule.next(reached.cut())) {
        next.computeIfAbsent(move.event(), ignored -> new ArrayList<>()).addAll(reached.nodes());
      }
    }
    long number = outcome.matched() + 1;
    List<Validation.Stop> stops = new ArrayList<>();
    for (Map.Entry<TraceEvent, List<Node>> entry : next.entrySet()) {
      stops.add(stop(entry.getKey(), number, entry.getValue(), outcome.exchangeable()));
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
            first.moreAllowed());
  }

  private Validation.Stop stop(
      TraceEvent event, long number, List<Node> nodes, List<String> exchangeable)
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
        allowed.size() > MAX_ALLOWED);
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
        false);
  }
}
