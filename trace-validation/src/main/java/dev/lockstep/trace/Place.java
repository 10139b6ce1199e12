package dev.lockstep.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A variable, or a place inside its value, for example {@code rmState/rm1}. In text, segments are
 * separated by {@code /}, with {@code ~1} for a slash and {@code ~0} for a tilde inside a segment
 * (as in JSON Pointer, RFC 6901).
 *
 * @param variable the name of the variable
 * @param path the keys on the way into its value: field names, texts of a function's arguments,
 *     positions in a sequence counted from 1; empty for the whole value
 */
public record Place(String variable, List<String> path) implements Comparable<Place> {

  /** Copies the path. */
  public Place {
    path = List.copyOf(path);
  }

  /** Returns the place that is all of {@code variable}. */
  public static Place of(String variable, String... path) {
    return new Place(variable, List.of(path));
  }

  /**
   * Reads a place.
   *
   * @throws IllegalArgumentException if there is no variable or an escape is neither ~0 nor ~1
   */
  public static Place parse(String text) {
    List<String> segments = new ArrayList<>();
    for (String segment : text.split("/", -1)) {
      segments.add(unescape(segment));
    }
    if (segments.getFirst().isEmpty()) {
      throw new IllegalArgumentException("it does not start with the name of a variable");
    }
    return new Place(segments.getFirst(), segments.subList(1, segments.size()));
  }

  @Override
  public int compareTo(Place other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return path.isEmpty()
        ? escape(variable)
        : escape(variable)
            + path.stream().map(Place::escape).collect(Collectors.joining("/", "/", ""));
  }

  private static String escape(String segment) {
    return segment.replace("~", "~0").replace("/", "~1");
  }

  private static String unescape(String segment) {
    for (int at = segment.indexOf('~'); at >= 0; at = segment.indexOf('~', at + 1)) {
      if (at + 1 == segment.length() || "01".indexOf(segment.charAt(at + 1)) < 0) {
        throw new IllegalArgumentException("a ~ must be written ~0, and a / inside a key ~1");
      }
    }
    return segment.replace("~1", "/").replace("~0", "~");
  }
}
