package dev.lockstep.conformance.consensus.microraft;

/**
 * What goes wrong in a run, and how often.
 *
 * @param lossPercent how many messages in a hundred get lost
 * @param duplicatePercent how many in a hundred come twice
 * @param latePercent how many in a hundred come seconds later than the others, in a later term even
 * @param crashes how many times a node stops and starts again
 * @param partitions how many times the network is cut in two
 */
record Faults(int lossPercent, int duplicatePercent, int latePercent, int crashes, int partitions) {

  static final Faults NONE = new Faults(0, 0, 0, 0, 0);
  static final Faults LOSS = new Faults(10, 10, 0, 0, 0);
  static final Faults CRASHES = new Faults(2, 2, 0, 4, 0);
  static final Faults PARTITIONS = new Faults(2, 2, 0, 0, 3);
  static final Faults ALL = new Faults(5, 5, 0, 3, 2);

  /** As {@link #ALL}, with messages that come much later. */
  static final Faults LATE = new Faults(2, 5, 8, 4, 2);
}
