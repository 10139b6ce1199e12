package dev.lockstep.simulation;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.Network;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.evidence.DeltaDebugging;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the schedule of a violation shorter: leaves out events, larger pieces first, as long as the
 * same property falls. What is left is minimal in that no single event can be left out.
 *
 * <p>A schedule is repeated without time and chance, event by event. An event that cannot happen,
 * because one before it is gone, is left out, too.
 *
 * <p>Stateless and safe for use by several threads.
 *
 * @param <M> the messages
 * @see DeltaDebugging
 */
public final class Shrinker<M> {

  private final Subject<M> subject;
  private final Cluster<M> cluster;

  /** Creates a shrinker for the runs of {@code subject}. */
  public Shrinker(Subject<M> subject) {
    this.subject = subject;
    this.cluster = subject.cluster();
  }

  /**
   * Returns the steps of a run, as short as it can be made, at the end of which the same property
   * falls; empty if repeating the schedule does not break it, as with a liveness property, which no
   * step breaks.
   */
  public List<Transition<M>> shrink(Violation<M> violation) {
    Optional<List<Transition<M>>> shortest = replay(violation.schedule(), violation.property());
    if (shortest.isEmpty()) {
      return List.of();
    }
    return DeltaDebugging.minimal(
        shortest.get(),
        (steps, from, to) -> replay(without(steps, from, to), violation.property()));
  }

  /** The steps up to the one that breaks {@code property}, if one does. */
  private Optional<List<Transition<M>>> replay(List<Event<M>> schedule, String property) {
    World<M> world = cluster.initial();
    List<Transition<M>> steps = new ArrayList<>();
    for (Event<M> event : schedule) {
      if (!canHappen(world, event)) {
        continue;
      }
      Optional<Transition<M>> step = cluster.apply(world, event);
      if (step.isEmpty()) {
        continue;
      }
      World<M> before = world;
      world = step.get().target();
      steps.add(step.get());
      for (Property<M> checked : subject.properties()) {
        if (checked.name().equals(property) && !checked.holdsIn(before, world)) {
          return Optional.of(steps);
        }
      }
    }
    return Optional.empty();
  }

  private boolean canHappen(World<M> world, Event<M> event) {
    return switch (event) {
      case Event.Deliver<M> deliver ->
          world.status(deliver.to()) instanceof NodeStatus.Up
              && world
                  .network()
                  .deliveries()
                  .contains(new Network.Delivery<>(deliver.to(), deliver.message()));
      case Event.Local<M> local -> cluster.localInputs(world, local.node()).contains(local.input());
      case Event.Crash<M> crash -> world.status(crash.node()) instanceof NodeStatus.Up;
      case Event.Restart<M> restart -> world.status(restart.node()) instanceof NodeStatus.Down;
      case Event.NetworkFault<M> fault ->
          world.network().faults().stream()
              .anyMatch(possible -> possible.action().equals(fault.action()));
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
