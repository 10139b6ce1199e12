package dev.lockstep.core;

/**
 * The name of a process. In a spec it is a model value or a string of the same name.
 *
 * @param name how the node is called in the spec's constants, for example {@code rm1}
 */
public record NodeId(String name) implements Comparable<NodeId> {

  /** Refuses an empty name. */
  public NodeId {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a node needs a name that is not blank");
    }
  }

  @Override
  public int compareTo(NodeId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
