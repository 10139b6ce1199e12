package dev.lockstep.consensus.raft;

/**
 * An entry of a log.
 *
 * @param term the term of the leader that appended it, from 1 on
 * @param value what is to be applied: what a client asked for, or {@link Value#NO_OP}; an immutable
 *     value that this package does not look into
 */
public record Entry(long term, Object value) {}
