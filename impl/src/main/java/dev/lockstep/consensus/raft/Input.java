package dev.lockstep.consensus.raft;

import dev.lockstep.core.NodeId;
import java.util.NavigableSet;

/** What can happen to a server. When, and how often, is for the caller to choose. */
public sealed interface Input {

  /** A message has arrived. */
  record Received(Message message) implements Input {}

  /** The server has not heard of a leader for so long that it wants to become one. */
  record Timeout() implements Input {}

  /** The votes are in: lead. A shell gives this input at once, it waits for nothing. */
  record Lead() implements Input {}

  /** The leader gives up. */
  record StepDown() implements Input {}

  /** A client asks the leader to append {@code value}. */
  record Request(Object value) implements Input {}

  /**
   * The leader sends {@code to} the {@code count} entries after the {@code prev}-th. How many, and
   * how far ahead of what is confirmed, is for the caller to choose: this is batching, and
   * pipelining. Without entries it is a heartbeat.
   */
  record Replicate(NodeId to, long prev, int count) implements Input {}

  /** Commit what a quorum has. A shell gives this input at once, it waits for nothing. */
  record Commit() implements Input {}

  /**
   * Nothing has come from a leader for as long as an election timeout takes at least.
   *
   * @see PreVote
   */
  record LosePatience() implements Input {}

  /**
   * The server has not heard of a leader for so long that it asks whether others would vote for it.
   * {@link Timeout} is then what a shell gives at once, when a quorum would.
   *
   * @see PreVote
   */
  record AskForPreVotes() implements Input {}

  /**
   * Time for a leader to see whom it has heard. A shell gives this and {@link StepDown} at the same
   * time: one of them is possible.
   *
   * @see PreVote
   */
  record CheckQuorum() implements Input {}

  /**
   * Somebody asks the leader to hand its leadership over to {@code to}.
   *
   * @see Transfer
   */
  record TransferLeadership(NodeId to) implements Input {}

  /**
   * The server that is to lead has the leader's whole log: tell it to begin. A shell gives this
   * input at once, and again after some time in which nothing happened.
   *
   * @see Transfer
   */
  record SendTimeoutNow() implements Input {}

  /**
   * The transfer takes too long: the leader goes on as one.
   *
   * @see Transfer
   */
  record AbandonTransfer() implements Input {}

  /**
   * A client asks the leader to read.
   *
   * @param read what tells this read from others that wait; an immutable value
   * @see ReadIndex
   * @see Lease
   */
  record Read(Object read) implements Input {}

  /**
   * The leader asks the others whether its term is over: in a new round, or once more in the
   * latest. A shell gives this input when a read arrives, and again from time to time.
   *
   * @see ReadIndex
   */
  record ConfirmReads(long round) implements Input {}

  /**
   * A read is answered. A shell gives this input at once, it waits for nothing.
   *
   * @see ReadIndex
   * @see Lease
   */
  record AnswerRead(Object read) implements Input {}

  /**
   * The state machine applies the next entry that is committed.
   *
   * @see ReadIndex
   * @see Lease
   */
  record Apply() implements Input {}

  /**
   * The server's clock has advanced by a tick. A shell gives this input for every tick of a clock
   * that is never set, also for those that passed while it did nothing, and before anything else
   * that comes then.
   *
   * @see Lease
   */
  record Tick() implements Input {}

  /**
   * The leader begins a round of heartbeats, to hold its lease for longer. A shell gives this input
   * several times while a lease lasts.
   *
   * @see Lease
   */
  record RenewLease() implements Input {}

  /** The administrator asks the leader to let {@code server} have the log, without a vote. */
  record AddLearner(NodeId server) implements Input {}

  /** The administrator asks the leader to give a learner a vote. */
  record PromoteLearner(NodeId server) implements Input {}

  /** The administrator asks the leader to remove {@code server}, voter or learner. */
  record RemoveServer(NodeId server) implements Input {}

  /** The administrator asks the leader for other voters: old and new ones decide from now on. */
  record EnterJoint(NavigableSet<NodeId> voters) implements Input {}

  /** The leader lets the new voters decide alone. A shell gives this input at once. */
  record LeaveJoint() implements Input {}

  /**
   * A snapshot takes the place of all entries that are committed, except the last {@code keep}:
   * what a follower still needs of them can be sent to it without the snapshot. When, and how many
   * to keep, is for the caller to choose.
   *
   * @see Snapshots
   */
  record Compact(int keep) implements Input {}

  /**
   * The leader sends {@code to} a chunk of its snapshot: {@code count} pieces of the image after
   * the first {@code offset} ones.
   *
   * @see Snapshots
   */
  record SendChunk(NodeId to, int offset, int count) implements Input {}
}
