package dev.lockstep.durable.restart;

/**
 * The name of a process: a program that somebody wants to be run. Whoever wants that chooses it, so
 * that wanting it twice is wanting it once.
 *
 * @param name how it is called in the spec's constants, for example {@code p1}
 */
public record ProcessId(String name) implements Comparable<ProcessId> {

  /** Refuses an empty name. */
  public ProcessId {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a process needs a name that is not blank");
    }
  }

  @Override
  public int compareTo(ProcessId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
