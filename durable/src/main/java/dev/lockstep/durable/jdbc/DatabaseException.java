package dev.lockstep.durable.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The database did not do what it was asked for. Whether the last change was made is not known;
 * everything that a caller can ask for may be asked for again.
 */
public final class DatabaseException extends DurableException {

  DatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
