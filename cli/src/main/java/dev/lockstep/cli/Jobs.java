package dev.lockstep.cli;

/** How many threads a verb may be asked for. */
final class Jobs {

  private static final int MOST = 1024;

  private Jobs() {}

  /** Refuses a number that no machine has a use for. */
  static void check(String option, int jobs) throws InputException {
    if (jobs < 1 || jobs > MOST) {
      throw InputException.of(
          option + " must be between 1 and " + Output.number(MOST) + ", not " + jobs);
    }
  }
}
