package dev.lockstep.durable.jdbc;

import java.util.Locale;

/**
 * What a program calls a step: its kind and its name, since a step of another kind is another step.
 */
record StepName(Kind kind, String name) {

  /** The last step of every program: what came of it. */
  static final StepName RETURN = new StepName(Kind.RETURN, "return");

  /** What kinds of steps there are. */
  enum Kind {
    /** The worker does it. */
    RUN,
    /** Somebody else does it. */
    CALL,
    /** Time does it. */
    SLEEP,
    /** The program has ended. */
    RETURN;

    boolean isLocal() {
      return this == RUN || this == RETURN;
    }
  }

  /** Reads what {@link #text} wrote. */
  static StepName parse(String text) {
    int blank = text.indexOf(' ');
    return new StepName(
        Kind.valueOf(text.substring(0, blank).toUpperCase(Locale.ROOT)), text.substring(blank + 1));
  }

  /** Returns the name that the core knows the step by. */
  String text() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + name;
  }

  /** Returns for example {@code call "ship"}. */
  @Override
  public String toString() {
    return kind == Kind.RETURN
        ? "the end of the program"
        : kind.name().toLowerCase(Locale.ROOT) + " \"" + name + "\"";
  }
}
