package dev.lockstep.conformance.consensus.microraft;

/** What goes wrong in a run, and how often. */
enum Faults {
  NONE(0, 0, 0, 0, 0),
  LOSS(10, 10, 0, 0, 0),
  CRASHES(2, 2, 0, 4, 0),
  PARTITIONS(2, 2, 0, 0, 3),
  ALL(5, 5, 0, 3, 2),

  /** Some messages come in a later term than the others, in which their receiver leads again. */
  LATE(2, 5, 20, 9, 4);

  private final int lossPercent;
  private final int duplicatePercent;
  private final int latePercent;
  private final int crashes;
  private final int partitions;

  Faults(int lossPercent, int duplicatePercent, int latePercent, int crashes, int partitions) {
    this.lossPercent = lossPercent;
    this.duplicatePercent = duplicatePercent;
    this.latePercent = latePercent;
    this.crashes = crashes;
    this.partitions = partitions;
  }

  /** Returns how many messages in a hundred get lost. */
  int lossPercent() {
    return lossPercent;
  }

  /** Returns how many messages in a hundred come twice. */
  int duplicatePercent() {
    return duplicatePercent;
  }

  /** Returns how many messages in a hundred come seconds later than the others. */
  int latePercent() {
    return latePercent;
  }

  /** Returns how many times a server stops and starts again. */
  int crashes() {
    return crashes;
  }

  /** Returns how many times the network is cut in two. */
  int partitions() {
    return partitions;
  }
}
