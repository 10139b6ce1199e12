package dev.lockstep.observation;

import java.util.List;

/**
 * A place where the log and a state of the spec disagree.
 *
 * @param place the variable, or the place inside it
 * @param logged what the log says, as it says it
 * @param expected the value that the log's words amount to, if they are relative to the value
 *     before; otherwise the same as {@code logged}
 * @param spec the value in the spec
 * @param notes what is worth saying, for example which elements a set lacks
 */
public record Difference(
    String place, String logged, String expected, String spec, List<String> notes) {

  /** Copies the notes. */
  public Difference {
    notes = List.copyOf(notes);
  }
}
