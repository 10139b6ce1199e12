package dev.lockstep.cli;

import dev.lockstep.tlc.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

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

  /** Ended from outside, as by Ctrl-C; the number that shells use. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** Returns what each code says, for the help. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put("" + OK, "It holds, or it is done.");
    meanings.put("" + VIOLATED, "It is violated: the counterexample is shown.");
    meanings.put("" + BAD_INPUT, "Bad usage or bad input: nothing is said about what was asked.");
    meanings.put("" + INCONCLUSIVE, "Inconclusive: a budget ran out.");
    meanings.put("" + INTERNAL_ERROR, "A bug of lockstep.");
    return meanings;
  }
}
