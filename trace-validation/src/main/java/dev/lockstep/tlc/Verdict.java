package dev.lockstep.tlc;

import java.util.Collection;

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

  /**
   * Returns the verdict on the whole: violated if any part is, else inconclusive if any part is.
   *
   * @param parts the verdicts on its parts; nothing that was looked at holds
   */
  public static Verdict worstOf(Collection<Verdict> parts) {
    if (parts.contains(VIOLATED)) {
      return VIOLATED;
    }
    return parts.contains(INCONCLUSIVE) ? INCONCLUSIVE : HOLDS;
  }
}
