package dev.lockstep.simulation;

import dev.lockstep.conformance.World;
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

  boolean holdsIn(World<M> before, World<M> after) {
    return holds.test(before, after);
  }
}
