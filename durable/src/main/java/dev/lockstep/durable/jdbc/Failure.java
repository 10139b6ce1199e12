package dev.lockstep.durable.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Why something was rejected, as it is recorded.
 *
 * @param type the name of the class of the exception; null if somebody said it in words
 */
record Failure(@Nullable String type, String message) {

  static Failure of(Throwable problem) {
    String message = problem.getMessage();
    return new Failure(problem.getClass().getName(), message == null ? "" : message);
  }

  @Override
  public String toString() {
    return type == null ? message : message.isEmpty() ? type : type + ": " + message;
  }
}
