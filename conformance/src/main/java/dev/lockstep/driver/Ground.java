package dev.lockstep.driver;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.observation.Difference;
import dev.lockstep.observation.Observations;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.paths.Replay;
import dev.lockstep.paths.StateGraph;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What all walks of a trial share: the spec's side, and what was noted on the way. */
final class Ground {

  private static final int REMEMBERED = 30_000;

  private final BoundedModel model;
  private final StateGraph graph;
  private final Replay replay;
  private final Freedom freedom;
  private final Set<ActionCall> universe;
  private final Set<String> leftOutActions;
  private final Observations observations;
  private final Map<Integer, Map<String, TlaValue>> values = remembering();
  private final Map<Integer, Set<ActionCall>> allowed = remembering();
  private final SortedSet<String> observed = new TreeSet<>();
  private final SortedMap<String, Long> leftOut = new TreeMap<>();

  /**
   * Prepares walks.
   *
   * @param graph what is walked: without the actions that the code does not support
   * @param universe the calls of the whole model that the code can be asked to take
   */
  Ground(BoundedModel model, StateGraph graph, Set<ActionCall> universe, Freedom freedom)
      throws SpecException {
    this.model = model;
    this.graph = graph;
    this.replay = new Replay(model.spec(), graph);
    this.freedom = freedom;
    this.universe = Collections.unmodifiableSet(new LinkedHashSet<>(universe));
    // What a model replaces by nothing, or the code does not support, is no step beyond a bound.
    this.leftOutActions = new TreeSet<>(model.unbounded().actionLabels());
    universe.forEach(call -> leftOutActions.remove(call.name()));
    this.observations = Observations.of(model.spec(), model.spec().initialStates());
  }

  private static <T> Map<Integer, T> remembering() {
    return new LinkedHashMap<>(1024, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Integer, T> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  BoundedModel model() {
    return model;
  }

  StateGraph graph() {
    return graph;
  }

  Freedom freedom() {
    return freedom;
  }

  /** Returns every call that the code can be asked to take. */
  Set<ActionCall> universe() {
    return universe;
  }

  SortedSet<String> observed() {
    return observed;
  }

  SortedMap<String, Long> leftOut() {
    return leftOut;
  }

  void noteLeftOut(String action) {
    leftOut.merge(action, 1L, Long::sum);
  }

  /** Notes which variables are observed, and refuses those that the spec does not have. */
  void noteObserved(Set<Place> places) throws DriverException {
    for (Place place : places) {
      if (!observed.contains(place.variable())) {
        checkPlaces(Set.of(place));
        observed.add(place.variable());
      }
    }
  }

  /** Refuses places in variables that the spec does not have. */
  void checkPlaces(Set<Place> places) throws DriverException {
    List<String> variables = model.spec().variables();
    for (Place place : places) {
      if (!variables.contains(place.variable())) {
        throw new DriverException(
            place
                + " is observed, but the spec has no variable "
                + place.variable()
                + Nearest.to(place.variable(), variables)
                    .map(near -> " (did you mean " + near + "?)")
                    .orElse(""),
            "Its variables are: " + String.join(", ", variables) + ".");
      }
    }
  }

  /** Returns the values of all variables in a state, in the order of the spec. */
  Map<String, TlaValue> values(int state) throws SpecException {
    Map<String, TlaValue> known = values.get(state);
    if (known == null) {
      SpecState found = replay.state(state);
      known = new LinkedHashMap<>();
      for (String variable : model.spec().variables()) {
        known.put(variable, found.get(variable));
      }
      values.put(state, known);
    }
    return known;
  }

  /** Says whether a state agrees with what was observed. */
  boolean fits(SortedMap<Place, LoggedValue> seen, int state) throws SpecException {
    Map<String, TlaValue> there = values(state);
    for (Map.Entry<Place, LoggedValue> entry : seen.entrySet()) {
      Place place = entry.getKey();
      TlaValue value = there.get(place.variable());
      if (place.path().isEmpty() && value != null) {
        if (!entry.getValue().matches(value)) {
          return false;
        }
      } else if (!differences(seen, state).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Returns where a state disagrees with what was observed. */
  List<Difference> differences(SortedMap<Place, LoggedValue> seen, int state) throws SpecException {
    return observations.differences(seen, replay.state(state));
  }

  /** Returns the calls that the spec allows, bounds or not, in any of some states. */
  Set<ActionCall> allowed(Set<Integer> states) throws SpecException {
    Set<ActionCall> all = new LinkedHashSet<>();
    for (int state : states) {
      all.addAll(allowed(state));
    }
    return all;
  }

  private Set<ActionCall> allowed(int state) throws SpecException {
    Set<ActionCall> known = allowed.get(state);
    if (known == null) {
      Spec spec = model.unbounded();
      SpecState there = spec.state(values(state));
      known = new LinkedHashSet<>();
      for (SpecStep step : spec.successors(there)) {
        known.add(step.action());
      }
      allowed.put(state, known);
    }
    return known;
  }

  /** Returns the calls that the spec allows in a state, though the bounds of the model do not. */
  Set<ActionCall> beyondBounds(int state) throws SpecException {
    Set<ActionCall> beyond = new LinkedHashSet<>(allowed(state));
    beyond.removeIf(call -> leftOutActions.contains(call.name()));
    for (int edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
      beyond.remove(graph.call(edge));
    }
    return beyond;
  }

  /**
   * Returns where a call leads that the spec allows, be it within the bounds of the model or not.
   */
  List<SpecState> targets(ActionCall call, Set<Integer> states) throws SpecException {
    Spec spec = model.unbounded();
    List<SpecState> targets = new ArrayList<>();
    for (int state : states) {
      if (allowed(state).contains(call)) {
        for (SpecStep step : spec.successors(spec.state(values(state)), Replay.only(call))) {
          if (step.action().equals(call)) {
            targets.add(step.target());
          }
        }
      }
    }
    return targets;
  }

  /** Returns where a state disagrees with what was observed. */
  List<Difference> differences(SortedMap<Place, LoggedValue> seen, SpecState state) {
    return observations.differences(seen, state);
  }

  /** Says whether what a driver calls a step can be this one. */
  static boolean matches(LoggedCall offer, ActionCall call) {
    if (!offer.action().equals(call.name())) {
      return false;
    }
    List<LoggedValue> arguments = offer.arguments().orElse(List.of());
    if (arguments.size() != call.arguments().size()) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (!arguments.get(i).matches(call.arguments().get(i))) {
        return false;
      }
    }
    return true;
  }
}
