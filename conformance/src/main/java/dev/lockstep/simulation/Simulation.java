package dev.lockstep.simulation;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Transition;
import dev.lockstep.core.NodeId;
import dev.lockstep.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A discrete-event simulation of a cluster: real cores, virtual time, and a seed that decides
 * everything: how long a message travels and whether it gets there, when a timer fires, who crashes
 * and for how long, where the network is cut.
 *
 * <p><b>Every run is a behaviour of the spec.</b> The network of the spec is a set. The simulation
 * sends copies of messages, each on its own way, and applies to the cluster only what the set
 * allows:
 *
 * <ul>
 *   <li>A copy that arrives is a delivery; the message stays in the set, as the spec has it. A copy
 *       that has arrived is gone, though: a second delivery takes a second copy, sent again or made
 *       by duplication.
 *   <li>When the last copy of a message that is under way is lost, that is the spec's loss of the
 *       message. While another copy is under way, the spec sees nothing, for its set holds the
 *       message still.
 *   <li>A copy that reaches a cut or a node that is down is lost or held back until later; without
 *       losses it is always held back.
 *   <li>An input for which the core has no action changes nothing and is no step.
 * </ul>
 *
 * <p>Only the set of messages may hold more than what is under way, namely what has arrived. That
 * is more than an implementation can do with it and nothing that the spec forbids.
 *
 * <p><b>Liveness.</b> Faults stop at {@link Faults#lastMicros}. After that everybody comes back and
 * stays, every message gets through, and every timer fires. A protocol that has not done what it is
 * for when nothing more can happen, or long after, breaks the promise that {@link Subject#liveness}
 * names.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <M> the messages
 */
public final class Simulation<M> {

  /** How much virtual time a protocol has after the last fault: two minutes. */
  static final long CALM_MICROS = 120_000_000L;

  /** When faults end that do not: in some hundred thousand years. */
  private static final long FOR_EVER_MICROS = Long.MAX_VALUE / 2;

  /** How many steps a run may take unless the caller says otherwise. */
  public static final long DEFAULT_MAX_STEPS = 100_000;

  private final Subject<M> subject;
  private final Faults faults;
  private final long maxSteps;
  private final List<Property<M>> properties;
  private final Set<NodeId> mayCrash;
  private final OptionalLong endsAfter;

  /** Creates the simulation of a subject under faults, with at most that many steps a run. */
  public Simulation(Subject<M> subject, Faults faults, long maxSteps) {
    if (maxSteps < 1) {
      throw new IllegalArgumentException("a run needs a step, not " + maxSteps);
    }
    this.subject = subject;
    this.faults = faults;
    this.maxSteps = maxSteps;
    this.properties = subject.properties();
    this.mayCrash = mayCrash(subject.cluster());
    this.endsAfter = OptionalLong.empty();
  }

  private static Set<NodeId> mayCrash(Cluster<?> cluster) {
    return cluster.nodes().stream()
        .filter(node -> cluster.isDurable(node) && crashes(cluster, node))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A model may leave crashes out, or begin when a node is down already. */
  private static <M> boolean crashes(Cluster<M> cluster, NodeId node) {
    return cluster.initial().status(node) instanceof NodeStatus.Up
        && cluster.apply(cluster.initial(), new Event.Crash<>(node)).isPresent();
  }

  private Simulation(Simulation<M> simulation, List<Property<M>> more) {
    this.subject = simulation.subject;
    this.faults = simulation.faults;
    this.maxSteps = simulation.maxSteps;
    this.mayCrash = simulation.mayCrash;
    this.endsAfter = simulation.endsAfter;
    this.properties = Stream.concat(simulation.properties.stream(), more.stream()).toList();
  }

  /** Returns the same simulation, which also checks other properties in every step. */
  public Simulation<M> alsoChecking(List<Property<M>> more) {
    return new Simulation<>(this, more);
  }

  private Simulation(Simulation<M> simulation, long steps) {
    this.subject = simulation.subject;
    this.faults = simulation.faults.withLastMicros(FOR_EVER_MICROS);
    this.maxSteps = Math.max(simulation.maxSteps, steps);
    this.mayCrash = simulation.mayCrash;
    this.properties = simulation.properties;
    this.endsAfter = OptionalLong.of(steps);
  }

  /**
   * Returns the same simulation of runs that end after so many steps and not before, whatever the
   * protocol has done, with faults all the while. What it promises for the time after the last
   * fault is not asked, unless nothing more can happen.
   */
  public Simulation<M> lasting(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("a run needs a step, not " + steps);
    }
    return new Simulation<>(this, steps);
  }

  /** Creates the simulation of a subject under faults. */
  public Simulation(Subject<M> subject, Faults faults) {
    this(subject, faults, DEFAULT_MAX_STEPS);
  }

  /** Returns the subject. */
  public Subject<M> subject() {
    return subject;
  }

  /** Returns the faults. */
  public Faults faults() {
    return faults;
  }

  /** Returns what is checked in every step. */
  public List<Property<M>> properties() {
    return properties;
  }

  /** Returns how many steps a run may take. */
  public long maxSteps() {
    return maxSteps;
  }

  /** Returns after how many steps a run ends, if not when the protocol has done what it is for. */
  OptionalLong endsAfter() {
    return endsAfter;
  }

  Set<NodeId> mayCrash() {
    return mayCrash;
  }

  /** Simulates run number {@code run} under {@code seed}: always the same one. */
  public RunResult<M> run(long seed, long run) {
    return run(seed, run, (micros, node, clock, transition) -> {});
  }

  /** Simulates that run, too, and keeps its log. */
  public Recording<M> record(long seed, long run) {
    List<TraceEvent> events = new ArrayList<>();
    RunResult<M> result = run(seed, run, new Recorder<>(subject, events::add));
    return new Recording<>(result, Recorder.header(subject, seed, run), events);
  }

  RunResult<M> run(long seed, long run, Witness<M> witness) {
    RunResult<M> result = new Run<>(this, seed, run, witness).result();
    return result.violation().isEmpty() ? result : withSchedule(result, seed, run);
  }

  /** Runs it once more to write down what happened: a run that holds does not pay for that. */
  private RunResult<M> withSchedule(RunResult<M> result, long seed, long run) {
    List<Event<M>> schedule = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    new Run<>(
            this,
            seed,
            run,
            (micros, node, clock, transition) -> {
              schedule.add(transition.event());
              lines.add(line(micros, node, transition));
            })
        .result();
    Violation<M> violation = result.violation().orElseThrow();
    return new RunResult<>(
        result.run(),
        result.ending(),
        result.steps(),
        result.micros(),
        result.outcome(),
        result.faults(),
        result.actions(),
        Optional.of(new Violation<>(violation.property(), violation.about(), schedule, lines)));
  }

  private static String line(long micros, NodeId node, Transition<?> transition) {
    String sent = transition.sent().isEmpty() ? "" : "  sends " + transition.sent().toString();
    return String.format(
        Locale.ROOT, "%12.3f ms  %-8s %s%s", micros / 1000.0, node, transition.action(), sent);
  }
}
