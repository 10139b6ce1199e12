package dev.lockstep.simulation;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.Network;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.RunResult.Ending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run of a {@link Simulation}, which says what it does and why. Everything that changes in a
 * run is in here; it is used once, by one thread.
 *
 * @param <M> the messages
 */
final class Run<M> {

  /** Who loses messages. */
  static final NodeId NETWORK = new NodeId("network");

  private final Subject<M> subject;
  private final Cluster<M> cluster;
  private final Faults faults;
  private final long maxSteps;
  private final long run;
  private final Witness<M> witness;
  private final List<NodeId> mayCrash;

  private final Dice latencies;
  private final Dice losses;
  private final Dice duplications;
  private final Dice crashes;
  private final Dice partitions;
  private final Dice timers;

  private final Agenda<What<M>> agenda = new Agenda<>();
  private final Map<NodeId, Map<Object, Agenda.Entry<What<M>>>> armed = new LinkedHashMap<>();
  private final Map<NodeId, Long> backAt = new HashMap<>();
  private final Map<M, Integer> copies = new HashMap<>();
  private final Map<Link, Long> lastArrived = new HashMap<>();
  private final Clocks<M> clocks = new Clocks<>();
  private final SortedMap<String, Long> faultCounts = new TreeMap<>();
  private final SortedMap<String, Long> actionCounts = new TreeMap<>();

  private World<M> world;
  private Optional<Partition> partition = Optional.empty();
  private Optional<Violation<M>> violation = Optional.empty();
  private long micros;
  private long steps;
  private long sendings;
  private int busy;

  /** What can happen next. */
  private sealed interface What<M> {

    /** A copy of a message arrives, or would have. */
    record Arrival<M>(Copy<M> copy, boolean lost) implements What<M> {}

    /** A node gives itself an input. */
    record Fire<M>(NodeId node, Object input) implements What<M> {}

    /** A node comes back. */
    record Restart<M>(NodeId node) implements What<M> {}

    /** A partition ends. */
    record Heal<M>() implements What<M> {}
  }

  private record Copy<M>(NodeId from, NodeId to, M message, long sentAt, long number) {}

  private record Link(NodeId from, NodeId to) {}

  Run(Subject<M> subject, Faults faults, long maxSteps, long seed, long run, Witness<M> witness) {
    this.subject = subject;
    this.cluster = subject.cluster();
    this.faults = faults;
    this.maxSteps = maxSteps;
    this.run = run;
    this.witness = witness;
    this.world = cluster.initial();
    this.mayCrash =
        cluster.events(world).stream()
            .filter(Event.Crash.class::isInstance)
            .map(event -> ((Event.Crash<M>) event).node())
            .toList();
    Dice dice = Dice.ofRun(seed, run);
    this.latencies = dice.split();
    this.losses = dice.split();
    this.duplications = dice.split();
    this.crashes = dice.split();
    this.partitions = dice.split();
    this.timers = dice.split();
    cluster.nodes().forEach(node -> armed.put(node, new LinkedHashMap<>()));
  }

  /** Runs to the end. */
  RunResult<M> result() {
    checkFirstWorld();
    cluster.nodes().forEach(this::setTimers);
    Ending ending = violation.isPresent() ? Ending.VIOLATED : loop();
    if (ending == Ending.STUCK || ending == Ending.OUT_OF_TIME) {
      String when =
          ending == Ending.STUCK
              ? "when nothing more can happen"
              : "two minutes after the last fault";
      subject
          .liveness()
          .ifPresent(name -> violate(name, when + " the protocol has not done what it is for"));
    }
    return new RunResult<>(
        run,
        violation.isPresent() ? Ending.VIOLATED : ending,
        steps,
        micros,
        subject.outcome(world),
        faultCounts,
        actionCounts,
        violation);
  }

  private Ending loop() {
    while (true) {
      if (busy == 0 && subject.isDone(world)) {
        return Ending.DONE;
      }
      Optional<Agenda.Entry<What<M>>> next = agenda.next();
      if (next.isEmpty()) {
        return subject.isDone(world) ? Ending.DONE : Ending.STUCK;
      }
      if (next.get().micros() > faults.lastMicros() + Simulation.CALM_MICROS) {
        return subject.isDone(world) ? Ending.DONE : Ending.OUT_OF_TIME;
      }
      if (steps >= maxSteps) {
        return Ending.OUT_OF_STEPS;
      }
      micros = next.get().micros();
      happen(next.get().what());
      if (violation.isPresent()) {
        return Ending.VIOLATED;
      }
    }
  }

  private void happen(What<M> what) {
    switch (what) {
      case What.Arrival<M>(Copy<M> copy, boolean lost) -> {
        busy--;
        if (lost) {
          lose(copy);
        } else {
          arrive(copy);
        }
      }
      case What.Fire<M>(NodeId node, Object input) -> {
        timersOf(node).remove(input);
        fire(node, input);
      }
      case What.Restart<M>(NodeId node) -> {
        busy--;
        nodeStep(node, new Event.Restart<>(node), Optional.empty());
      }
      case What.Heal<M> ignored -> partition = Optional.empty();
    }
  }

  // What happens to a message.

  private void send(NodeId from, M message) {
    for (NodeId to : subject.recipients(message)) {
      boolean lost = losses.chance(faults.loss()) && isFaulty();
      depart(new Copy<>(from, to, message, clocks.of(from), sendings++), lost, micros);
    }
  }

  private void depart(Copy<M> copy, boolean lost, long atMicros) {
    copies.merge(copy.message(), 1, Integer::sum);
    busy++;
    agenda.put(atMicros + latencies.within(faults.latency()), new What.Arrival<>(copy, lost));
  }

  private void arrive(Copy<M> copy) {
    copies.merge(copy.message(), -1, Integer::sum);
    Optional<Partition> cut = partition.filter(p -> p.stops(copy.from(), copy.to()));
    if (cut.isPresent() || world.status(copy.to()) instanceof NodeStatus.Down) {
      boolean lost = losses.chance(0.5) && faults.loss() > 0 && isFaulty();
      long until = cut.isPresent() ? cut.get().untilMicros() : backAt.getOrDefault(copy.to(), 0L);
      count(cut.isPresent() ? "message at a cut" : "message to a node that is down");
      depart(copy, lost, lost ? micros : until);
      return;
    }
    if (!world.network().deliveries().contains(new Network.Delivery<>(copy.to(), copy.message()))) {
      // The network takes the message out when it is received, or delivers it in order only.
      if (world.network().messages().contains(copy.message())) {
        depart(copy, false, micros);
      }
      return;
    }
    if (duplications.chance(faults.duplication()) && isFaulty()) {
      count("duplication");
      depart(copy, false, micros);
    }
    long last = lastArrived.merge(new Link(copy.from(), copy.to()), copy.number(), Math::max);
    if (last > copy.number()) {
      count("reordering");
    }
    nodeStep(copy.to(), new Event.Deliver<>(copy.to(), copy.message()), Optional.of(copy));
  }

  private void lose(Copy<M> copy) {
    count("loss");
    int left = copies.merge(copy.message(), -1, Integer::sum);
    if (left > 0 || !world.network().messages().contains(copy.message())) {
      return;
    }
    Optional<Action> loss = subject.loss(copy.message());
    if (loss.isPresent()) {
      apply(new Event.NetworkFault<>(loss.get()))
          .ifPresent(step -> take(step, NETWORK, clocks.lose(copy.message())));
    }
  }

  // What happens to a node.

  private void fire(NodeId node, Object input) {
    nodeStep(node, new Event.Local<>(node, input), Optional.empty());
  }

  private void nodeStep(NodeId node, Event<M> event, Optional<Copy<M>> received) {
    Optional<Transition<M>> step = apply(event);
    if (step.isEmpty()) {
      return;
    }
    Transition<M> transition = step.get();
    clocks.beforeSending(node, transition.sent());
    long clock =
        received.isPresent()
            ? clocks.receive(node, received.get().message(), received.get().sentAt())
            : clocks.tick(node);
    clocks.sent(node, transition.sent());
    take(transition, node, clock);
    for (M message : transition.sent()) {
      send(node, message);
    }
    setTimers(node);
    if (violation.isEmpty()) {
      maybeFail();
    }
  }

  /** What a core throws is its fault, like a broken invariant, and ends the run. */
  private Optional<Transition<M>> apply(Event<M> event) {
    try {
      return cluster.apply(world, event);
    } catch (RuntimeException e) {
      if (violation.isEmpty()) {
        violate(Violation.NO_EXCEPTION, event + " threw " + e);
      }
      return Optional.empty();
    }
  }

  /** The one place where the world changes. */
  private void take(Transition<M> transition, NodeId node, long clock) {
    World<M> before = world;
    world = transition.target();
    steps++;
    actionCounts.merge(transition.action().name(), 1L, Long::sum);
    witness.saw(micros, node, clock, transition);
    for (Property<M> property : subject.properties()) {
      if (violation.isEmpty() && !property.holdsIn(before, world)) {
        violate(property.name(), "it does not hold after step " + steps);
      }
    }
  }

  private void maybeFail() {
    if (crashes.chance(faults.crash()) && isFaulty()) {
      List<NodeId> up = new ArrayList<>(mayCrash);
      up.removeIf(node -> world.status(node) instanceof NodeStatus.Down);
      if (!up.isEmpty()) {
        crash(up.get(crashes.below(up.size())));
      }
    }
    if (partitions.chance(faults.partition())
        && isFaulty()
        && partition.isEmpty()
        && cluster.nodes().size() > 1) {
      count("partition");
      Partition cut = Partition.draw(cluster.nodes(), micros, faults.cut(), partitions);
      partition = Optional.of(cut);
      agenda.put(cut.untilMicros(), new What.Heal<>());
    }
  }

  private void crash(NodeId node) {
    Optional<Transition<M>> step = apply(new Event.Crash<>(node));
    if (step.isEmpty()) {
      return;
    }
    count("crash");
    take(step.get(), node, clocks.tick(node));
    setTimers(node);
    busy++;
    long back = micros + crashes.within(faults.outage());
    backAt.put(node, back);
    agenda.put(back, new What.Restart<>(node));
  }

  /** A timer runs exactly while its input has a step; what goes on running is left alone. */
  private void setTimers(NodeId node) {
    Map<Object, Agenda.Entry<What<M>>> before = timersOf(node);
    Map<Object, Agenda.Entry<What<M>>> after = new LinkedHashMap<>();
    for (Object input : cluster.localInputs(world, node)) {
      Agenda.Entry<What<M>> running = before.remove(input);
      if (apply(new Event.Local<>(node, input)).isEmpty()) {
        if (running != null) {
          running.strikeOut();
        }
      } else if (running != null) {
        after.put(input, running);
      } else {
        long due = micros + subject.timer(node, input).draw(timers);
        after.put(input, agenda.put(due, new What.Fire<>(node, input)));
      }
    }
    before.values().forEach(Agenda.Entry::strikeOut);
    armed.put(node, after);
  }

  private Map<Object, Agenda.Entry<What<M>>> timersOf(NodeId node) {
    return armed.getOrDefault(node, Map.of());
  }

  private boolean isFaulty() {
    return micros < faults.lastMicros();
  }

  private void count(String fault) {
    faultCounts.merge(fault, 1L, Long::sum);
  }

  private void violate(String property, String about) {
    violation = Optional.of(new Violation<>(property, about, List.of(), List.of()));
  }

  private void checkFirstWorld() {
    for (Property<M> property : subject.properties()) {
      if (violation.isEmpty() && !property.holdsIn(world, world)) {
        violate(property.name(), "it does not hold in the beginning");
      }
    }
  }
}
