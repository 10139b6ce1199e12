package dev.lockstep.simulation;

import dev.lockstep.conformance.SpecInvariants;
import dev.lockstep.conformance.World;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Something that must hold in every step of a run, under the name that it has in the spec.
 *
 * @param name the name of the invariant or action property in the spec
 * @param holds whether it holds in a step from one world to the next
 * @param <M> the messages
 */
public record Property<M>(String name, BiPredicate<World<M>, World<M>> holds) {

  /** Returns an invariant: it must hold in every world. */
  public static <M> Property<M> invariant(String name, Predicate<World<M>> holds) {
    return new Property<>(name, (before, after) -> holds.test(after));
  }

  /** Returns an action property: it must hold between a world and the next. */
  public static <M> Property<M> step(String name, BiPredicate<World<M>, World<M>> holds) {
    return new Property<>(name, holds);
  }

  /** Returns the invariants of the spec itself, as TLC evaluates them. */
  public static <M> List<Property<M>> ofSpec(SpecInvariants<M> invariants) {
    return invariants.names().stream()
        .map(name -> Property.<M>invariant(name, world -> invariants.holds(name, world)))
        .toList();
  }

  boolean holdsIn(World<M> before, World<M> after) {
    return holds.test(before, after);
  }
}
