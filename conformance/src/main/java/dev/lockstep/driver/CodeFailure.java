package dev.lockstep.driver;

import java.util.List;

/** The code under test threw, reported an error, ended, or gave no answer in time. */
final class CodeFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean late;
  private final transient List<String> details;

  /**
   * Creates the failure.
   *
   * @param late whether there was no answer in time
   * @param details what else there is to read, such as a stack trace
   */
  CodeFailure(boolean late, String message, List<String> details) {
    super(message);
    this.late = late;
    this.details = List.copyOf(details);
  }

  boolean late() {
    return late;
  }

  List<String> details() {
    return details;
  }
}
