package dev.lockstep.durable;

/**
 * The name of a promise. Whoever creates it chooses it, so that creating it twice is creating it
 * once.
 *
 * @param name how it is called in the spec's constants, for example {@code p1}
 */
public record PromiseId(String name) implements Comparable<PromiseId> {

  /** Refuses an empty name. */
  public PromiseId {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a promise needs a name that is not blank");
    }
  }

  @Override
  public int compareTo(PromiseId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
