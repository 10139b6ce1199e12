package dev.lockstep.durable.jdbc;

import org.jspecify.annotations.Nullable;

/** What was recorded as rejected: by an exception, or by somebody who settled it so. */
public abstract class FailedException extends DurableException {

  private final @Nullable String type;
  private final String reason;

  FailedException(String what, Failure failure) {
    super(what + ": " + failure);
    this.type = failure.type();
    this.reason = failure.message();
  }

  /** Returns the name of the class of the recorded exception; null if it was none. */
  public @Nullable String type() {
    return type;
  }

  /** Returns the recorded message. */
  public String reason() {
    return reason;
  }
}
