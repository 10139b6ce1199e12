package dev.lockstep.scenario;

/** A scenario that cannot be played: a command that nobody understands. */
public final class ScenarioException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;

  ScenarioException(int line, String message) {
    super(message);
    this.line = line;
  }

  /** Returns the line of the command in the scenario, counted from 1. */
  public int line() {
    return line;
  }
}
