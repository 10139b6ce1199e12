package dev.lockstep.diagram;

import dev.lockstep.catalog.Diagram;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.value.TlaValue;
import dev.lockstep.value.TlaValue.RecordOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

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

  private final Roles roles;
  private final List<Event> events = new ArrayList<>();
  private final Set<String> lanes = new LinkedHashSet<>();

  private Scene(Roles roles) {
    this.roles = roles;
  }

  static Scene of(List<TraceStep> steps, Optional<Diagram> diagram) {
    Scene scene = new Scene(Roles.of(diagram));
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
    return roles.ordered(lanes);
  }

  private void step(int number, TraceStep before, TraceStep after) {
    SortedMap<TlaValue, Integer> old = roles.messages(before.state());
    SortedMap<TlaValue, Integer> current = roles.messages(after.state());
    List<RecordOf> added = more(old, current);
    List<RecordOf> removed = more(current, old);

    Optional<ActionCall> action = after.action();
    Optional<String> lane = action.flatMap(roles::lane);
    if (action.isPresent() && lane.isPresent()) {
      lanes.add(lane.get());
      events.add(act(number, action.get(), lane.get(), old, removed));
    } else if (removed.isEmpty()) {
      events.add(new Note(number, action.map(ActionCall::toString).orElse("?")));
    }
    for (RecordOf message : removed) {
      if (lane.isEmpty() || !roles.to(message).equals(lane)) {
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
    List<String> arguments = Roles.others(action, lane);
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
          removed.stream().anyMatch(message -> roles.to(message).equals(Optional.of(lane)))
              || !roles.received(action, lane, inFlight).isEmpty();
      sort = receives ? Sort.RECEIPT : Sort.LOCAL;
    }
    return new Act(number, lane, sort, label);
  }

  private void lose(int number, RecordOf message, Optional<ActionCall> action) {
    Optional<String> from = roles.from(message);
    Optional<String> to = roles.to(message);
    if (from.isPresent() && to.isPresent()) {
      lanes.add(from.get());
      lanes.add(to.get());
      events.add(new Loss(number, from.get(), to.get(), roles.label(message)));
    } else {
      events.add(new Note(number, action.map(ActionCall::toString).orElse("?")));
    }
  }

  /** One row for all receivers of the same message on the same side of the sender. */
  private void send(List<RecordOf> added) {
    Map<List<String>, List<String>> receivers = new LinkedHashMap<>();
    for (RecordOf message : added) {
      Optional<String> from = roles.from(message);
      Optional<String> to = roles.to(message);
      if (from.isPresent() && to.isPresent()) {
        lanes.add(from.get());
        lanes.add(to.get());
        receivers
            .computeIfAbsent(List.of(from.get(), roles.label(message)), key -> new ArrayList<>())
            .add(to.get());
      }
    }
    receivers.forEach((key, to) -> events.add(new Send(key.get(0), to, key.get(1))));
  }

  private static List<RecordOf> more(
      SortedMap<TlaValue, Integer> before, SortedMap<TlaValue, Integer> after) {
    return after.entrySet().stream()
        .filter(entry -> entry.getValue() > before.getOrDefault(entry.getKey(), 0))
        .map(entry -> (RecordOf) entry.getKey())
        .toList();
  }
}
