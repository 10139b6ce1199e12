package dev.lockstep.core;

import java.util.List;
import java.util.Optional;

/**
 * One role of a protocol as a pure function from a state and an input to the next state and the
 * messages to send. A core reads no clock, starts no thread, draws no random number and does no
 * I/O; whoever runs it (an explorer, a simulator, a shell on a real network) does, and gives it
 * inputs.
 *
 * <p>Durability is part of the state: {@link #durable} is what must be on disk before any message
 * of the step leaves, and all that is left after a crash.
 *
 * <p>Implementations are stateless and safe for use by several threads.
 *
 * @param <S> the state: an immutable value
 * @param <D> the part of the state that survives a crash: an immutable value
 * @param <I> the inputs: deliveries, timers that fire, choices of the application
 * @param <M> the messages of the protocol
 */
public interface Core<S, D, I, M> {

  /** Returns the state in which a node starts for the first time. */
  S initial();

  /**
   * Returns the inputs other than deliveries that may come in {@code state}, in a fixed order: the
   * timers that are armed and the choices that are open to the application. An explorer tries each;
   * a shell maps timers to its clock.
   */
  List<I> localInputs(S state);

  /** Returns the input that hands {@code message} to this core. */
  I delivery(M message);

  /**
   * Takes one step.
   *
   * @return the step, or empty where the input changes nothing: a stale or duplicate message, a
   *     timer that no longer matters
   */
  Optional<Step<S, M>> step(S state, I input);

  /** Returns the part of {@code state} that survives a crash. */
  D durable(S state);

  /** Starts again after a crash from what was durable. */
  Step<S, M> restart(D durable);
}
