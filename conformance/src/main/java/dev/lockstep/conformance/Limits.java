package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import java.util.Optional;

/**
 * The bounds of a model in which nothing is counted: whether an action may be taken can be read off
 * the world.
 *
 * @param <M> the messages
 */
@FunctionalInterface
public interface Limits<M> extends Bounds<M, String> {

  /** Says whether an action may be taken in a world. */
  boolean allows(World<M> source, Action action);

  @Override
  default String initial() {
    return "";
  }

  @Override
  default Optional<String> after(String used, World<M> source, Action action, World<M> target) {
    return allows(source, action) ? Optional.of(used) : Optional.empty();
  }
}
