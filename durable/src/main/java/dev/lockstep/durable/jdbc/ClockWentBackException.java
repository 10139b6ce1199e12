package dev.lockstep.durable.jdbc;

/**
 * The clock of this process reads less than what an earlier change was made at. Nothing was
 * changed; the next change succeeds as soon as the clock has caught up.
 */
public final class ClockWentBackException extends DurableException {

  ClockWentBackException(String message) {
    super(message);
  }
}
