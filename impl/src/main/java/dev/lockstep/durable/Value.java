package dev.lockstep.durable;

/**
 * A value by its name.
 *
 * @param name how it is called in the spec's constants, for example {@code v1}
 */
public record Value(String name) implements Comparable<Value> {

  /** What a promise has before it is settled, and after its deadline. */
  public static final Value NO_VALUE = new Value("NoValue");

  @Override
  public int compareTo(Value other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
