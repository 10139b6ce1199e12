package dev.lockstep.durable.jdbc;

import org.jspecify.annotations.Nullable;

/** The database has no tables of durable executions, or those of another version. */
public final class SchemaException extends DurableException {

  SchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
