package dev.lockstep.conformance;

/** A comparison cannot go on from a checkpoint: it is damaged, or from something else. */
public final class CheckpointException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says why, in a sentence without a full stop. */
  public CheckpointException(String message) {
    super(message);
  }
}
