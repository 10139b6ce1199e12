package dev.lockstep.conformance.consensus.microraft;

import java.util.List;

/**
 * What was recorded of a run.
 *
 * @param log its log
 * @param crashes how many times a node crashed
 * @param partitions how many times the network was cut
 * @param disturbed how many messages got lost, came twice or late, or were cut off
 * @param end the nodes as they show themselves at the end
 */
record Recorded(RunLog log, int crashes, int partitions, int disturbed, List<Seen> end) {

  /** Copies the list. */
  Recorded {
    end = List.copyOf(end);
  }
}
