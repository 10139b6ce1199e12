package dev.lockstep.consensus.raft;

import dev.lockstep.core.NodeId;
import java.util.Comparator;
import java.util.List;

/**
 * A message between two servers. The spec writes it as a record with a field {@code type}; here the
 * type is the Java type.
 *
 * <p>The order of messages is by type, sender, receiver and term, and then by what they say. The
 * protocol does not use it; it lets whoever keeps messages keep them in the same order every time.
 */
public sealed interface Message extends Comparable<Message> {

  /**
   * Candidate to all: vote for me.
   *
   * @param lastIndex the index of the candidate's last entry
   * @param lastTerm the term of it
   */
  record RequestVote(long term, NodeId from, NodeId to, long lastIndex, long lastTerm)
      implements Message {}

  /** To a candidate: its answer. */
  record Vote(long term, NodeId from, NodeId to, boolean granted) implements Message {}

  /**
   * Leader to follower: append these, or, without entries, I am still here.
   *
   * @param prevIndex the index of the entry before the new ones
   * @param prevTerm the term of it
   * @param entries the new ones
   * @param commit up to where the leader knows the log committed
   */
  record AppendEntries(
      long term,
      NodeId from,
      NodeId to,
      long prevIndex,
      long prevTerm,
      List<Entry> entries,
      long commit)
      implements Message {}

  /**
   * Follower to leader: done, and on disk.
   *
   * @param matchIndex the index of the last entry of the request
   */
  record Appended(long term, NodeId from, NodeId to, long matchIndex) implements Message {}

  /**
   * To whoever sent a request to append: its term is over, or the entry before the new ones is not
   * there.
   *
   * @param prevIndex the index of that entry
   * @param hint up to where the log may match the leader's
   */
  record Refused(long term, NodeId from, NodeId to, long prevIndex, long hint) implements Message {}

  /** Returns the term of the sender when it sent it; for a request, the term that it is about. */
  long term();

  /** Returns the sender. */
  NodeId from();

  /** Returns the receiver. */
  NodeId to();

  @Override
  default int compareTo(Message other) {
    return Order.BY_PARTS.compare(this, other);
  }

  /** How messages are ordered. */
  final class Order {

    private static final Comparator<Entry> ENTRIES =
        Comparator.comparingLong(Entry::term).thenComparing(entry -> entry.value().toString());

    private static final Comparator<Message> BY_PARTS =
        Comparator.<Message>comparingInt(message -> parts(message).rank())
            .thenComparing(Message::from)
            .thenComparing(Message::to)
            .thenComparingLong(Message::term)
            .thenComparingLong(message -> parts(message).first())
            .thenComparingLong(message -> parts(message).second())
            .thenComparingLong(message -> parts(message).third())
            .thenComparing(message -> parts(message).entries(), Order::compareEntries);

    private Order() {}

    /** What distinguishes messages of one kind with the same term, sender and receiver. */
    private record Parts(int rank, long first, long second, long third, List<Entry> entries) {

      Parts(int rank, long first, long second) {
        this(rank, first, second, 0, List.of());
      }
    }

    private static Parts parts(Message message) {
      return switch (message) {
        case RequestVote m -> new Parts(0, m.lastIndex(), m.lastTerm());
        case Vote m -> new Parts(1, m.granted() ? 1 : 0, 0);
        case AppendEntries m -> new Parts(2, m.prevIndex(), m.prevTerm(), m.commit(), m.entries());
        case Appended m -> new Parts(3, m.matchIndex(), 0);
        case Refused m -> new Parts(4, m.prevIndex(), m.hint());
      };
    }

    private static int compareEntries(List<Entry> some, List<Entry> others) {
      for (int i = 0; i < Math.min(some.size(), others.size()); i++) {
        int order = ENTRIES.compare(some.get(i), others.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(some.size(), others.size());
    }
  }
}
