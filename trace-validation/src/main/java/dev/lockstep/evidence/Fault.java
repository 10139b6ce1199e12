package dev.lockstep.evidence;

import dev.lockstep.trace.TraceEvent;
import java.util.List;

/**
 * One corruption of a run.
 *
 * @param kind its kind
 * @param at the first event that it concerns, counted from 0
 * @param length how many events it replaces
 * @param instead what comes in their place
 * @param subject what is corrupted, for counting: an action, an argument of one, a variable
 * @param words what is changed, for people
 */
record Fault(
    Kind kind, int at, int length, List<TraceEvent> instead, String subject, String words) {

  Fault {
    instead = List.copyOf(instead);
  }

  /** Ways to corrupt a run; what survives of the first says most about what is not checked. */
  enum Kind {
    VALUE("alter a value"),
    DELTA("alter a delta"),
    ARGUMENT("alter an argument"),
    NAME("alter an action's name"),
    DROP("drop an event"),
    DUPLICATE("duplicate an event"),
    SWAP("swap two neighbours");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
