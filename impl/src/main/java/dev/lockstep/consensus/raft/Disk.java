package dev.lockstep.consensus.raft;

import dev.lockstep.core.NodeId;

/**
 * What a server has on disk: all that is left of it after a crash.
 *
 * @param currentTerm the latest term that it knows
 * @param votedFor whom it voted for in that term, or {@link Raft#NOBODY}
 * @param log its entries, and the snapshot before them
 */
public record Disk(long currentTerm, NodeId votedFor, Log log) {

  Disk with(Log other) {
    return new Disk(currentTerm, votedFor, other);
  }

  /** A newer term ends the old one, with the vote in it (section 5.1). */
  Disk learn(long term) {
    return term > currentTerm ? new Disk(term, Raft.NOBODY, log) : this;
  }
}
