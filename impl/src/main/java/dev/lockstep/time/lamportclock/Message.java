package dev.lockstep.time.lamportclock;

import dev.lockstep.core.NodeId;
import java.util.Comparator;

/**
 * A message, stamped with the number of the event that sent it. Ordered by sender, receiver and
 * number, for whoever keeps messages.
 *
 * @param clock the number of the sending event
 */
public record Message(NodeId from, NodeId to, int clock) implements Comparable<Message> {

  private static final Comparator<Message> ORDER =
      Comparator.comparing(Message::from)
          .thenComparing(Message::to)
          .thenComparingInt(Message::clock);

  @Override
  public int compareTo(Message other) {
    return ORDER.compare(this, other);
  }
}
