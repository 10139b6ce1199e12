package dev.lockstep.mutation;

/**
 * Wrong versions of a spec cannot be judged: the spec as it is does not hold in a model, nothing is
 * checked in it, or there is nothing to change. The message is for the user.
 */
public final class MutationException extends Exception {

  private static final long serialVersionUID = 1L;

  MutationException(String message) {
    super(message);
  }
}
