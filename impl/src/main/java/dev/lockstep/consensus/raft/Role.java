package dev.lockstep.consensus.raft;

/**
 * What a server is. It starts as a follower, becomes a candidate by a timeout and a leader by the
 * votes of a quorum, and is a follower again as soon as it hears of a newer term. A server that is
 * down has no role: it has a disk.
 */
public enum Role {
  /** Answers others, and waits to hear from a leader. */
  FOLLOWER,
  /** Asks for votes. */
  CANDIDATE,
  /** Appends what clients ask for, and copies its log to the others. */
  LEADER
}
