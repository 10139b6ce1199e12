package dev.lockstep.history.linearizability;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The configurations that a search has been at.
 *
 * <p>One that differs from an earlier one only in that more operations which never return have
 * taken effect is not worth a visit: whatever leads it to the end leads the earlier one there too,
 * since such operations need not take effect at all.
 */
final class Visited<S> {

  private @Nullable Configuration<S>[] buckets = newBuckets(1 << 8);
  private final int returning;
  private int size;

  /**
   * Creates an empty set.
   *
   * @param returning how many words of {@link Configuration#done} are about operations that return
   */
  Visited(int returning) {
    this.returning = returning;
  }

  int size() {
    return size;
  }

  /** Adds a configuration, unless it is not worth a visit; says whether it is. */
  boolean add(Configuration<S> added) {
    if (size >= buckets.length) {
      grow();
    }
    int bucket = bucket(added);
    for (Configuration<S> seen = buckets[bucket]; seen != null; seen = seen.chain) {
      if (covers(seen, added)) {
        return false;
      }
    }
    added.chain = buckets[bucket];
    buckets[bucket] = added;
    size++;
    return true;
  }

  void forEach(Consumer<Configuration<S>> action) {
    for (Configuration<S> first : buckets) {
      for (Configuration<S> seen = first; seen != null; seen = seen.chain) {
        action.accept(seen);
      }
    }
  }

  private boolean covers(Configuration<S> seen, Configuration<S> added) {
    if (seen.position != added.position) {
      return false;
    }
    for (int i = 0; i < returning; i++) {
      if (seen.done[i] != added.done[i]) {
        return false;
      }
    }
    for (int i = returning; i < seen.done.length; i++) {
      if ((seen.done[i] & ~added.done[i]) != 0) {
        return false;
      }
    }
    return seen.state.equals(added.state);
  }

  private int bucket(Configuration<S> configuration) {
    long hash = configuration.state.hashCode() * 0x9E3779B97F4A7C15L + configuration.position;
    for (int i = 0; i < returning; i++) {
      hash = (hash ^ configuration.done[i]) * 0xC2B2AE3D27D4EB4FL;
      hash ^= hash >>> 29;
    }
    hash *= 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) & (buckets.length - 1);
  }

  private void grow() {
    @Nullable Configuration<S>[] old = buckets;
    buckets = newBuckets(old.length * 2);
    for (Configuration<S> first : old) {
      Configuration<S> seen = first;
      while (seen != null) {
        Configuration<S> next = seen.chain;
        int bucket = bucket(seen);
        seen.chain = buckets[bucket];
        buckets[bucket] = seen;
        seen = next;
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <S> @Nullable Configuration<S>[] newBuckets(int length) {
    return new Configuration[length];
  }
}
