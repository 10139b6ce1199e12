package dev.lockstep.testing;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A random walk over a spec, and the logs that an implementation which takes these steps could
 * write.
 *
 * @param states the states, one more than steps
 * @param steps the steps between them
 */
public record Walk(List<SpecState> states, List<SpecStep> steps) {

  /** What an implementation logs. */
  public enum Detail {
    /** Names of actions. */
    E(true, false, false, false),
    /** Names and arguments. */
    EA(true, true, false, false),
    /** Changes of variables. */
    V(false, false, true, false),
    /** Names, arguments and changes. */
    VEA(true, true, true, false),
    /** Names and whole values. */
    ES(true, false, false, true),
    /** Whole values. */
    S(false, false, false, true);

    private final boolean names;
    private final boolean arguments;
    private final boolean changes;
    private final boolean values;

    Detail(boolean names, boolean arguments, boolean changes, boolean values) {
      this.names = names;
      this.arguments = arguments;
      this.changes = changes;
      this.values = values;
    }
  }

  /** Takes {@code length} random steps, or fewer if there is a deadlock. */
  public static Walk random(Spec spec, long seed, int length) throws SpecException {
    Random random = new Random(seed);
    List<SpecState> initial = spec.initialStates();
    List<SpecState> states = new ArrayList<>();
    List<SpecStep> steps = new ArrayList<>();
    states.add(initial.get(random.nextInt(initial.size())));
    for (int index = 0; index < length; index++) {
      List<SpecStep> next = spec.successors(states.getLast());
      if (next.isEmpty()) {
        break;
      }
      SpecStep step = next.get(random.nextInt(next.size()));
      steps.add(step);
      states.add(step.target());
    }
    return new Walk(states, steps);
  }

  /** Returns the log of all steps with {@code detail}. */
  public List<TraceEvent> events(Detail detail) {
    List<TraceEvent> events = new ArrayList<>();
    for (int index = 0; index < steps.size(); index++) {
      SpecStep step = steps.get(index);
      TraceEvent event = TraceEvent.ANY.from(new Origin("walk", index + 2));
      if (detail.arguments) {
        event =
            event.with(
                LoggedCall.of(
                    step.action().name(),
                    step.action().arguments().stream().map(LoggedValue::of).toList()));
      } else if (detail.names) {
        event = event.with(LoggedCall.of(step.action().name()));
      }
      if (detail.values) {
        event = event.withState(values(step.target()));
      }
      if (detail.changes) {
        event = event.withDelta(changes(states.get(index), step.target()));
      }
      events.add(event);
    }
    return events;
  }

  private static SortedMap<Place, LoggedValue> values(SpecState state) {
    SortedMap<Place, LoggedValue> values = new TreeMap<>();
    state
        .values()
        .forEach((variable, value) -> values.put(Place.of(variable), LoggedValue.of(value)));
    return values;
  }

  /** The changes between two states, as an implementation would describe them. */
  public static SortedMap<String, List<Change>> changes(SpecState before, SpecState after) {
    SortedMap<String, List<Change>> changes = new TreeMap<>();
    before
        .values()
        .forEach(
            (variable, old) -> {
              TlaValue value = after.get(variable);
              if (!old.equals(value)) {
                changes.put(variable, describe(old, value));
              }
            });
    return changes;
  }

  public static List<Change> describe(TlaValue old, TlaValue value) {
    List<Change> changes = new ArrayList<>();
    if (old instanceof TlaValue.SetOf left && value instanceof TlaValue.SetOf right) {
      left.elements().stream()
          .filter(element -> !right.elements().contains(element))
          .forEach(element -> changes.add(change(Change.Operator.REMOVE_ELEMENT, element)));
      right.elements().stream()
          .filter(element -> !left.elements().contains(element))
          .forEach(element -> changes.add(change(Change.Operator.ADD_ELEMENT, element)));
    } else if (old instanceof TlaValue.RecordOf left
        && value instanceof TlaValue.RecordOf right
        && left.fields().keySet().equals(right.fields().keySet())) {
      left.fields()
          .forEach((key, field) -> addUpdate(changes, key, field, right.fields().get(key)));
    } else if (old instanceof TlaValue.FunctionOf left
        && value instanceof TlaValue.FunctionOf right
        && left.mappings().keySet().equals(right.mappings().keySet())) {
      left.mappings()
          .forEach(
              (key, image) ->
                  addUpdate(changes, LoggedValue.keyText(key), image, right.mappings().get(key)));
    } else if (old instanceof TlaValue.SequenceOf left
        && value instanceof TlaValue.SequenceOf right
        && right.elements().size() == left.elements().size() + 1
        && right.elements().subList(0, left.elements().size()).equals(left.elements())) {
      changes.add(change(Change.Operator.APPEND_ELEMENT, right.elements().getLast()));
    } else {
      changes.add(change(Change.Operator.UPDATE, value));
    }
    return changes;
  }

  private static void addUpdate(
      List<Change> changes, String key, TlaValue old, @Nullable TlaValue value) {
    if (value != null && !old.equals(value)) {
      changes.add(new Change(Change.Operator.UPDATE, List.of(key), List.of(LoggedValue.of(value))));
    }
  }

  private static Change change(Change.Operator operator, TlaValue argument) {
    return new Change(operator, List.of(), List.of(LoggedValue.of(argument)));
  }
}
