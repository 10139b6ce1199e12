package dev.lockstep.recorder;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of what happened before: put into each message that it sends, and handed to the
 * receiver's recorder. {@link #toString} is a short text of ASCII letters, digits and punctuation
 * without blanks, good for a field or a header of a message; {@link #parse} reads it again.
 *
 * <p>Immutable.
 */
public final class Stamp {

  /** Nothing happened before. */
  public static final Stamp NONE = new Stamp(0, new TreeMap<>());

  private final long clock;
  private final SortedMap<String, Long> vector;

  /** Takes {@code vector} as it is, without a copy: there is a stamp for each event. */
  private Stamp(long clock, SortedMap<String, Long> vector) {
    this.clock = clock;
    this.vector = vector;
  }

  /**
   * Returns a stamp.
   *
   * @throws IllegalArgumentException if the clock is negative or a counter is not positive
   */
  static Stamp of(long clock, SortedMap<String, Long> vector) {
    if (clock < 0 || vector.values().stream().anyMatch(count -> count <= 0)) {
      throw new IllegalArgumentException("clocks count from 1: " + clock + ", " + vector);
    }
    return new Stamp(clock, new TreeMap<>(vector));
  }

  /** Returns the Lamport clock: no event that happened before has a larger one. */
  public long clock() {
    return clock;
  }

  /**
   * Returns the vector clock: for each node, how many of its recorded events happened before; nodes
   * with none are left out.
   */
  public SortedMap<String, Long> vector() {
    return Collections.unmodifiableSortedMap(vector);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if {@code text} is nothing that it writes
   */
  public static Stamp parse(String text) {
    String[] parts = text.split(",", -1);
    try {
      SortedMap<String, Long> vector = new TreeMap<>();
      for (int i = 1; i < parts.length; i++) {
        int end = parts[i].indexOf('=');
        String node = URLDecoder.decode(parts[i].substring(0, end), StandardCharsets.UTF_8);
        if (vector.put(node, Long.valueOf(parts[i].substring(end + 1))) != null) {
          throw new IllegalArgumentException(node + " is there twice");
        }
      }
      return of(Long.parseLong(parts[0]), vector);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "not a stamp: \"" + text + "\"; expected a text such as 7,rm1=2,tm=4", e);
    }
  }

  /** Returns whether the event stamped so happened before the one with {@code other}. */
  public boolean isBefore(Stamp other) {
    return !vector.equals(other.vector) && isKnownTo(other);
  }

  /** Returns the stamp of the next event at {@code node}. */
  Stamp tick(String node) {
    SortedMap<String, Long> counted = new TreeMap<>(vector);
    counted.merge(node, 1L, Long::sum);
    return new Stamp(clock + 1, counted);
  }

  /** Returns the stamp of one who knows both. */
  Stamp merge(Stamp other) {
    if (other.isKnownTo(this)) {
      return other.clock <= clock ? this : new Stamp(other.clock, vector);
    }
    SortedMap<String, Long> merged = new TreeMap<>(vector);
    other.vector.forEach((node, count) -> merged.merge(node, count, Math::max));
    return new Stamp(Math.max(clock, other.clock), merged);
  }

  private boolean isKnownTo(Stamp other) {
    for (Map.Entry<String, Long> entry : vector.entrySet()) {
      if (entry.getValue() > other.vector.getOrDefault(entry.getKey(), 0L)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Stamp stamp && clock == stamp.clock && vector.equals(stamp.vector);
  }

  @Override
  public int hashCode() {
    return Objects.hash(clock, vector);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(clock);
    vector.forEach(
        (node, count) ->
            text.append(',')
                .append(URLEncoder.encode(node, StandardCharsets.UTF_8))
                .append('=')
                .append((long) count));
    return text.toString();
  }
}
