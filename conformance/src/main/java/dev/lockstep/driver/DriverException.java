package dev.lockstep.driver;

import org.jspecify.annotations.Nullable;

/**
 * A driver, or a command behind the line protocol, that cannot be used: it does not start, does not
 * speak the protocol, or observes what the spec does not have. It says nothing about the code. The
 * message is for the user: what happened, and what to do.
 */
public final class DriverException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String hint;

  DriverException(String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  DriverException(String message, String hint) {
    this(message, hint, null);
  }

  /** Returns what to do, as a sentence; may be empty. */
  public String hint() {
    return hint;
  }
}
