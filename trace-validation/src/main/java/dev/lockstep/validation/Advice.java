package dev.lockstep.validation;

/** What somebody can do about a run that is none of the spec. */
public final class Advice {

  private Advice() {}

  /** Returns what to do where a run stops for {@code reason}. */
  public static String of(Reason reason) {
    return switch (reason) {
      case Reason.UnknownAction ignored ->
          "log the spec's name of the action, or translate it with --mapping.";
      case Reason.UnknownArgument ignored ->
          "log the values of the spec's constants, or translate them with --mapping.";
      case Reason.NotEnabled ignored ->
          "either the implementation took this step too early, or an event before it is missing"
              + " from the log, or the spec asks for more than the design does.";
      case Reason.ValuesDiffer ignored ->
          "compare how the implementation and the spec compute these values, and whether the log"
              + " shows them as they are after the step.";
      case Reason.InitialStateImpossible ignored ->
          "compare the header's values with Init, and its constants with those meant.";
      case Reason.OrderImpossible ignored ->
          "either one of these steps was taken too early, or the log of some node lacks an event,"
              + " or the clocks order the events in a way that they did not happen.";
      case Reason.InvariantBroken ignored ->
          "the run follows the spec into a state that breaks the invariant: `lockstep check` finds"
              + " the shortest way there.";
    };
  }
}
