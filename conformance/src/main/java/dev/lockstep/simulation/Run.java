package dev.lockstep.simulation;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.RunResult.Ending;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run of a {@link Simulation}, which says what it does and why. It has the world, the agenda
 * and the time; {@link Traffic} has the messages under way, {@link Machines} the nodes. Used once,
 * by one thread.
 *
 * @param <M> the messages
 */
final class Run<M> {

  /** Who loses messages. */
  static final NodeId NETWORK = new NodeId("network");

  private final Simulation<M> simulation;
  private final Subject<M> subject;
  private final Cluster<M> cluster;
  private final Faults faults;
  private final long run;
  private final Witness<M> witness;
  private final Luck luck;
  private final Agenda<What<M>> agenda = new Agenda<>();
  private final Clocks<M> clocks;
  private final Traffic<M> traffic;
  private final Machines<M> machines;
  private final SortedMap<String, Long> actionCounts = new TreeMap<>();

  private World<M> world;
  private Optional<Violation<M>> violation = Optional.empty();
  private long micros;
  private long steps;
  private int busy;

  Run(Simulation<M> simulation, long seed, long run, Witness<M> witness) {
    this(simulation, simulation.subject().cluster().initial(), Dice.ofRun(seed, run), run, witness);
  }

  private Run(Simulation<M> simulation, World<M> start, Dice dice, long run, Witness<M> witness) {
    this.simulation = simulation;
    this.subject = simulation.subject();
    this.cluster = subject.cluster();
    this.faults = simulation.faults();
    this.run = run;
    this.witness = witness;
    this.world = start;
    this.clocks = new Clocks<>(cluster.nodes());
    this.luck = new Luck(faults, dice);
    this.traffic = new Traffic<>(this);
    this.machines = new Machines<>(this, traffic);
  }

  /**
   * Goes on from {@code start} in the calm: nothing fails any more, who is down comes back, and
   * what is under way arrives. Nothing in it is left to chance, so the same start has the same
   * result.
   */
  static <M> RunResult<M> inTheCalm(
      Simulation<M> simulation, World<M> start, Iterable<Sent<M>> underWay) {
    Run<M> run =
        new Run<>(
            new Simulation<>(simulation.subject(), Faults.NONE, simulation.maxSteps()),
            start,
            new Dice(0),
            0,
            (micros, node, clock, transition) -> {});
    underWay.forEach(sent -> run.traffic.send(sent.from(), sent.message(), sent.to()));
    run.machines.startThoseThatAreDown();
    return run.result();
  }

  /** A message that somebody sent to somebody. */
  record Sent<M>(NodeId from, NodeId to, M message) {}

  /** Runs to the end. */
  RunResult<M> result() {
    checkFirstWorld();
    machines.setAllTimers();
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
        luck.counts(),
        actionCounts,
        violation);
  }

  private Ending loop() {
    while (true) {
      OptionalLong endsAfter = simulation.endsAfter();
      if (endsAfter.isPresent()
          ? steps >= endsAfter.getAsLong()
          : busy == 0 && subject.isDone(world)) {
        return Ending.DONE;
      }
      Optional<Agenda.Entry<What<M>>> next = agenda.next();
      if (next.isEmpty()) {
        return subject.isDone(world) ? Ending.DONE : Ending.STUCK;
      }
      if (next.get().micros() > faults.lastMicros() + Simulation.CALM_MICROS) {
        return subject.isDone(world) ? Ending.DONE : Ending.OUT_OF_TIME;
      }
      if (steps >= simulation.maxSteps()) {
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
          traffic.lose(copy);
        } else {
          traffic.arrive(copy).ifPresent(machines::accept);
        }
      }
      case What.Fire<M>(NodeId node, Object input) ->
          machines.accept(new Machine.Job<>(node, new Event.Local<>(node, input)));
      case What.Synced<M>(NodeId node) -> machines.synced(node);
      case What.PowerFails<M>(NodeId node, boolean torn) -> machines.powerFails(node, torn);
      case What.Resume<M>(NodeId node) -> machines.resume(node);
      case What.Restart<M>(NodeId node) -> {
        busy--;
        machines.accept(new Machine.Job<>(node, new Event.Restart<>(node)));
      }
      case What.Heal<M> ignored -> traffic.heal();
    }
  }

  // What the parts of a run share.

  Subject<M> subject() {
    return subject;
  }

  Cluster<M> cluster() {
    return cluster;
  }

  Faults faults() {
    return faults;
  }

  Luck luck() {
    return luck;
  }

  Clocks<M> clocks() {
    return clocks;
  }

  World<M> world() {
    return world;
  }

  long micros() {
    return micros;
  }

  Set<NodeId> mayCrash() {
    return simulation.mayCrash();
  }

  boolean isViolated() {
    return violation.isPresent();
  }

  /** Puts something on the agenda; nothing can be put into the past. */
  Agenda.Entry<What<M>> put(long atMicros, What<M> what) {
    return agenda.put(Math.max(atMicros, micros), what);
  }

  /** Something that has to come to its end before the run can, begins or ends. */
  void busy(int change) {
    busy += change;
  }

  /** What a core throws is its fault, like a broken invariant, and ends the run. */
  Optional<Transition<M>> apply(Event<M> event) {
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
  void take(Transition<M> transition, NodeId node, long clock) {
    World<M> before = world;
    world = transition.target();
    steps++;
    actionCounts.merge(transition.action().name(), 1L, Long::sum);
    witness.saw(micros, node, clock, transition);
    check(before, "it does not hold after step " + steps);
  }

  private void checkFirstWorld() {
    check(world, "it does not hold in the beginning");
  }

  private void check(World<M> before, String about) {
    for (Property<M> property : simulation.properties()) {
      if (violation.isEmpty() && !property.holdsIn(before, world)) {
        violate(property.name(), about);
      }
    }
  }

  private void violate(String property, String about) {
    violation = Optional.of(new Violation<>(property, about, List.of(), List.of()));
  }
}
