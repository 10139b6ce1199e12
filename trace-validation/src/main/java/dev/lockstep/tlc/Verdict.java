package dev.lockstep.tlc;

/** The three answers of every tool, each with the exit code of the command line. */
public enum Verdict {
  /** All that was asked holds, and all of it was looked at. */
  HOLDS(0),
  /** A counterexample exists. */
  VIOLATED(1),
  /** A budget ran out before either could be said. */
  INCONCLUSIVE(3);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Returns the exit code of a command that ends with this verdict. */
  public int exitCode() {
    return exitCode;
  }
}
