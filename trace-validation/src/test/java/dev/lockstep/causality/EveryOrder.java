package dev.lockstep.causality;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tries every order of all events by itself, one after the other, and remembers nothing of them.
 */
final class EveryOrder {

  private record Asked(SpecState state, int event) {}

  private final Spec spec;
  private final Definition definition;
  private final Map<Asked, List<SpecState>> answers = new HashMap<>();
  private final Set<BitSet> longestPrefixes = new LinkedHashSet<>();
  private int longest;
  private boolean circle;

  EveryOrder(Spec spec, Definition definition) throws SpecException {
    this.spec = spec;
    this.definition = definition;
    extend(new BitSet(), Set.copyOf(spec.initialStates()));
  }

  /** The most events that some behaviour agrees with in some order. */
  int longest() {
    return longest;
  }

  /** How many different sets of events are that many. */
  int prefixes() {
    return longestPrefixes.size();
  }

  /** Whether events that wait for each other in a circle were come to. */
  boolean circle() {
    return circle;
  }

  private void extend(BitSet taken, Set<SpecState> states) throws SpecException {
    if (taken.cardinality() > longest) {
      longest = taken.cardinality();
      longestPrefixes.clear();
    }
    if (taken.cardinality() == longest) {
      longestPrefixes.add(taken);
    }
    List<Integer> next = definition.next(taken);
    circle |= next.isEmpty() && taken.cardinality() < definition.size();
    for (int event : next) {
      Set<SpecState> after = new LinkedHashSet<>();
      for (SpecState state : states) {
        after.addAll(step(state, event));
      }
      if (!after.isEmpty()) {
        BitSet more = (BitSet) taken.clone();
        more.set(event);
        extend(more, after);
      }
    }
  }

  private List<SpecState> step(SpecState state, int event) throws SpecException {
    Asked asked = new Asked(state, event);
    List<SpecState> known = answers.get(asked);
    if (known == null) {
      known = new ArrayList<>();
      for (SpecStep step : spec.successors(state)) {
        if (fits(definition.event(event), step)) {
          known.add(step.target());
        }
      }
      answers.put(asked, known);
    }
    return known;
  }

  private static boolean fits(TraceEvent event, SpecStep step) {
    return step.calls().stream().anyMatch(call -> fitsName(event, call.name(), call.arguments()))
        && event.state().entrySet().stream()
            .allMatch(entry -> at(step.target(), entry.getKey()).equals(entry.getValue()));
  }

  private static boolean fitsName(TraceEvent event, String name, List<TlaValue> values) {
    return event.action().isEmpty()
        || (event.action().get().equals(name)
            && (event.arguments().isEmpty()
                || event.arguments().get().equals(values.stream().map(LoggedValue::of).toList())));
  }

  private static LoggedValue at(SpecState state, Place place) {
    LoggedValue value = LoggedValue.of(state.get(place.variable()));
    for (Place.Segment segment : place.path()) {
      value =
          value instanceof LoggedValue.Fields fields && segment instanceof Place.Key key
              ? fields.values().getOrDefault(key.text(), new LoggedValue.Nothing())
              : new LoggedValue.Nothing();
    }
    return value;
  }
}
