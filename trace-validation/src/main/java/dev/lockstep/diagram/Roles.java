package dev.lockstep.diagram;

import dev.lockstep.catalog.Diagram;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.value.TlaValue;
import dev.lockstep.value.TlaValue.FunctionOf;
import dev.lockstep.value.TlaValue.Int;
import dev.lockstep.value.TlaValue.ModelValue;
import dev.lockstep.value.TlaValue.RecordOf;
import dev.lockstep.value.TlaValue.SequenceOf;
import dev.lockstep.value.TlaValue.SetOf;
import dev.lockstep.value.TlaValue.Str;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who takes an action, which values are messages, and from whom to whom they go. The diagram of the
 * catalog says so; for a spec without one, {@link Guess} tells from names of actions, constants and
 * fields.
 */
public final class Roles {

  private static final String ANY = "*";

  /** Of a larger set, only those who act have a lane. */
  private static final int MANY = 12;

  private static final Comparator<String> NATURAL =
      Comparator.comparing(Roles::withoutDigits)
          .thenComparingInt(String::length)
          .thenComparing(Comparator.naturalOrder());

  private final Optional<Diagram> diagram;
  private final Optional<Guess> guess;
  private final List<Set<String>> families;

  private Roles(Optional<Diagram> diagram, Optional<Guess> guess, List<Set<String>> families) {
    this.diagram = diagram;
    this.guess = guess;
    this.families = families;
  }

  /** Returns what {@code diagram} says; without it, who acts is the first argument. */
  static Roles of(Optional<Diagram> diagram) {
    return new Roles(diagram, Optional.empty(), List.of());
  }

  /** Returns what {@code diagram} says, and without it what the names in {@code spec} suggest. */
  public static Roles of(Optional<Diagram> diagram, Spec spec) {
    List<Set<String>> families = new ArrayList<>();
    for (TlaValue constant : spec.constants().values()) {
      if (constant instanceof SetOf set && set.elements().stream().allMatch(Roles::isAtom)) {
        families.add(set.elements().stream().map(Roles::word).collect(Collectors.toSet()));
      }
    }
    Optional<Guess> guess =
        diagram.isPresent() ? Optional.empty() : Optional.of(Guess.of(spec.actions(), families));
    return new Roles(diagram, guess, families);
  }

  /** Says whether somebody wrote down who sends what to whom. */
  public boolean areKnown() {
    return diagram.isPresent();
  }

  /**
   * Returns lanes with those of the same constant sets, who had a part in the run by not acting.
   */
  public Set<String> withIdle(Set<String> lanes) {
    Set<String> all = new HashSet<>(lanes);
    for (Set<String> family : families) {
      if (family.size() <= MANY && !Collections.disjoint(family, lanes)) {
        all.addAll(family);
      }
    }
    return all;
  }

  /** Returns lanes in order: first those with a name of their own, then by name. */
  public List<String> ordered(Collection<String> lanes) {
    List<String> named =
        diagram
            .map(hints -> List.copyOf(hints.actors().values()))
            .or(() -> guess.map(Guess::singles))
            .orElse(List.of())
            .stream()
            .filter(lanes::contains)
            .distinct()
            .toList();
    return Stream.concat(
            named.stream(),
            lanes.stream().filter(lane -> !named.contains(lane)).distinct().sorted(NATURAL))
        .toList();
  }

  /** Returns who takes {@code action}. */
  public Optional<String> lane(ActionCall action) {
    if (guess.isPresent()) {
      return guess.get().lane(action);
    }
    if (diagram.isEmpty()) {
      return argument(action, 1);
    }
    return actor(action)
        .map(actor -> diagram.get().actors().get(actor))
        .flatMap(
            place ->
                place.startsWith("$")
                    ? argument(action, Integer.parseInt(place.substring(1)))
                    : Optional.of(place));
  }

  /** The first letters of the action's name that say who takes it. */
  private Optional<String> actor(ActionCall action) {
    return diagram.stream()
        .flatMap(hints -> hints.actors().keySet().stream())
        .filter(action.name()::startsWith)
        .max(Comparator.comparingInt(String::length));
  }

  private static Optional<String> argument(ActionCall action, int number) {
    return action.arguments().size() >= number && isAtom(action.arguments().get(number - 1))
        ? Optional.of(word(action.arguments().get(number - 1)))
        : Optional.empty();
  }

  /** Returns the messages in flight, each with the number of its copies. */
  public SortedMap<TlaValue, Integer> messages(Map<String, TlaValue> state) {
    SortedMap<TlaValue, Integer> found = new TreeMap<>(TlaValue.ORDER);
    if (diagram.isPresent()) {
      TlaValue network = state.get(diagram.get().network());
      if (network != null) {
        collect(network, 1, found);
      }
    } else if (guess.isPresent()) {
      state.forEach(
          (variable, value) -> {
            if (Guess.mayHoldMessages(variable, value)) {
              collect(value, 1, found);
            }
          });
    }
    return found;
  }

  /** Sets and sequences of messages, bags, and any of these for each channel. */
  private void collect(TlaValue value, int times, SortedMap<TlaValue, Integer> found) {
    switch (value) {
      case RecordOf record when isMessage(record) -> found.merge(record, times, Integer::sum);
      case RecordOf record -> record.fields().values().forEach(field -> collect(field, 1, found));
      case SetOf set -> set.elements().forEach(element -> collect(element, 1, found));
      case SequenceOf sequence ->
          sequence.elements().forEach(element -> collect(element, 1, found));
      case FunctionOf function ->
          function
              .mappings()
              .forEach(
                  (key, mapped) -> {
                    if (mapped instanceof Int count) {
                      if (count.value() > 0) {
                        collect(key, count.value(), found);
                      }
                    } else {
                      collect(mapped, 1, found);
                    }
                  });
      default -> {}
    }
  }

  private boolean isMessage(RecordOf record) {
    return guess.isPresent() ? Guess.isMessage(record) : route(record).isPresent();
  }

  /** Returns what a message is called: its type, if it has one. */
  public String label(RecordOf message) {
    return (guess.isPresent() ? Guess.type(message) : type(message)).orElse("message");
  }

  /** The type of a message: a field that holds one of the words that the diagram knows. */
  private Optional<String> type(RecordOf message) {
    Set<String> types = diagram.map(hints -> hints.messages().keySet()).orElse(Set.of());
    TlaValue type = message.fields().get("type");
    return (type != null ? Stream.of(type) : message.fields().values().stream())
        .filter(Roles::isAtom)
        .map(Roles::word)
        .filter(types::contains)
        .findFirst();
  }

  /** Returns the sender that the message names; a guess may not know it. */
  public Optional<String> from(RecordOf message) {
    return guess.isPresent()
        ? Guess.from(message)
        : route(message).flatMap(route -> place(route.from(), message));
  }

  /** Returns the receiver that the message names; a guess may not know it. */
  public Optional<String> to(RecordOf message) {
    return guess.isPresent()
        ? Guess.to(message)
        : route(message).flatMap(route -> place(route.to(), message));
  }

  private Optional<Diagram.Route> route(RecordOf message) {
    return diagram.flatMap(
        hints ->
            type(message)
                .map(type -> hints.messages().get(type))
                .or(() -> Optional.ofNullable(hints.messages().get(ANY))));
  }

  private static Optional<String> place(String place, RecordOf message) {
    return place.startsWith("$")
        ? Optional.ofNullable(message.fields().get(place.substring(1)))
            .filter(Roles::isAtom)
            .map(Roles::word)
        : Optional.of(place);
  }

  /**
   * Returns the messages that {@code action} may be the receipt of: those in flight to {@code lane}
   * whose type the action carries in its name, from the process that the action names, if it names
   * one.
   */
  public List<RecordOf> received(
      ActionCall action, String lane, SortedMap<TlaValue, Integer> inFlight) {
    if (guess.isPresent()) {
      return guess.get().received(action, lane, inFlight.keySet());
    }
    Optional<String> type = type(action);
    List<String> others = others(action, lane);
    return inFlight.keySet().stream()
        .filter(RecordOf.class::isInstance)
        .map(RecordOf.class::cast)
        .filter(message -> type.isPresent() && type(message).equals(type))
        .filter(message -> to(message).equals(Optional.of(lane)))
        .filter(
            message ->
                others.isEmpty()
                    || !isNamedByMessage(message)
                    || from(message).filter(others::contains).isPresent())
        .toList();
  }

  /** Whether the sender is a field of the message, and not always the same process. */
  private boolean isNamedByMessage(RecordOf message) {
    return route(message).filter(route -> route.from().startsWith("$")).isPresent();
  }

  /** The longest type of message that the name of the action ends in or contains. */
  private Optional<String> type(ActionCall action) {
    String name = action.name();
    String rest = actor(action).map(actor -> name.substring(actor.length())).orElse(name);
    return diagram.stream()
        .flatMap(hints -> hints.messages().keySet().stream())
        .filter(rest::contains)
        .max(Comparator.comparingInt(String::length));
  }

  /** Returns the words among the arguments that are not {@code lane}. */
  static List<String> others(ActionCall action, String lane) {
    return action.arguments().stream().map(Roles::word).filter(word -> !word.equals(lane)).toList();
  }

  /** Says whether a value is one word. */
  static boolean isAtom(TlaValue value) {
    return value instanceof Str || value instanceof ModelValue || value instanceof Int;
  }

  /** Returns how a lane is called for a value. */
  public static String word(TlaValue value) {
    return value instanceof Str string ? string.value() : value.toString();
  }

  private static String withoutDigits(String name) {
    return name.replaceAll("[0-9]+", "");
  }
}
