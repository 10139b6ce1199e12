package dev.lockstep.search;

/** The states or the time that a search may use are used up. The message is for the user. */
final class OutOfBudgetException extends Exception {

  private static final long serialVersionUID = 1L;

  OutOfBudgetException(String message) {
    super(message);
  }
}
