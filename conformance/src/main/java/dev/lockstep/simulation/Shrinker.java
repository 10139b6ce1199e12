package dev.lockstep.simulation;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.Network;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.core.NodeId;
import dev.lockstep.evidence.DeltaDebugging;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the schedule of a violation shorter: leaves out events, larger pieces first, as long as the
 * same property falls. What is left is minimal in that no single event can be left out.
 *
 * <p>A schedule is repeated without time and chance, event by event. An event that cannot happen,
 * because one before it is gone, is left out, too.
 *
 * <p>No step breaks a liveness property. There the schedule is repeated to its end, and then the
 * run goes on in the calm: nothing fails, who is down comes back, each message that was sent and
 * neither lost nor received since arrives, every timer fires. That takes no chance either. The
 * schedule breaks the property if the protocol still does not do what it is for. A protocol that
 * never rests takes many steps in the calm, so after very many of them the run stays as short as it
 * is by then. Nor does a step show an exception; there the schedule leads to a world in which
 * something makes the code throw.
 *
 * <p>Stateless and safe for use by several threads.
 *
 * @param <M> the messages
 * @see DeltaDebugging
 */
public final class Shrinker<M> {

  /** How many steps may be taken in the calm to make a run shorter. */
  private static final long MOST_CALM_STEPS = 100_000;

  private final Simulation<M> simulation;
  private final Subject<M> subject;
  private final Cluster<M> cluster;

  /** Creates a shrinker for the runs of {@code simulation}. */
  public Shrinker(Simulation<M> simulation) {
    this.simulation = simulation;
    this.subject = simulation.subject();
    this.cluster = subject.cluster();
  }

  /**
   * Returns a run, as short as it can be made, in which the same property falls; empty if repeating
   * the schedule does not break it, as with what depends on time.
   */
  public Optional<ShortestRun<M>> shrink(Violation<M> violation) {
    String property = violation.property();
    ShortestRun.Ending ending = ending(property);
    AtomicLong calmSteps = new AtomicLong();
    return replay(violation.schedule(), property, ending, calmSteps)
        .map(
            steps ->
                DeltaDebugging.minimal(
                    steps,
                    (list, from, to) ->
                        calmSteps.get() < MOST_CALM_STEPS
                            ? replay(without(list, from, to), property, ending, calmSteps)
                            : Optional.empty()))
        .map(steps -> new ShortestRun<>(steps, ending));
  }

  private ShortestRun.Ending ending(String property) {
    if (property.equals(Violation.NO_EXCEPTION)) {
      return ShortestRun.Ending.THROWS;
    }
    return subject.liveness().filter(property::equals).isPresent()
        ? ShortestRun.Ending.NEVER_DONE
        : ShortestRun.Ending.LAST_STEP;
  }

  /** The steps up to what breaks {@code property}, if anything does. */
  private Optional<List<Transition<M>>> replay(
      List<Event<M>> schedule, String property, ShortestRun.Ending ending, AtomicLong calmSteps) {
    World<M> world = cluster.initial();
    Set<Run.Sent<M>> underWay = new LinkedHashSet<>();
    List<Transition<M>> steps = new ArrayList<>();
    for (Event<M> event : schedule) {
      if (!canHappen(world, event) || isThrownAt(world, event)) {
        continue;
      }
      Optional<Transition<M>> step = cluster.apply(world, event);
      if (step.isEmpty()) {
        continue;
      }
      World<M> before = world;
      world = step.get().target();
      steps.add(step.get());
      follow(underWay, step.get());
      if (breaks(property, before, world)) {
        return Optional.of(steps);
      }
    }
    boolean broken =
        switch (ending) {
          case LAST_STEP -> false;
          case NEVER_DONE -> fallsInTheCalm(property, world, underWay, calmSteps);
          case THROWS -> somethingIsThrownAt(world);
        };
    return broken ? Optional.of(steps) : Optional.empty();
  }

  private boolean somethingIsThrownAt(World<M> world) {
    return cluster.events(world).stream().anyMatch(event -> isThrownAt(world, event));
  }

  private boolean isThrownAt(World<M> world, Event<M> event) {
    try {
      cluster.apply(world, event);
      return false;
    } catch (RuntimeException thrown) {
      return true;
    }
  }

  private boolean breaks(String property, World<M> before, World<M> after) {
    return simulation.properties().stream()
        .anyMatch(checked -> checked.name().equals(property) && !checked.holdsIn(before, after));
  }

  private boolean fallsInTheCalm(
      String property, World<M> world, Set<Run.Sent<M>> underWay, AtomicLong calmSteps) {
    RunResult<M> calm = Run.inTheCalm(simulation, world, underWay);
    calmSteps.addAndGet(calm.steps());
    return calm.violation().filter(found -> found.property().equals(property)).isPresent();
  }

  private void follow(Set<Run.Sent<M>> underWay, Transition<M> step) {
    if (step.event() instanceof Event.Deliver<M> deliver) {
      underWay.removeIf(
          sent -> sent.to().equals(deliver.to()) && sent.message().equals(deliver.message()));
    }
    Network<M> network = step.target().network();
    NodeId from = sender(step.event());
    for (M message : step.sent()) {
      network.recipients(message).forEach(to -> underWay.add(new Run.Sent<>(from, to, message)));
    }
    if (step.event() instanceof Event.NetworkFault) {
      underWay.removeIf(sent -> !network.contains(sent.message()));
    }
  }

  private NodeId sender(Event<M> event) {
    return switch (event) {
      case Event.Deliver<M>(NodeId to, M ignored) -> to;
      case Event.Local<M>(NodeId node, Object ignored) -> node;
      case Event.Crash<M>(NodeId node) -> node;
      case Event.CrashLosing<M>(NodeId node, Object ignored) -> node;
      case Event.Restart<M>(NodeId node) -> node;
      case Event.NetworkFault<M> ignored -> Run.NETWORK;
    };
  }

  private boolean canHappen(World<M> world, Event<M> event) {
    return switch (event) {
      case Event.Deliver<M> deliver ->
          world.status(deliver.to()) instanceof NodeStatus.Up
              && world.network().delivers(new Network.Delivery<>(deliver.to(), deliver.message()));
      case Event.Local<M> local -> cluster.localInputs(world, local.node()).contains(local.input());
      case Event.Crash<M> crash -> world.status(crash.node()) instanceof NodeStatus.Up;
      case Event.CrashLosing<M> crash -> world.status(crash.node()) instanceof NodeStatus.Up;
      case Event.Restart<M> restart -> world.status(restart.node()) instanceof NodeStatus.Down;
      case Event.NetworkFault<M> fault -> world.network().after(fault.action()).isPresent();
    };
  }

  private static <M> List<Event<M>> without(List<Transition<M>> steps, int from, int to) {
    List<Event<M>> left = new ArrayList<>(steps.size() - (to - from));
    for (int i = 0; i < steps.size(); i++) {
      if (i < from || i >= to) {
        left.add(steps.get(i).event());
      }
    }
    return left;
  }
}
