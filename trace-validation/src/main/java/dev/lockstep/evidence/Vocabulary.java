package dev.lockstep.evidence;

import dev.lockstep.tlc.Spec;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values that a run has at places of the same kind, and those that stand beside each other. */
final class Vocabulary {

  /** More are not remembered of one place. */
  private static final int MAX = 64;

  private final Map<String, SequencedSet<LoggedValue>> seen = new HashMap<>();
  private final List<List<LoggedValue>> siblings = new ArrayList<>();

  Vocabulary(Spec spec, List<TraceEvent> events) {
    spec.constants().values().forEach(this::addSets);
    events.forEach(this::add);
  }

  private void addSets(TlaValue value) {
    if (value instanceof TlaValue.SetOf set) {
      siblings.add(set.elements().stream().limit(MAX).map(LoggedValue::of).toList());
      set.elements().stream().limit(MAX).forEach(this::addSets);
    }
  }

  private void add(TraceEvent event) {
    for (LoggedCall call : event.steps().calls()) {
      List<LoggedValue> arguments = call.arguments().orElse(List.of());
      for (int index = 0; index < arguments.size(); index++) {
        remember(argument(call, index), arguments.get(index));
      }
    }
    event.state().forEach((place, value) -> remember(place(place), value));
    event
        .delta()
        .forEach(
            (variable, changes) ->
                changes.forEach(
                    change ->
                        change
                            .arguments()
                            .forEach(value -> remember(change(variable, change), value))));
  }

  private void remember(String where, LoggedValue value) {
    SequencedSet<LoggedValue> values =
        seen.computeIfAbsent(where, ignored -> new LinkedHashSet<>());
    if (values.size() < MAX) {
      values.add(value);
    }
  }

  static String argument(LoggedCall call, int index) {
    return "argument " + index + " " + call.action();
  }

  static String place(Place place) {
    return "place " + place.path().size() + " " + place.variable();
  }

  static String change(String variable, Change change) {
    return "change " + change.path().size() + " " + change.operator() + " " + variable;
  }

  /** Returns what could stand at a place instead of {@code value}. */
  List<LoggedValue> others(String where, LoggedValue value) {
    SequencedSet<LoggedValue> others = new LinkedHashSet<>(besides(value));
    others.addAll(seen.getOrDefault(where, new LinkedHashSet<>()));
    others.addAll(variants(value, 0));
    others.remove(value);
    others.removeIf(LoggedValue.Nothing.class::isInstance);
    return List.copyOf(others);
  }

  private List<LoggedValue> besides(LoggedValue value) {
    return siblings.stream().filter(set -> set.contains(value)).findFirst().orElse(List.of());
  }

  /** Returns values that differ from {@code value} in one spot. */
  private List<LoggedValue> variants(LoggedValue value, int depth) {
    List<LoggedValue> variants = new ArrayList<>();
    switch (value) {
      case LoggedValue.Truth truth -> variants.add(new LoggedValue.Truth(!truth.value()));
      case LoggedValue.Whole whole -> {
        variants.add(new LoggedValue.Whole(whole.value() + sign(whole)));
        if (Math.abs((long) whole.value()) < Integer.MAX_VALUE) {
          variants.add(new LoggedValue.Whole(whole.value() - sign(whole)));
        }
      }
      case LoggedValue.Text ignored -> variants.addAll(besides(value));
      case LoggedValue.Nothing ignored -> {}
      case LoggedValue.Items items -> {
        for (int index = 0; index < items.values().size() && depth < 3; index++) {
          replaced(items, index, Optional.empty()).ifPresent(variants::add);
          for (LoggedValue other : variants(items.values().get(index), depth + 1)) {
            replaced(items, index, Optional.of(other)).ifPresent(variants::add);
          }
        }
      }
      case LoggedValue.Fields fields -> {
        if (depth < 3) {
          fields
              .values()
              .forEach(
                  (key, field) ->
                      variants(field, depth + 1)
                          .forEach(
                              other -> {
                                SortedMap<String, LoggedValue> copy =
                                    new TreeMap<>(fields.values());
                                copy.put(key, other);
                                variants.add(new LoggedValue.Fields(copy));
                              }));
        }
      }
    }
    return variants.size() <= MAX ? variants : variants.subList(0, MAX);
  }

  /** Towards zero first, so that nothing overflows. */
  private static int sign(LoggedValue.Whole whole) {
    return whole.value() > 0 ? -1 : 1;
  }

  /** Replaces or removes an item, unless that makes a set of what was there already. */
  private static Optional<LoggedValue> replaced(
      LoggedValue.Items items, int index, Optional<LoggedValue> other) {
    List<LoggedValue> copy = new ArrayList<>(items.values());
    LoggedValue old = copy.remove(index);
    other.ifPresent(value -> copy.add(index, value));
    boolean same = new LinkedHashSet<>(copy).equals(new LinkedHashSet<>(items.values()));
    return same || other.filter(old::equals).isPresent()
        ? Optional.empty()
        : Optional.of(new LoggedValue.Items(copy));
  }
}
