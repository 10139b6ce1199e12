package dev.lockstep.conformance.consensus.microraft;

/**
 * What was recorded of a run.
 *
 * @param log its log
 * @param crashes how many times a node crashed
 * @param partitions how many times the network was cut
 * @param disturbed how many messages got lost, came twice or late, or were cut off
 */
record Recorded(RunLog log, int crashes, int partitions, int disturbed) {}
