package dev.lockstep.conformance.consensus.microraft;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The time of a run: what is due next happens next, and no time passes in between. Actions of the
 * same millisecond happen in the order in which they were planned.
 */
final class VirtualTime {

  /** Long after 1970, which MicroRaft takes for "never". */
  private static final long START_MILLIS = 1_000_000;

  private record Due(long millis, long number, Runnable action) {}

  private final PriorityQueue<Due> plan =
      new PriorityQueue<>(Comparator.comparingLong(Due::millis).thenComparingLong(Due::number));
  private long now = START_MILLIS;
  private long planned;

  /** Plans {@code action} for {@code delayMillis} from now. */
  void after(long delayMillis, Runnable action) {
    plan.add(new Due(now + delayMillis, planned++, action));
  }

  /** Does what is due within {@code durationMillis} from now. */
  void pass(long durationMillis) {
    long end = now + durationMillis;
    for (Due next = plan.peek(); next != null && next.millis <= end; next = plan.peek()) {
      plan.remove();
      now = next.millis;
      next.action.run();
    }
    now = end;
  }

  /** Returns the milliseconds since the start. */
  long elapsed() {
    return now - START_MILLIS;
  }

  /** Returns this time as a clock. */
  Clock clock() {
    return new Clock() {
      @Override
      public long millis() {
        return now;
      }

      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(now);
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock shows no dates");
      }
    };
  }
}
