package dev.lockstep.consensus.raft;

import dev.lockstep.core.NodeId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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

  /**
   * To all: would you vote for me?
   *
   * @param term the term of the election that would follow
   * @param lastIndex the index of the sender's last entry
   * @param lastTerm the term of it
   * @see PreVote
   */
  record RequestPreVote(long term, NodeId from, NodeId to, long lastIndex, long lastTerm)
      implements Message {}

  /**
   * To whoever asked: I would. Who would not does not answer.
   *
   * @param term the term that was asked about
   * @see PreVote
   */
  record PreVoteGranted(long term, NodeId from, NodeId to) implements Message {}

  /**
   * Leader to the server that is to lead after it: begin an election, and wait for nothing.
   *
   * @see Transfer
   */
  record TimeoutNow(long term, NodeId from, NodeId to) implements Message {}

  /**
   * Leader to all: is my term over?
   *
   * @param round the number of the question
   * @see ReadIndex
   */
  record ReadHeartbeat(long term, NodeId from, NodeId to, long round) implements Message {}

  /**
   * To a leader: it was not when your question came.
   *
   * @param round the number of the question
   * @see ReadIndex
   */
  record ReadAck(long term, NodeId from, NodeId to, long round) implements Message {}

  /**
   * Leader to all: be patient from now on.
   *
   * @param round the number of the round of heartbeats
   * @see Lease
   */
  record LeaseHeartbeat(long term, NodeId from, NodeId to, long round) implements Message {}

  /**
   * To a leader: I am.
   *
   * @param round the number of the round of heartbeats
   * @see Lease
   */
  record LeaseAck(long term, NodeId from, NodeId to, long round) implements Message {}

  /**
   * Leader to follower: a chunk of my snapshot, for you need entries that I no longer have.
   *
   * @param lastIndex the index of the last entry that the snapshot stands for
   * @param lastTerm the term of it
   * @param offset how many pieces of the image come before these
   * @param data some pieces of it
   * @param done whether nothing comes after them
   * @see Snapshots
   */
  record InstallSnapshot(
      long term,
      NodeId from,
      NodeId to,
      long lastIndex,
      long lastTerm,
      int offset,
      List<Object> data,
      boolean done)
      implements Message {}

  /**
   * Follower to leader: an answer to a chunk that did not complete the image. What completes it is
   * answered by {@link Appended}.
   *
   * @param lastIndex the index of the last entry that the snapshot stands for
   * @param offset where the chunk begins
   * @param next how many pieces of the image are there now, from its beginning
   * @see Snapshots
   */
  record Stored(long term, NodeId from, NodeId to, long lastIndex, int offset, int next)
      implements Message {}

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
        case RequestPreVote m -> new Parts(10, m.lastIndex(), m.lastTerm());
        case PreVoteGranted m -> new Parts(11, 0, 0);
        case TimeoutNow m -> new Parts(12, 0, 0);
        case ReadHeartbeat m -> new Parts(20, m.round(), 0);
        case ReadAck m -> new Parts(21, m.round(), 0);
        case LeaseHeartbeat m -> new Parts(22, m.round(), 0);
        case LeaseAck m -> new Parts(23, m.round(), 0);
        case InstallSnapshot m ->
            new Parts(
                5,
                m.lastIndex(),
                m.offset(),
                m.done() ? 1 : 0,
                Stream.concat(Stream.of(m.lastTerm()), m.data().stream())
                    .map(piece -> new Entry(m.lastTerm(), piece))
                    .toList());
        case Stored m -> new Parts(6, m.lastIndex(), m.offset(), m.next(), List.of());
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
