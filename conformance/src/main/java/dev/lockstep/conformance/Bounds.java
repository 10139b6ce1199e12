package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import java.util.Optional;

/**
 * The bounds of a model, for protocols whose state space is infinite without them: how many
 * crashes, elections, requests. They are the code's half of what the {@code MC} module says, and
 * count in values of their own if that module has variables of its own.
 *
 * @param <M> the messages
 * @param <U> what is used up so far: an immutable value
 */
public interface Bounds<M, U> {

  /** Returns what is used up in the beginning. */
  U initial();

  /**
   * Returns what is used up after a step, or empty if the bounds forbid it.
   *
   * @param used what was used up before
   */
  Optional<U> after(U used, World<M> source, Action action, World<M> target);
}
