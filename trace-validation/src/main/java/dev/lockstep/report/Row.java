package dev.lockstep.report;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import java.util.List;
import java.util.Optional;

/**
 * A line of the diagram.
 *
 * @param kind what it shows
 * @param number the number of the event in the run, counted from 1; of a hidden step, the event
 *     that it comes before
 * @param part which step of a composed event this is, counted from 1
 * @param parts how many steps the event is composed of
 * @param lane who acts
 * @param call what happens, in words
 * @param action the action of the spec
 * @param event the event of the log; its values are those after its last part
 * @param edits what the step changes
 */
record Row(
    Kind kind,
    long number,
    int part,
    int parts,
    Optional<String> lane,
    String call,
    Optional<ActionCall> action,
    Optional<TraceEvent> event,
    Optional<Edits> edits) {

  /** What a row shows; the page knows them by their numbers. */
  enum Kind {
    /** The state before all other rows. */
    START(0),
    /** A step of the spec that an event of the log shows. */
    STEP(1),
    /** A step of the spec that the log does not show. */
    HIDDEN(2),
    /** An event that is no step of the spec. */
    OBSERVATION(3),
    /** The event that no behaviour agrees with. */
    BLOCKED(4),
    /** The step that breaks an invariant. */
    BROKEN(5),
    /** The place where a budget ran out. */
    EXHAUSTED(6);

    final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /** Returns what the log calls the event, if that is more or less than the action; or nothing. */
  String loggedAs() {
    if (kind == Kind.BLOCKED || event.isEmpty()) {
      return "";
    }
    Steps steps = event.get().steps();
    boolean same =
        !steps.composed()
            && action.isPresent()
            && steps
                .calls()
                .equals(List.of(LoggedCall.of(action.get().name(), arguments(action.get()))));
    return same ? "" : steps.toString();
  }

  private static List<LoggedValue> arguments(ActionCall call) {
    return call.arguments().stream().map(LoggedValue::of).toList();
  }

  boolean isLastPart() {
    return part == parts;
  }
}
