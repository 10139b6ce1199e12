package dev.lockstep.emit;

/**
 * A run that has no plain TLA+ module of which we are sure that it means the same. It says nothing
 * about the run.
 */
public final class CannotEmitException extends Exception {

  private static final long serialVersionUID = 1L;

  CannotEmitException(String reason) {
    super("cannot be emitted: " + reason);
  }

  /** Returns this with the event that it is about. */
  CannotEmitException at(int event, int line) {
    String reason = String.valueOf(getMessage()).substring("cannot be emitted: ".length());
    return new CannotEmitException(
        "event " + event + (line == 0 ? "" : " (line " + line + ")") + ": " + reason);
  }
}
