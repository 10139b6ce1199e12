package dev.lockstep.trace;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The steps of the spec that one event amounts to: most often one. {@code toString} is for people.
 *
 * @param calls the actions, one after the other; none for one step of unknown name
 * @param stuttering whether the event may be no step at all
 */
public record Steps(List<LoggedCall> calls, Stuttering stuttering) {

  /** Whether an event may leave the spec in the state in which it is. */
  public enum Stuttering {
    /** It is a step of the spec. */
    NEVER,
    /** It is a step of the spec or none. */
    MAYBE,
    /** It is no step of the spec: what it observed is so already. */
    ALWAYS
  }

  /** One step of unknown name. */
  public static final Steps ANY = new Steps(List.of(), Stuttering.NEVER);

  /** No step: only an observation. */
  public static final Steps NONE = new Steps(List.of(), Stuttering.ALWAYS);

  /** Copies the calls. */
  public Steps {
    calls = List.copyOf(calls);
  }

  /** Returns a single step of an action. */
  public static Steps of(LoggedCall call) {
    return new Steps(List.of(call), Stuttering.NEVER);
  }

  /** Says whether this is several steps in one. */
  public boolean composed() {
    return calls.size() > 1;
  }

  @Override
  public String toString() {
    if (stuttering == Stuttering.ALWAYS) {
      return "an observation without a step";
    }
    return calls.isEmpty()
        ? "a step without a name"
        : calls.stream().map(LoggedCall::toString).collect(Collectors.joining(", then "));
  }
}
