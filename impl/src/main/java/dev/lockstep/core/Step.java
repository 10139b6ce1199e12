package dev.lockstep.core;

import java.util.List;

/**
 * What one input made a core do: the action of the spec that it took, its state afterwards, and the
 * messages that may leave once the durable part of that state is on disk.
 *
 * @param <S> the state of the core
 * @param <M> the messages of the protocol
 * @param action the action of the spec that this step is
 * @param state the state after the step
 * @param messages the messages to send, in the order in which the core asked for them
 */
public record Step<S, M>(Action action, S state, List<M> messages) {

  /** Copies the messages. */
  public Step {
    messages = List.copyOf(messages);
  }
}
