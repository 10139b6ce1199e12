package dev.lockstep.report;

import dev.lockstep.corpus.RunReport;
import dev.lockstep.diagram.Roles;
import dev.lockstep.search.Node;
import dev.lockstep.search.Node.Taken;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.validation.Reason;
import dev.lockstep.validation.Validation;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of one run: a behaviour of the spec that agrees with the log, event by event. */
final class Drawing {

  /** Where an invariant breaks in the middle of a long run, so many steps after it are shown. */
  private static final int AFTERWARDS = 500;

  final ValueTable values = new ValueTable();
  final List<Row> rows = new ArrayList<>();
  final Messages messages;
  final List<String> lanes;
  final Optional<SpecState> start;
  final long leftOut;
  final long leftOutAfter;
  final boolean loggedMessages;

  private final Roles roles;
  private final Map<String, String> nodeOf = new HashMap<>();

  /**
   * Draws a run.
   *
   * @param maxSteps how many steps are drawn at most: the last ones
   */
  Drawing(RunReport run, Roles roles, int maxSteps) {
    this.roles = roles;
    Validation validation = run.validation();
    Optional<Node> end = end(validation);
    List<Taken> path = end.map(Node::path).orElse(List.of());
    List<Long> numbers = numbers(path, validation);
    int broken = broken(path, numbers, validation);
    int to = broken < 0 ? path.size() : Math.min(path.size(), broken + 1 + AFTERWARDS);
    int from = Math.max(0, to - maxSteps);
    this.start = from > 0 ? Optional.of(path.get(from - 1).state()) : end.map(Node::start);
    List<Taken> shown = path.subList(from, to);
    this.leftOut = shown.isEmpty() ? Math.max(0, validation.matched()) : numbers.get(from) - 1;
    this.leftOutAfter = to == path.size() ? 0 : numbers.getLast() - numbers.get(to - 1);
    this.loggedMessages = shown.stream().anyMatch(Drawing::namesMessages);
    this.messages = new Messages(roles, loggedMessages, start);
    start.ifPresent(state -> rows.add(startRow(broken(validation) && broken < 0 && from == 0)));
    for (Taken taken : shown) {
      learnNode(taken);
    }
    SortedMap<String, TlaValue> before = start.map(SpecState::values).orElse(new TreeMap<>());
    for (int index = from; index < to; index++) {
      before = addStep(path, index, numbers.get(index), index == broken, before);
    }
    addEnd(validation);
    this.lanes = lanes();
  }

  private static Optional<Node> end(Validation validation) {
    return validation.stopped().isPresent()
        ? validation.stopped().flatMap(Validation.Stop::path)
        : validation.nodes().stream().findFirst();
  }

  private static boolean broken(Validation validation) {
    return validation.stopped().isPresent()
        && validation.stopped().get().reason() instanceof Reason.InvariantBroken;
  }

  /** The number of each step's event; the last event on the path is the last that agrees. */
  private static List<Long> numbers(List<Taken> path, Validation validation) {
    Long[] numbers = new Long[path.size()];
    long next = validation.matched() + 1;
    for (int index = path.size() - 1; index >= 0; index--) {
      if (path.get(index).event().isPresent()
          && (index + 1 == path.size() || !sameEvent(path.get(index), path.get(index + 1)))) {
        next--;
      }
      numbers[index] = next;
    }
    return List.of(numbers);
  }

  /** Two events that say the same are still two. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean sameEvent(Taken one, Taken other) {
    return one.event().isPresent()
        && other.event().isPresent()
        && one.event().get() == other.event().get();
  }

  /** The index of the step that breaks an invariant; -1 if none does. */
  private static int broken(List<Taken> path, List<Long> numbers, Validation validation) {
    if (broken(validation)) {
      Validation.Stop stop = validation.stopped().orElseThrow();
      for (int index = 0; index < path.size(); index++) {
        if (numbers.get(index) == stop.number()
            && stop.nearest().equals(Optional.of(path.get(index).state()))) {
          return index;
        }
      }
    }
    return -1;
  }

  private static boolean namesMessages(Taken taken) {
    return taken
        .event()
        .filter(
            event -> !event.causality().sent().isEmpty() || !event.causality().received().isEmpty())
        .isPresent();
  }

  private static Row startRow(boolean broken) {
    return new Row(
        broken ? Row.Kind.BROKEN : Row.Kind.START,
        0,
        1,
        1,
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Where log and spec call the same process by different names, the log's is shown. */
  private void learnNode(Taken taken) {
    Optional<String> node = taken.event().flatMap(TraceEvent::node);
    Optional<String> lane = taken.call().flatMap(roles::lane);
    if (node.isPresent() && lane.isPresent()) {
      nodeOf.putIfAbsent(lane.get(), node.get());
    }
  }

  private @Nullable String node(@Nullable String lane) {
    return lane == null ? null : nodeOf.getOrDefault(lane, lane);
  }

  private SortedMap<String, TlaValue> addStep(
      List<Taken> path,
      int index,
      long number,
      boolean broken,
      SortedMap<String, TlaValue> before) {
    Taken taken = path.get(index);
    SortedMap<String, TlaValue> after = taken.state().values();
    int first = index;
    while (first > 0 && sameEvent(path.get(first - 1), taken)) {
      first--;
    }
    int last = index;
    while (last + 1 < path.size() && sameEvent(path.get(last + 1), taken)) {
      last++;
    }
    Row.Kind kind =
        broken
            ? Row.Kind.BROKEN
            : taken.event().isEmpty()
                ? Row.Kind.HIDDEN
                : taken.call().isEmpty() ? Row.Kind.OBSERVATION : Row.Kind.STEP;
    Optional<String> acting = taken.call().flatMap(roles::lane);
    Optional<String> lane =
        taken.event().flatMap(TraceEvent::node).or(() -> acting.map(this::node));
    int row = rows.size();
    rows.add(
        new Row(
            kind,
            number,
            index - first + 1,
            last - first + 1,
            lane,
            taken.call().map(ActionCall::toString).orElse(""),
            taken.call(),
            taken.event(),
            Optional.of(Edits.between(before.values(), after.values(), values::number))));
    messages.step(row, acting.or(() -> lane).orElse(null), taken, after);
    if (taken.event().isPresent() && index == last) {
      messages.event(row, lane.orElse(null), taken.event().get());
    }
    return after;
  }

  private void addEnd(Validation validation) {
    validation
        .stopped()
        .filter(stop -> !(stop.reason() instanceof Reason.InvariantBroken))
        .ifPresent(
            stop ->
                rows.add(
                    new Row(
                        Row.Kind.BLOCKED,
                        stop.number(),
                        1,
                        1,
                        stop.event().node().or(() -> lane(stop.event())),
                        stop.number() == 0 ? "the initial state" : stop.event().steps().toString(),
                        Optional.empty(),
                        Optional.of(stop.event()),
                        Optional.empty())));
    if (validation.exhausted().isPresent()) {
      rows.add(
          new Row(
              Row.Kind.EXHAUSTED,
              validation.matched() + 1,
              1,
              1,
              Optional.empty(),
              validation.exhausted().get(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    }
  }

  private Optional<String> lane(TraceEvent event) {
    return event.steps().calls().stream().findFirst().flatMap(this::lane);
  }

  private Optional<String> lane(LoggedCall call) {
    List<TlaValue> arguments = new ArrayList<>();
    for (LoggedValue argument : call.arguments().orElse(List.of())) {
      arguments.add(
          argument instanceof LoggedValue.Text text
              ? TlaValue.of(text.value())
              : TlaValue.of(argument.toString()));
    }
    return roles.lane(new ActionCall(call.action(), arguments)).map(this::node);
  }

  private List<String> lanes() {
    Set<String> acting = new HashSet<>();
    rows.forEach(row -> row.lane().ifPresent(acting::add));
    for (Messages.Flight flight : messages.flights()) {
      addIfKnown(acting, flight.from);
      addIfKnown(acting, flight.to);
    }
    return roles.ordered(nodeOf.isEmpty() ? roles.withIdle(acting) : acting);
  }

  private void addIfKnown(Set<String> acting, @Nullable String lane) {
    String node = node(lane);
    if (node != null) {
      acting.add(node);
    }
  }

  /** Returns the number of a lane; -1 if it is unknown. */
  int lane(@Nullable String name) {
    String node = node(name);
    return node == null ? -1 : lanes.indexOf(node);
  }
}
