package dev.lockstep.consensus.raft;

/**
 * A value by its name. What a client appends may be any immutable value; in models and simulations
 * it is one of these.
 *
 * @param name how it is called in the spec's constants, for example {@code v1}
 */
public record Value(String name) {

  /** What a new leader appends first. It means nothing to a state machine. */
  public static final Value NO_OP = new Value("NoOp");

  @Override
  public String toString() {
    return name;
  }
}
