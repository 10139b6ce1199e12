package dev.lockstep.consensus.raft;

/** What an extension remembers that has all it needs in the log. */
public enum Nothing {
  /** The only value. */
  NOTHING
}
