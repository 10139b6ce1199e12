package dev.lockstep.validation;

import dev.lockstep.observation.Difference;
import dev.lockstep.observation.EventFilter;
import dev.lockstep.observation.Observations;
import dev.lockstep.search.Node;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Finds out why an event has no place in any behaviour that agrees with the log before it. */
final class Diagnosis {

  /** Explaining is slower than stepping; what this many states have in common is enough. */
  static final int MAX_STATES = 1000;

  private static final int MAX_ALLOWED = 12;

  private final Spec spec;
  private final Observations observations;
  private final UnknownNames names;
  private final FalseGuards guards;

  Diagnosis(Spec spec, Observations observations) {
    this.spec = spec;
    this.observations = observations;
    this.names = new UnknownNames(spec);
    this.guards = new FalseGuards(spec, names);
  }

  /** Explains why no initial state agrees with the header. */
  Reason initial(SortedMap<Place, LoggedValue> observed, List<SpecState> states) {
    return new Reason.InitialStateImpossible(
        states.stream()
            .limit(MAX_STATES)
            .map(state -> observations.differences(observed, state))
            .min(Comparator.comparingInt(List::size))
            .orElse(List.of()));
  }

  /**
   * Explains why {@code event} leads nowhere from {@code nodes}.
   *
   * @param nodes at most {@link #MAX_STATES} of the nodes before it, those after hidden steps
   *     included
   * @param note what is worth saying besides; may be empty
   */
  Found explain(TraceEvent event, List<Node> nodes, String note) throws SpecException {
    for (LoggedCall call : event.steps().calls()) {
      Optional<Reason> unknown = names.in(call);
      if (unknown.isPresent()) {
        return new Found(unknown.get(), Optional.empty());
      }
    }
    if (event.steps().stuttering() == Steps.Stuttering.ALWAYS) {
      return nearest(event, nodes.stream().map(Diagnosis::standing).toList())
          .orElseThrow(() -> new IllegalStateException("there is no state to observe"));
    }
    List<LoggedCall> calls = event.steps().calls();
    if (calls.isEmpty()) {
      Optional<Found> differing = nearest(event, steps(nodes, event.steps()));
      return differing.isPresent()
          ? differing.get()
          : new Found(
              new Reason.NotEnabled(
                  event.steps().toString(),
                  List.of(),
                  "the spec allows no step at all here: it is a deadlock"),
              Optional.empty());
    }
    List<Before> sources = nodes.stream().map(node -> new Before(node, node.state())).toList();
    for (int index = 0; index < calls.size(); index++) {
      LoggedCall call = calls.get(index);
      List<Candidate> taken = take(sources, call);
      if (taken.isEmpty()) {
        return notEnabled(call, index, sources, note);
      }
      if (index == calls.size() - 1) {
        return nearest(event, taken)
            .orElseThrow(() -> new IllegalStateException("the nearest of no steps"));
      }
      sources = taken.stream().map(step -> new Before(step.node(), step.target())).toList();
    }
    throw new IllegalStateException("an event without calls");
  }

  private Found notEnabled(LoggedCall call, int index, List<Before> sources, String note)
      throws SpecException {
    Map<SpecState, Node> origins = new LinkedHashMap<>();
    sources.forEach(source -> origins.putIfAbsent(source.state(), source.node()));
    List<Node> between = new ArrayList<>();
    for (Map.Entry<SpecState, Node> origin : origins.entrySet()) {
      between.add(
          index == 0 ? origin.getValue() : Node.between(origin.getValue(), origin.getKey()));
    }
    String steps = index == 0 ? "" : "it is step " + (index + 1) + " of the event";
    return guards.explain(
        call, between, note.isEmpty() || steps.isEmpty() ? note + steps : steps + "; " + note);
  }

  /** Returns what the spec allows instead: the steps from the states, those of the first first. */
  List<ActionCall> allowed(Optional<Node> first, List<Node> nodes) throws SpecException {
    Set<ActionCall> allowed = new LinkedHashSet<>();
    for (Node node : Stream.concat(first.stream(), nodes.stream()).distinct().toList()) {
      if (allowed.size() > MAX_ALLOWED) {
        break;
      }
      spec.successors(node.state()).forEach(step -> allowed.add(step.action()));
    }
    return List.copyOf(allowed);
  }

  /** A state in the middle of an event, and the node before the event. */
  private record Before(Node node, SpecState state) {}

  /** A step that the event could be, but for the values. */
  private record Candidate(Node node, Optional<ActionCall> call, SpecState target) {}

  private static Candidate standing(Node node) {
    return new Candidate(node, Optional.empty(), node.state());
  }

  private List<Candidate> steps(List<Node> nodes, Steps steps) throws SpecException {
    List<Candidate> candidates = new ArrayList<>();
    for (Node node : nodes) {
      if (steps.stuttering() == Steps.Stuttering.MAYBE) {
        candidates.add(standing(node));
      }
      for (SpecStep step : spec.successors(node.state())) {
        candidates.add(new Candidate(node, Optional.of(step.action()), step.target()));
      }
    }
    return candidates;
  }

  private List<Candidate> take(List<Before> sources, LoggedCall call) throws SpecException {
    List<Candidate> candidates = new ArrayList<>();
    for (Before source : sources) {
      for (SpecStep step : spec.successors(source.state(), new EventFilter(call))) {
        if (candidates.size() < MAX_STATES * MAX_ALLOWED) {
          candidates.add(new Candidate(source.node(), Optional.of(step.action()), step.target()));
        }
      }
    }
    return candidates;
  }

  /** Finds the step that disagrees least with the values of the event. */
  private Optional<Found> nearest(TraceEvent event, List<Candidate> candidates) {
    Optional<Candidate> nearest = Optional.empty();
    List<Difference> fewest = List.of();
    for (Candidate candidate : candidates) {
      List<Difference> differences =
          observations.differences(
              event, observations.before(candidate.node().state()), candidate.target());
      if (nearest.isEmpty() || differences.size() < fewest.size()) {
        nearest = Optional.of(candidate);
        fewest = differences;
      }
    }
    List<Difference> differences = fewest;
    return nearest.map(
        candidate ->
            new Found(
                new Reason.ValuesDiffer(
                    event.steps().toString(), candidate.call(), differences, candidates.size()),
                Optional.of(candidate.node())));
  }
}
