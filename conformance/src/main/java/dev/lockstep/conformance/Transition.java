package dev.lockstep.conformance;

import dev.lockstep.core.Action;

/**
 * A step of a cluster.
 *
 * @param event what happened
 * @param action the action of the spec that the code says it took
 * @param target the world afterwards
 * @param <M> the messages
 */
public record Transition<M>(Event<M> event, Action action, World<M> target) {}
