package dev.lockstep.consensus.raft;

/**
 * What stands for the entries that are no longer in a log: all up to one of them.
 *
 * @param index the index of the last of them; 0 if there is none
 * @param term its term; 0 if there is none
 */
public record Snapshot(long index, long term) {

  /** Stands for nothing: the log begins with its first entry. */
  public static final Snapshot NONE = new Snapshot(0, 0);
}
