package dev.lockstep.driver;

import java.util.List;
import java.util.Map;

/**
 * The arguments of an action as plain Java values, see {@link Setup}. The getters throw {@link
 * IllegalArgumentException} if there is no such argument, or it is of another kind.
 *
 * @param values the arguments, in order
 */
public record Arguments(List<Object> values) {

  /** Copies the arguments. */
  public Arguments {
    values = List.copyOf(values);
  }

  /** Returns the argument at {@code index}, counted from 0, as a text: a string or model value. */
  public String text(int index) {
    return get(index, String.class, "a text");
  }

  /** Returns the argument at {@code index} as a number. */
  public int number(int index) {
    return get(index, Integer.class, "a number");
  }

  /** Returns the argument at {@code index} as a truth value. */
  public boolean truth(int index) {
    return get(index, Boolean.class, "TRUE or FALSE");
  }

  /** Returns the argument at {@code index} as a record or function. */
  public Map<?, ?> map(int index) {
    return get(index, Map.class, "a record or function");
  }

  /** Returns the text in the field {@code name} of the record at {@code index}. */
  public String text(int index, String name) {
    return field(index, name, String.class, "a text");
  }

  /** Returns the number in the field {@code name} of the record at {@code index}. */
  public int number(int index, String name) {
    return field(index, name, Integer.class, "a number");
  }

  private <T> T field(int index, String name, Class<T> type, String what) {
    Object value = map(index).get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "field " + name + " of argument " + index + " of " + values + " is not " + what);
    }
    return type.cast(value);
  }

  private <T> T get(int index, Class<T> type, String what) {
    if (index < 0 || index >= values.size() || !type.isInstance(values.get(index))) {
      throw new IllegalArgumentException("argument " + index + " of " + values + " is not " + what);
    }
    return type.cast(values.get(index));
  }
}
