package dev.lockstep.driver;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an implementation starts with. Values of TLA+ are plain Java: strings and model values are
 * {@code String}, numbers {@code Integer}, truth values {@code Boolean}, sequences {@code List},
 * sets {@code Set}, records and functions {@code Map}.
 *
 * @param constants the values of the spec's constants, by name
 * @param state the values of the spec's variables in the initial state, by name
 */
public record Setup(Map<String, Object> constants, Map<String, Object> state) {

  /** Copies the maps. */
  public Setup {
    constants = Collections.unmodifiableMap(new TreeMap<>(constants));
    state = Collections.unmodifiableMap(new TreeMap<>(state));
  }

  /**
   * Returns the constant {@code name} as the names in a set, for example of nodes.
   *
   * @throws IllegalArgumentException if there is none, or it is no set of names
   */
  public List<String> names(String name) {
    if (!(constants.get(name) instanceof Collection<?> elements)) {
      throw new IllegalArgumentException(
          "no constant " + name + " that is a set; there are: " + constants);
    }
    return elements.stream().map(String::valueOf).toList();
  }

  /**
   * Returns the constant {@code name} as a number.
   *
   * @throws IllegalArgumentException if there is none, or it is no number
   */
  public int number(String name) {
    if (constants.get(name) instanceof Integer number) {
      return number;
    }
    throw new IllegalArgumentException(
        "no constant " + name + " that is a number; there are: " + constants);
  }
}
