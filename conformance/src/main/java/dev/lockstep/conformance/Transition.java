package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import java.util.List;

/**
 * A step of a cluster.
 *
 * @param event what happened
 * @param action the action of the spec that the code says it took
 * @param sent what was sent, also if the same messages were in flight already
 * @param target the world afterwards
 * @param <M> the messages
 */
public record Transition<M>(Event<M> event, Action action, List<M> sent, World<M> target) {

  /** Copies the messages. */
  public Transition {
    sent = List.copyOf(sent);
  }
}
