package dev.lockstep.history.model;

import dev.lockstep.history.Value;
import org.jspecify.annotations.Nullable;

/**
 * A list of values that shares its tail with others. Its hash is kept, and two that differ mostly
 * differ in it.
 */
final class Chain {

  /** How many elements are shown of a long one. */
  private static final int SHOWN = 12;

  static final Chain EMPTY = new Chain(null, null, 0, 17);

  final @Nullable Value head;
  final @Nullable Chain tail;
  final int size;
  private final int hash;

  private Chain(@Nullable Value head, @Nullable Chain tail, int size, int hash) {
    this.head = head;
    this.tail = tail;
    this.size = size;
    this.hash = hash;
  }

  Chain with(Value value) {
    return new Chain(value, this, size + 1, hash * 1_000_003 + value.hashCode());
  }

  Chain reversed() {
    Chain reversed = EMPTY;
    for (Chain chain = this; chain != null && chain.head != null; chain = chain.tail) {
      reversed = reversed.with(chain.head);
    }
    return reversed;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Shared tails are compared no further.
  public boolean equals(Object other) {
    if (!(other instanceof Chain b) || b.size != size || b.hash != hash) {
      return false;
    }
    Chain a = this;
    while (a != b && a != null && b != null && a.head != null && b.head != null) {
      if (!a.head.equals(b.head)) {
        return false;
      }
      a = a.tail;
      b = b.tail;
    }
    return true;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    int shown = 0;
    for (Chain chain = this; chain != null && chain.head != null; chain = chain.tail) {
      if (shown++ == SHOWN) {
        return text.append(" … ").append(size).append(" in all]").toString();
      }
      text.append(text.length() == 1 ? "" : " ").append(chain.head);
    }
    return text.append(']').toString();
  }
}
