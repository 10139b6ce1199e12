package dev.lockstep.simulation;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.core.NodeId;
import dev.lockstep.trace.Place;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a protocol brings along to be simulated: a cluster, how long its nodes wait, what must hold,
 * when a run is over, and what a node can write into a log about itself.
 *
 * <p>Implementations are immutable and safe for use by several threads.
 *
 * @param <M> the messages
 */
public interface Subject<M> {

  /** Returns what joins the protocol's code to its spec. */
  Binding<M> binding();

  /** Returns the name of the spec's module: that of the protocol in the catalog. */
  default String spec() {
    return Specs.moduleOf(binding().protocol());
  }

  /**
   * Returns the values of the spec's constants, by name, in the plain Java of the binding: names,
   * which become model values, numbers, booleans and sets of these. Constants for which the catalog
   * names an operator are left out.
   */
  SortedMap<String, Object> constants();

  /**
   * Returns constants that only a model has, such as how far a clock counts, and that the code's
   * side of a model is built with.
   */
  default SortedMap<String, Object> bounds() {
    return Collections.emptySortedMap();
  }

  /** Returns the system. */
  Cluster<M> cluster();

  /** Returns the same with another system, for example with a mutant in it. */
  Subject<M> with(Cluster<M> other);

  /** Returns how long {@code node} waits before it gives itself {@code input}. */
  Timer timer(NodeId node, Object input);

  /**
   * Says whether a step of {@code node} makes it wait anew before it gives itself {@code input}: it
   * has heard from the leader, and has patience again.
   */
  default boolean restarts(NodeId node, Object input, Transition<M> step) {
    return false;
  }

  /**
   * Says whether a step depends on the time that all nodes live in, or whether others depend on
   * this one through it: a clock ticks, which must not run away from another. Such steps happen in
   * one order, of which the messages say nothing.
   *
   * @param before the world in which the step is taken
   */
  default boolean dependsOnTime(World<M> before, Transition<M> step) {
    return false;
  }

  /**
   * Says whether the network forgets what nobody is going to receive any more. A message of which
   * the last copy has arrived is then taken out by the action by which it could also be lost, an
   * event like others, so that a long run does not carry along all that was ever sent.
   */
  default boolean forgetsReceived() {
    return false;
  }

  /** Returns what must hold in every step. */
  List<Property<M>> properties();

  /**
   * Returns the name of the liveness property that says that {@link #isDone} comes true some time
   * after the last fault, if there is one.
   */
  Optional<String> liveness();

  /** Says whether the protocol has done what it is for. */
  boolean isDone(World<M> world);

  /** Returns what came of the run in one word, for example {@code committed}. */
  String outcome(World<M> world);

  /** Returns every outcome that there is, in the order in which people want to read them. */
  List<String> outcomes();

  /** Returns what {@code node} sees of itself: variables of the spec, or places inside them. */
  List<Place> observed(NodeId node);
}
