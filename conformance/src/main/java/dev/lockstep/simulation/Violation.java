package dev.lockstep.simulation;

import dev.lockstep.conformance.Event;
import java.util.List;

/**
 * A property that fell in a run.
 *
 * @param property its name in the spec
 * @param about one sentence: what is wrong
 * @param schedule what happened, from the beginning: enough to repeat the run without a seed
 * @param lines the same for people, one line each; the last one is the step that broke the property
 * @param <M> the messages
 */
public record Violation<M>(
    String property, String about, List<Event<M>> schedule, List<String> lines) {

  /** The name of the property that a core throws nothing. */
  public static final String NO_EXCEPTION = "NoException";

  /** Copies the lists. */
  public Violation {
    schedule = List.copyOf(schedule);
    lines = List.copyOf(lines);
  }
}
