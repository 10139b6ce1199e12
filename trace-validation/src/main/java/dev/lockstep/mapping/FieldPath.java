package dev.lockstep.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where something is in a JSON object: {@code event.msg.from}, or a JSON Pointer (RFC 6901) such as
 * {@code /event/msg.type} where keys have dots. An array's elements are counted from 0.
 */
record FieldPath(List<String> keys) implements Comparable<FieldPath> {

  FieldPath {
    keys = List.copyOf(keys);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if a key is empty in the form with dots
   */
  static FieldPath parse(String text) {
    if (text.startsWith("/")) {
      List<String> keys = new ArrayList<>();
      for (String key : text.substring(1).split("/", -1)) {
        keys.add(key.replace("~1", "/").replace("~0", "~"));
      }
      return new FieldPath(keys);
    }
    List<String> keys = List.of(text.split("\\.", -1));
    if (keys.contains("")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not the path of a field: a name between dots is empty");
    }
    return new FieldPath(keys);
  }

  FieldPath then(List<String> more) {
    List<String> longer = new ArrayList<>(keys);
    longer.addAll(more);
    return new FieldPath(longer);
  }

  @Override
  public int compareTo(FieldPath other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    boolean plain = keys.stream().noneMatch(key -> key.isEmpty() || key.contains("."));
    return plain && !keys.getFirst().startsWith("/")
        ? String.join(".", keys)
        : keys.stream()
            .map(key -> key.replace("~", "~0").replace("/", "~1"))
            .collect(Collectors.joining("/", "/", ""));
  }
}
