package dev.lockstep.conformance.consensus.microraft;

import io.microraft.model.message.RaftMessage;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * The network: messages take a few milliseconds, so that they overtake each other; they get lost,
 * come twice, come much later, and do not get through where the network is cut when they are sent
 * or when they would arrive.
 */
final class Network {

  private static final int LEAST_MILLIS = 1;
  private static final int SPREAD_MILLIS = 20;
  private static final int SPREAD_OF_COPIES_MILLIS = 200;
  private static final int LEAST_LATE_MILLIS = 2_000;
  private static final int SPREAD_LATE_MILLIS = 10_000;

  /** Takes messages that arrive. */
  @FunctionalInterface
  interface Receiver {
    void receive(String to, RaftMessage message);
  }

  private final VirtualTime time;
  private final Random random;
  private final Faults faults;
  private final Receiver receiver;
  private final Set<String> island = new HashSet<>();
  private int lost;
  private int duplicated;
  private int late;
  private int cut;

  Network(VirtualTime time, Random random, Faults faults, Receiver receiver) {
    this.time = time;
    this.random = random;
    this.faults = faults;
    this.receiver = receiver;
  }

  /** Cuts {@code node} off from all others. */
  void isolate(String node) {
    island.add(node);
  }

  /** Connects all nodes again. */
  void heal() {
    island.clear();
  }

  /** Sends {@code message}. */
  void send(String from, String to, RaftMessage message) {
    if (rolls(faults.lossPercent())) {
      lost++;
      return;
    }
    int delay = LEAST_MILLIS + random.nextInt(SPREAD_MILLIS);
    if (rolls(faults.latePercent())) {
      late++;
      delay += LEAST_LATE_MILLIS + random.nextInt(SPREAD_LATE_MILLIS);
    }
    carry(from, to, message, delay);
    if (rolls(faults.duplicatePercent())) {
      duplicated++;
      carry(from, to, message, delay + random.nextInt(SPREAD_OF_COPIES_MILLIS));
    }
  }

  /** Returns how many messages did not get through, came twice, or came late. */
  int disturbed() {
    return lost + duplicated + late + cut;
  }

  private void carry(String from, String to, RaftMessage message, int delay) {
    if (separated(from, to)) {
      cut++;
      return;
    }
    time.after(
        delay,
        () -> {
          if (separated(from, to)) {
            cut++;
          } else {
            receiver.receive(to, message);
          }
        });
  }

  private boolean separated(String from, String to) {
    return island.contains(from) != island.contains(to);
  }

  /** Draws even if the answer is known, so that one seed gives similar runs for all faults. */
  private boolean rolls(int percent) {
    return random.nextInt(100) < percent;
  }
}
