package dev.lockstep.history.transaction;

import dev.lockstep.history.Value;

/**
 * One transaction has to come before another.
 *
 * @param from the node of the earlier one
 * @param to the node of the later one
 * @param key the item, {@link Value.Nil} if it is not about one
 * @param before the version of the item that {@code from} wrote or read, nil for the first one
 * @param after the version that {@code to} wrote or read
 */
record Edge(int from, int to, Type type, Value key, Value before, Value after) {

  /** Why. */
  enum Type {
    /** The later one replaced what the earlier one wrote. */
    WW,
    /** The later one read what the earlier one wrote. */
    WR,
    /** The later one replaced what the earlier one read. */
    RW,
    /** The same process did one after the other. */
    PROCESS,
    /** The earlier one had returned before the later one was invoked. */
    REALTIME
  }
}
