package dev.lockstep.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A name that the catalog does not have. The message names the nearest one that it has. */
public final class UnknownNameException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> candidates;
  private final transient Optional<String> nearest;

  /**
   * Creates the error.
   *
   * @param kind what was looked for, for example {@code "protocol"}
   */
  UnknownNameException(String kind, String name, Collection<String> candidates) {
    this(kind, name, List.copyOf(candidates), Nearest.to(name, candidates));
  }

  private UnknownNameException(
      String kind, String name, List<String> candidates, Optional<String> nearest) {
    super(
        "no %s is called '%s'%s"
            .formatted(
                kind,
                name,
                nearest
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("; there are: " + String.join(", ", candidates))));
    this.candidates = candidates;
    this.nearest = nearest;
  }

  /** Returns all names that there are. */
  public List<String> candidates() {
    return candidates;
  }

  /** Returns the name that was probably meant. */
  public Optional<String> nearest() {
    return nearest;
  }
}
