package dev.lockstep.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A variable, a place inside its value, or a projection of what stands there, for example {@code
 * rmState/rm1}, {@code length(log/n1)} or {@code last(log/n1)/term}. In text, segments are
 * separated by {@code /}; inside a key {@code ~1} stands for a slash and {@code ~0} for a tilde (as
 * in JSON Pointer, RFC 6901), {@code ~2} and {@code ~3} for parentheses.
 *
 * @param variable the name of the variable
 * @param path the way from the variable's value to what is meant; empty for the whole value
 */
public record Place(String variable, List<Segment> path) implements Comparable<Place> {

  /** One step of the way: into the value, or a projection of it. */
  public sealed interface Segment permits Key, Projection {}

  /**
   * A step into a value.
   *
   * @param text the name of a field, the text of a function's argument, or the position in a
   *     sequence counted from 1
   */
  public record Key(String text) implements Segment {}

  /** Copies the path. */
  public Place {
    path = List.copyOf(path);
  }

  /** Returns the place that {@code keys} lead to from {@code variable}. */
  public static Place of(String variable, String... keys) {
    return new Place(variable, Arrays.stream(keys).<Segment>map(Key::new).toList());
  }

  /**
   * Reads a place.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static Place parse(String text) {
    return new PlaceParser(text).parse();
  }

  /** Returns the place that is reached from here by {@code segment}. */
  public Place then(Segment segment) {
    List<Segment> longer = new ArrayList<>(path);
    longer.add(segment);
    return new Place(variable, longer);
  }

  @Override
  public int compareTo(Place other) {
    int result = variable.compareTo(other.variable);
    for (int at = 0; result == 0 && at < Math.min(path.size(), other.path.size()); at++) {
      result = compare(path.get(at), other.path.get(at));
    }
    return result == 0 ? Integer.compare(path.size(), other.path.size()) : result;
  }

  /** Keys come before projections. */
  private static int compare(Segment left, Segment right) {
    return switch (left) {
      case Key key -> right instanceof Key other ? key.text().compareTo(other.text()) : -1;
      case Projection projection ->
          right instanceof Projection other ? projection.compareTo(other) : 1;
    };
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(escape(variable));
    for (Segment segment : path) {
      switch (segment) {
        case Key key -> text.append('/').append(escape(key.text()));
        case Projection projection -> text.insert(0, projection.word() + "(").append(')');
      }
    }
    return text.toString();
  }

  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1").replace("(", "~2").replace(")", "~3");
  }
}
