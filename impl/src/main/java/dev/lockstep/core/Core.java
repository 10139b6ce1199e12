package dev.lockstep.core;

import java.util.List;
import java.util.Optional;

/**
 * One role of a protocol as a pure function from a state and an input to the next state and the
 * messages to send. A core reads no clock, starts no thread, draws no random number and does no
 * I/O; whoever runs it (an explorer, a simulator, a shell on a real network) does, and gives it
 * inputs.
 *
 * <p>A process that crashes and comes back is a {@link DurableCore}.
 *
 * <p>Every core has the same shape: a record for its state, a sealed interface of records for its
 * inputs, one method for each action of the spec, named like it, and {@link #step}, which is one
 * {@code switch} over the input whose guards are the enabling conditions of the actions. The action
 * methods are protected, so that a deliberately wrong version of one action (a mutant) is a
 * subclass of a few lines; a wrong guard is a subclass that overrides {@link #step} for one input
 * and leaves the others to {@code super}.
 *
 * <p>Implementations hold nothing but their configuration and are safe for use by several threads.
 *
 * @param <S> the state: an immutable value
 * @param <I> the inputs: deliveries, timers that fire, choices of the application
 * @param <M> the messages of the protocol: immutable values
 */
public interface Core<S, I, M> {

  /** Returns the state in which a node starts for the first time. */
  S initial();

  /**
   * Returns the inputs other than deliveries that may come in {@code state}, in a fixed order:
   * timers that may fire and choices that are open to the application. Those that {@link #step}
   * answers with nothing are harmless: a timer is armed exactly while its step is not empty, so
   * that no guard is written down twice.
   */
  List<I> localInputs(S state);

  /**
   * Returns the input that hands {@code message} to this core.
   *
   * @throws IllegalArgumentException if the message is not for this node
   */
  I delivery(M message);

  /**
   * Takes one step.
   *
   * @return the step, or empty where the spec has no action for this input in this state: a stale
   *     message, a timer that no longer matters. A step that happens to change nothing, such as
   *     counting the same vote again, is a step nevertheless
   */
  Optional<Step<S, M>> step(S state, I input);
}
