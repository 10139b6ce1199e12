package dev.lockstep.cli;

import dev.lockstep.tlc.Verdict;

/** The exit codes of {@code lockstep}. */
final class ExitCode {

  /** What was asked holds, or was done. */
  static final int OK = Verdict.HOLDS.exitCode();

  /** A counterexample was found, or a log does not follow its spec. */
  static final int VIOLATED = Verdict.VIOLATED.exitCode();

  /** Bad usage, or input that cannot be read: nothing was said about what was asked. */
  static final int BAD_INPUT = 2;

  /** A budget (time, memory, states) ran out before either could be said. */
  static final int INCONCLUSIVE = Verdict.INCONCLUSIVE.exitCode();

  /** A bug of lockstep itself; the number is EX_SOFTWARE of sysexits.h. */
  static final int INTERNAL_ERROR = 70;

  private ExitCode() {}
}
