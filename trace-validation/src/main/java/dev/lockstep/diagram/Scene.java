package dev.lockstep.diagram;

import dev.lockstep.catalog.Diagram;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.value.TlaValue;
import dev.lockstep.value.TlaValue.FunctionOf;
import dev.lockstep.value.TlaValue.Int;
import dev.lockstep.value.TlaValue.ModelValue;
import dev.lockstep.value.TlaValue.RecordOf;
import dev.lockstep.value.TlaValue.SequenceOf;
import dev.lockstep.value.TlaValue.SetOf;
import dev.lockstep.value.TlaValue.Str;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A run as a scene: who does what, and which messages leave, arrive or get lost at each step. What
 * the diagram of the catalog does not say is guessed from names: an action that carries the type of
 * a message in flight to its process receives it; one that is called after a crash or a restart is
 * one.
 */
final class Scene {

  /** What a row of the scene shows of the process that acts. */
  enum Sort {
    LOCAL,
    RECEIPT,
    CRASH,
    RESTART
  }

  /** One thing that happens. */
  sealed interface Event {}

  /** A process acts. */
  record Act(int step, String lane, Sort sort, String label) implements Event {}

  /** A message leaves for one or several receivers. */
  record Send(String from, List<String> to, String label) implements Event {
    Send {
      to = List.copyOf(to);
    }
  }

  /** A message is gone without anybody having received it. */
  record Loss(int step, String from, String to, String label) implements Event {}

  /** Something without a process. */
  record Note(int step, String text) implements Event {}

  private static final Comparator<String> NATURAL =
      Comparator.comparing(Scene::withoutDigits)
          .thenComparingInt(String::length)
          .thenComparing(Comparator.naturalOrder());

  private final Optional<Diagram> diagram;
  private final List<Event> events = new ArrayList<>();
  private final Set<String> lanes = new LinkedHashSet<>();

  private Scene(Optional<Diagram> diagram) {
    this.diagram = diagram;
  }

  static Scene of(List<TraceStep> steps, Optional<Diagram> diagram) {
    Scene scene = new Scene(diagram);
    for (int i = 1; i < steps.size(); i++) {
      scene.step(i + 1, steps.get(i - 1), steps.get(i));
    }
    return scene;
  }

  List<Event> events() {
    return events;
  }

  /** The processes that do something: first those with a name of their own, then by name. */
  List<String> lanes() {
    List<String> named =
        diagram.stream()
            .flatMap(hints -> hints.actors().values().stream())
            .filter(lanes::contains)
            .distinct()
            .toList();
    return Stream.concat(
            named.stream(), lanes.stream().filter(lane -> !named.contains(lane)).sorted(NATURAL))
        .toList();
  }

  private void step(int number, TraceStep before, TraceStep after) {
    SortedMap<TlaValue, Integer> old = messages(before);
    SortedMap<TlaValue, Integer> current = messages(after);
    List<RecordOf> added = more(old, current);
    List<RecordOf> removed = more(current, old);

    Optional<ActionCall> action = after.action();
    Optional<String> lane = action.flatMap(this::lane);
    if (action.isPresent() && lane.isPresent()) {
      lanes.add(lane.get());
      events.add(act(number, action.get(), lane.get(), old, removed));
    } else if (removed.isEmpty()) {
      events.add(new Note(number, action.map(ActionCall::toString).orElse("?")));
    }
    for (RecordOf message : removed) {
      if (lane.isEmpty() || !to(message).equals(lane)) {
        lose(number, message, action);
      }
    }
    send(added);
  }

  private Act act(
      int number,
      ActionCall action,
      String lane,
      SortedMap<TlaValue, Integer> inFlight,
      List<RecordOf> removed) {
    List<String> arguments =
        action.arguments().stream().map(Scene::word).filter(word -> !word.equals(lane)).toList();
    String label =
        arguments.isEmpty()
            ? action.name()
            : action.name() + "(" + String.join(", ", arguments) + ")";
    String name = action.name().toLowerCase(Locale.ROOT);
    Sort sort;
    if (name.contains("crash")) {
      sort = Sort.CRASH;
    } else if (name.contains("restart") || name.contains("recover")) {
      sort = Sort.RESTART;
    } else {
      boolean receives =
          removed.stream().anyMatch(message -> to(message).equals(Optional.of(lane)))
              || receives(action, lane, inFlight);
      sort = receives ? Sort.RECEIPT : Sort.LOCAL;
    }
    return new Act(number, lane, sort, label);
  }

  /**
   * Whether the action carries the type of a message that is on its way to {@code lane}, from the
   * process that the action names, if it names one.
   */
  private boolean receives(ActionCall action, String lane, SortedMap<TlaValue, Integer> inFlight) {
    Optional<String> type = type(action);
    List<String> others =
        action.arguments().stream().map(Scene::word).filter(word -> !word.equals(lane)).toList();
    return inFlight.keySet().stream()
        .filter(RecordOf.class::isInstance)
        .map(RecordOf.class::cast)
        .filter(message -> type.isPresent() && type(message).equals(type))
        .filter(message -> to(message).equals(Optional.of(lane)))
        .anyMatch(
            message ->
                others.isEmpty()
                    || !isNamedByMessage(message)
                    || from(message).filter(others::contains).isPresent());
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

  private void lose(int number, RecordOf message, Optional<ActionCall> action) {
    Optional<String> from = from(message);
    Optional<String> to = to(message);
    if (from.isPresent() && to.isPresent()) {
      lanes.add(from.get());
      lanes.add(to.get());
      events.add(new Loss(number, from.get(), to.get(), type(message).orElse("message")));
    } else {
      events.add(new Note(number, action.map(ActionCall::toString).orElse("?")));
    }
  }

  /** One row for all receivers of the same message on the same side of the sender. */
  private void send(List<RecordOf> added) {
    Map<List<String>, List<String>> receivers = new LinkedHashMap<>();
    for (RecordOf message : added) {
      Optional<String> from = from(message);
      Optional<String> to = to(message);
      if (from.isPresent() && to.isPresent()) {
        lanes.add(from.get());
        lanes.add(to.get());
        receivers
            .computeIfAbsent(
                List.of(from.get(), type(message).orElse("message")), key -> new ArrayList<>())
            .add(to.get());
      }
    }
    receivers.forEach((key, to) -> events.add(new Send(key.get(0), to, key.get(1))));
  }

  // Who acts.

  private Optional<String> lane(ActionCall action) {
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

  // The messages in flight.

  private SortedMap<TlaValue, Integer> messages(TraceStep step) {
    SortedMap<TlaValue, Integer> found = new TreeMap<>(TlaValue.ORDER);
    diagram
        .map(hints -> step.state().get(hints.network()))
        .ifPresent(network -> collect(network, 1, found));
    return found;
  }

  /** Sets and sequences of messages, bags, and any of these for each channel. */
  private void collect(TlaValue value, int times, SortedMap<TlaValue, Integer> found) {
    switch (value) {
      case RecordOf record when type(record).isPresent() ->
          found.merge(record, times, Integer::sum);
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
                      collect(key, count.value(), found);
                    } else {
                      collect(mapped, 1, found);
                    }
                  });
      default -> {}
    }
  }

  private static List<RecordOf> more(
      SortedMap<TlaValue, Integer> before, SortedMap<TlaValue, Integer> after) {
    return after.entrySet().stream()
        .filter(entry -> entry.getValue() > before.getOrDefault(entry.getKey(), 0))
        .map(entry -> (RecordOf) entry.getKey())
        .toList();
  }

  /** The type of a message: a field that holds one of the words that the diagram knows. */
  private Optional<String> type(RecordOf message) {
    Set<String> types = diagram.map(hints -> hints.messages().keySet()).orElse(Set.of());
    TlaValue type = message.fields().get("type");
    return (type != null ? Stream.of(type) : message.fields().values().stream())
        .filter(Scene::isAtom)
        .map(Scene::word)
        .filter(types::contains)
        .findFirst();
  }

  private Optional<String> from(RecordOf message) {
    return route(message).flatMap(route -> place(route.from(), message));
  }

  private Optional<String> to(RecordOf message) {
    return route(message).flatMap(route -> place(route.to(), message));
  }

  private Optional<Diagram.Route> route(RecordOf message) {
    return type(message).flatMap(type -> diagram.map(hints -> hints.messages().get(type)));
  }

  private static Optional<String> place(String place, RecordOf message) {
    return place.startsWith("$")
        ? Optional.ofNullable(message.fields().get(place.substring(1)))
            .filter(Scene::isAtom)
            .map(Scene::word)
        : Optional.of(place);
  }

  // Words.

  private static boolean isAtom(TlaValue value) {
    return value instanceof Str || value instanceof ModelValue || value instanceof Int;
  }

  private static String word(TlaValue value) {
    return value instanceof Str string ? string.value() : value.toString();
  }

  private static String withoutDigits(String name) {
    return name.replaceAll("[0-9]+", "");
  }
}
