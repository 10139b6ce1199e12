package dev.lockstep.core;

/**
 * A core of a process that comes back after a crash.
 *
 * <p>Durability is part of the state: {@link #durable} is what must be on disk before any message
 * of a step leaves, and all that is left after a crash.
 *
 * @param <S> the state: an immutable value
 * @param <D> the part of the state that survives a crash: an immutable value
 * @param <I> the inputs: deliveries, timers that fire, choices of the application
 * @param <M> the messages of the protocol: immutable values
 */
public interface DurableCore<S, D, I, M> extends Core<S, I, M> {

  /** Returns the part of {@code state} that survives a crash. */
  D durable(S state);

  /** Starts again after a crash from what was durable. */
  Step<S, M> restart(D durable);
}
