package dev.lockstep.simulation;

import dev.lockstep.core.NodeId;

/**
 * A copy of a message on its way.
 *
 * @param from who sent it
 * @param to who is to get it
 * @param message the message
 * @param sentAt the sender's Lamport clock
 * @param number in which order copies were sent
 * @param <M> the messages
 */
record Copy<M>(NodeId from, NodeId to, M message, long sentAt, long number) {}
