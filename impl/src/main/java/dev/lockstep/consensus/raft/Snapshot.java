package dev.lockstep.consensus.raft;

import java.util.List;

/**
 * What stands for the entries that are no longer in a log: all up to one of them.
 *
 * @param index the index of the last of them; 0 if there is none
 * @param term its term; 0 if there is none
 * @param image the state machine after them, in pieces that can be sent one by one; immutable
 *     values that this package does not look into
 */
public record Snapshot(long index, long term, List<Object> image) {

  /** Stands for nothing: the log begins with its first entry. */
  public static final Snapshot NONE = new Snapshot(0, 0, List.of());

  /** Copies the image. */
  public Snapshot {
    image = List.copyOf(image);
  }
}
