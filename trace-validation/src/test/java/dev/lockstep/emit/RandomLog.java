package dev.lockstep.emit;

import dev.lockstep.testing.Log;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.Change.Operator;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Logs of random walks over a spec, with less in them than there was, and with mistakes. */
final class RandomLog {

  private static final int LENGTH = 7;

  private final Spec spec;
  private final Random random;
  private final List<LoggedValue> seen = new ArrayList<>();
  private SortedMap<Place, LoggedValue> header = new TreeMap<>();

  RandomLog(Spec spec, Random random) {
    this.spec = spec;
    this.random = random;
    for (String text : List.of("n1", "n2", "Nil", "a", "zzz")) {
      seen.add(new LoggedValue.Text(text));
    }
    seen.add(new LoggedValue.Whole(1));
    seen.add(new LoggedValue.Items(List.of()));
    seen.add(new LoggedValue.Nothing());
  }

  /** Draws a log; not every other one is a behaviour. */
  Emitter.Run draw() throws SpecException {
    List<TraceEvent> events = walk();
    int mistakes = random.nextInt(4);
    for (int i = 0; i < mistakes && !events.isEmpty(); i++) {
      corrupt(events);
    }
    if (events.isEmpty()) {
      events.add(TraceEvent.ANY);
    }
    if (random.nextInt(8) == 0) {
      header.replaceAll((place, value) -> random.nextBoolean() ? any() : value);
    }
    return new Emitter.Run(Log.HEADER.withState(header), events);
  }

  private List<TraceEvent> walk() throws SpecException {
    List<SpecState> initial = spec.initialStates();
    SpecState state = initial.get(random.nextInt(initial.size()));
    header = new TreeMap<>();
    if (random.nextInt(3) == 0) {
      header.putAll(observed(state, state).state());
    }
    List<TraceEvent> events = new ArrayList<>();
    while (events.size() < LENGTH) {
      if (random.nextInt(10) == 0) {
        events.add(placed(observed(state, state).with(Steps.NONE), events));
      }
      List<SpecStep> steps = new ArrayList<>();
      int wanted = random.nextInt(8) == 0 ? 2 + random.nextInt(2) : 1;
      SpecState end = state;
      while (steps.size() < wanted) {
        List<SpecStep> possible = spec.successors(end);
        if (possible.isEmpty()) {
          break;
        }
        steps.add(possible.get(random.nextInt(possible.size())));
        end = steps.getLast().target();
      }
      if (steps.isEmpty()) {
        break;
      }
      events.add(placed(observed(state, end).with(steps(steps)), events));
      state = end;
    }
    return events;
  }

  private static TraceEvent placed(TraceEvent event, List<TraceEvent> before) {
    return event.from(new Origin("drawn", before.size() + 2));
  }

  /** What a log says about the way that was taken. */
  private Steps steps(List<SpecStep> taken) {
    Steps.Stuttering stuttering =
        random.nextInt(8) == 0 ? Steps.Stuttering.MAYBE : Steps.Stuttering.NEVER;
    if (taken.size() == 1 && random.nextInt(4) == 0) {
      return new Steps(List.of(), stuttering);
    }
    List<LoggedCall> calls = new ArrayList<>();
    for (SpecStep step : taken) {
      List<ActionCall> known =
          step.calls().stream().filter(call -> spec.actions().containsKey(call.name())).toList();
      LoggedCall call = logged(known.get(random.nextInt(known.size())));
      calls.add(random.nextInt(4) == 0 ? LoggedCall.of(call.action()) : call);
    }
    return new Steps(calls, stuttering);
  }

  /** What a log says about the values after it. */
  private TraceEvent observed(SpecState before, SpecState after) {
    SortedMap<Place, LoggedValue> state = new TreeMap<>();
    SortedMap<String, List<Change>> delta = new TreeMap<>();
    for (Map.Entry<String, TlaValue> value : after.values().entrySet()) {
      LoggedValue logged = LoggedValue.of(value.getValue());
      seen.add(logged);
      switch (random.nextInt(6)) {
        case 0, 1 -> state.put(Place.of(value.getKey()), logged);
        case 2 -> state.putAll(places(value.getKey(), value.getValue()));
        case 3 -> delta.put(value.getKey(), changes(before.get(value.getKey()), value.getValue()));
        default -> {}
      }
    }
    return TraceEvent.ANY.withState(state).withDelta(delta);
  }

  private LoggedCall logged(ActionCall call) {
    List<LoggedValue> arguments = new ArrayList<>();
    for (TlaValue argument : call.arguments()) {
      arguments.add(random.nextInt(5) == 0 ? new LoggedValue.Nothing() : LoggedValue.of(argument));
    }
    return LoggedCall.of(call.name(), arguments);
  }

  private SortedMap<Place, LoggedValue> places(String variable, TlaValue value) {
    SortedMap<Place, LoggedValue> places = new TreeMap<>();
    for (Map.Entry<String, TlaValue> child : children(value).entrySet()) {
      if (random.nextBoolean()) {
        places.put(Place.of(variable, child.getKey()), LoggedValue.of(child.getValue()));
      }
    }
    return places;
  }

  private static SortedMap<String, TlaValue> children(TlaValue value) {
    SortedMap<String, TlaValue> children = new TreeMap<>();
    switch (value) {
      case TlaValue.RecordOf record -> children.putAll(record.fields());
      case TlaValue.FunctionOf function ->
          function
              .mappings()
              .forEach((key, image) -> children.put(LoggedValue.keyText(key), image));
      case TlaValue.SequenceOf sequence -> {
        for (int i = 0; i < sequence.elements().size(); i++) {
          children.put(Integer.toString(i + 1), sequence.elements().get(i));
        }
      }
      default -> {}
    }
    return children;
  }

  /** Some description of how one value became another. */
  private List<Change> changes(TlaValue old, TlaValue value) {
    List<Change> changes = new ArrayList<>();
    if (old.equals(value)) {
      changes.add(change(Operator.UNCHANGED, List.of()));
    } else if (random.nextInt(4) == 0) {
      changes.add(change(Operator.UPDATE, List.of(), LoggedValue.of(value)));
    } else if (old instanceof TlaValue.Int left && value instanceof TlaValue.Int right) {
      int difference = right.value() - left.value();
      changes.add(
          random.nextBoolean()
              ? change(Operator.ADD, List.of(), new LoggedValue.Whole(difference))
              : change(Operator.SUB, List.of(), new LoggedValue.Whole(-difference)));
    } else if (old instanceof TlaValue.SetOf left && value instanceof TlaValue.SetOf right) {
      ofSets(left, right, changes);
    } else {
      ofMaps(old, value, changes);
    }
    return changes;
  }

  private void ofSets(TlaValue.SetOf left, TlaValue.SetOf right, List<Change> changes) {
    List<LoggedValue> added =
        right.elements().stream()
            .filter(x -> !left.elements().contains(x))
            .map(LoggedValue::of)
            .toList();
    if (right.elements().isEmpty() && random.nextBoolean()) {
      changes.add(change(Operator.CLEAR, List.of()));
      return;
    }
    left.elements().stream()
        .filter(x -> !right.elements().contains(x))
        .forEach(x -> changes.add(change(Operator.REMOVE_ELEMENT, List.of(), LoggedValue.of(x))));
    if (random.nextBoolean()) {
      added.forEach(x -> changes.add(change(Operator.ADD_ELEMENT, List.of(), x)));
    } else {
      changes.add(change(Operator.ADD_ELEMENTS, List.of(), new LoggedValue.Items(added)));
    }
  }

  private void ofMaps(TlaValue old, TlaValue value, List<Change> changes) {
    SortedMap<String, TlaValue> left = children(old);
    SortedMap<String, TlaValue> right = children(value);
    if (old instanceof TlaValue.SequenceOf && right.size() == left.size() + 1) {
      TlaValue last = Optional.ofNullable(right.get(Integer.toString(right.size()))).orElse(value);
      changes.add(change(Operator.APPEND_ELEMENT, List.of(), LoggedValue.of(last)));
      return;
    }
    if (left.isEmpty() || right.isEmpty()) {
      changes.add(change(Operator.UPDATE, List.of(), LoggedValue.of(value)));
      return;
    }
    left.keySet().stream()
        .filter(key -> !right.containsKey(key))
        .forEach(
            key -> changes.add(change(Operator.REMOVE_KEY, List.of(), new LoggedValue.Text(key))));
    for (Map.Entry<String, TlaValue> child : right.entrySet()) {
      if (!child.getValue().equals(left.get(child.getKey()))) {
        LoggedValue image = LoggedValue.of(child.getValue());
        changes.add(
            left.containsKey(child.getKey()) && random.nextBoolean()
                ? change(Operator.UPDATE, List.of(child.getKey()), image)
                : change(Operator.SET_KEY, List.of(), new LoggedValue.Text(child.getKey()), image));
      }
    }
  }

  private static Change change(Operator operator, List<String> path, LoggedValue... arguments) {
    return new Change(operator, path, List.of(arguments));
  }

  // ---- Mistakes

  private void corrupt(List<TraceEvent> events) {
    int at = random.nextInt(events.size());
    TraceEvent event = events.get(at);
    switch (random.nextInt(7)) {
      case 0 -> events.remove(at);
      case 1 -> events.add(at, event);
      case 2 -> events.set(at, events.set(random.nextInt(events.size()), event));
      case 3 -> {
        List<String> names = new ArrayList<>(spec.actions().keySet());
        names.add("Nobody");
        String name = names.get(random.nextInt(names.size()));
        events.set(
            at,
            event.with(
                event.arguments().isPresent()
                    ? LoggedCall.of(name, event.arguments().get())
                    : LoggedCall.of(name)));
      }
      case 4 -> {
        if (event.arguments().isPresent() && !event.arguments().get().isEmpty()) {
          List<LoggedValue> arguments = new ArrayList<>(event.arguments().get());
          arguments.set(random.nextInt(arguments.size()), any());
          events.set(at, event.with(LoggedCall.of(event.action().orElse("Act0"), arguments)));
        }
      }
      case 5 -> {
        SortedMap<Place, LoggedValue> state = new TreeMap<>(event.state());
        state.replaceAll((place, value) -> random.nextBoolean() ? any() : value);
        events.set(at, event.withState(state));
      }
      default -> {
        SortedMap<String, List<Change>> delta = new TreeMap<>(event.delta());
        delta.replaceAll((variable, changes) -> List.of(anyChange()));
        events.set(at, event.withDelta(delta));
      }
    }
  }

  private LoggedValue any() {
    return seen.get(random.nextInt(seen.size()));
  }

  private Change anyChange() {
    Operator operator = List.of(Operator.values()).get(random.nextInt(Operator.values().length));
    List<LoggedValue> arguments = new ArrayList<>();
    for (int i = 0; i < operator.arity(); i++) {
      arguments.add(any());
    }
    return new Change(operator, random.nextInt(4) == 0 ? List.of("n1") : List.of(), arguments);
  }
}
