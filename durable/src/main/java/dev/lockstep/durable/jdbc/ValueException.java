package dev.lockstep.durable.jdbc;

import org.jspecify.annotations.Nullable;

/** A value cannot be written as JSON, or JSON cannot be read as a value. */
public final class ValueException extends DurableException {

  ValueException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
