package dev.lockstep.history.linearizability;

import org.jspecify.annotations.Nullable;

/**
 * Where a search stands: some operations have taken effect, in some order, and left the object in a
 * state. All that returned before {@link #position} have; of those that are open there, {@link
 * #done} says which.
 */
final class Configuration<S> {

  /** No candidate was tried yet. */
  static final int UNTRIED = -1;

  final @Nullable Configuration<S> parent;

  /** The operation that came after the parent's, then all reads that are possible. */
  final int operation;

  /** How many operations have returned. */
  final int position;

  /** A bit for each slot of operations that return, then one for each that never does. */
  final long[] done;

  final S state;

  /** The last candidate tried; a search goes on with the next. */
  int tried = UNTRIED;

  /** Which candidates are tried now; see {@link Search}. */
  byte stage;

  /** The next in the same bucket of {@link Visited}. */
  @Nullable Configuration<S> chain;

  Configuration(
      @Nullable Configuration<S> parent, int operation, int position, long[] done, S state) {
    this.parent = parent;
    this.operation = operation;
    this.position = position;
    this.done = done;
    this.state = state;
  }
}
