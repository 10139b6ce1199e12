package dev.lockstep.consensus.raft;

import static dev.lockstep.consensus.raft.Role.LEADER;

import dev.lockstep.consensus.raft.Message.ReadAck;
import dev.lockstep.consensus.raft.Message.ReadHeartbeat;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Linearizable reads that append nothing to the log: a leader notes up to where the log is
 * committed when a read arrives, asks the others in a numbered round whether its term is over, and
 * answers when a quorum said that it was not and its state machine has come that far.
 *
 * <p>Nothing of this is on disk. A leader that loses its term forgets the reads that wait; their
 * clients hear nothing and ask elsewhere.
 *
 * <p>Latitude: when a round begins, when it is repeated ({@link Input.ConfirmReads}) and when an
 * entry is applied ({@link Input.Apply}) is for the caller to choose; no safety property depends on
 * it. A client that asks a server which does not lead, or does not know yet what is committed, gets
 * no answer from {@link Raft#step}: the shell tells it so, or keeps the read until the leader can
 * take it.
 *
 * @see "RaftReadIndex.tla"
 * @see "D. Ongaro: Consensus: Bridging Theory and Practice, 2014, section 6.4"
 */
public class ReadIndex implements Extension<ReadIndex.Reads> {

  private static final Comparator<Waiting> BY_NAME =
      Comparator.comparing(waiting -> waiting.read().toString());

  private final List<Object> reads;

  /**
   * Creates it.
   *
   * @param reads what clients may ask for, as far as {@link #localInputs} lists it; a caller may
   *     give other reads. No two have the same text
   */
  public ReadIndex(Collection<?> reads) {
    this.reads = List.copyOf(reads);
  }

  /**
   * A read that waits.
   *
   * @param read its name
   * @param index up to where the log was committed when it arrived
   * @param round the first round that began after that
   */
  public record Waiting(Object read, long index, long round) {}

  /**
   * The reads of a server.
   *
   * @param applied up to where its state machine has applied the log; {@link #lastApplied} knows of
   *     snapshots, too
   * @param waiting what waits for an answer, by name; empty unless it leads
   * @param round the latest round of its questions; 0 unless it leads
   * @param acked the latest round that another one answered, if it answered any
   * @see "RaftReadIndex.tla, lastApplied, reads, readRound and readAcked"
   */
  public record Reads(
      long applied, List<Waiting> waiting, long round, NavigableMap<NodeId, Long> acked) {

    /** Nothing is applied, and nothing waits: how a server starts. */
    public static final Reads NONE = new Reads(0, List.of(), 0, Collections.emptyNavigableMap());

    /** Returns the read of this name, if it waits. */
    public Optional<Waiting> find(Object read) {
      return waiting.stream().filter(known -> known.read().equals(read)).findFirst();
    }

    /** Returns the same with one read more. */
    public Reads with(Waiting one) {
      List<Waiting> all = new ArrayList<>(waiting);
      all.add(one);
      all.sort(BY_NAME);
      return new Reads(applied, List.copyOf(all), round, acked);
    }

    /** Returns the same without a read. */
    public Reads without(Waiting one) {
      return new Reads(
          applied, waiting.stream().filter(known -> !known.equals(one)).toList(), round, acked);
    }

    /** Returns the same in another round. */
    public Reads withRound(long other) {
      return new Reads(applied, waiting, other, acked);
    }

    /** Returns the same, with an answer of {@code j} to this round. */
    public Reads withAck(NodeId j, long ofRound) {
      NavigableMap<NodeId, Long> all = new TreeMap<>(acked);
      all.put(j, ofRound);
      return new Reads(applied, waiting, round, Collections.unmodifiableNavigableMap(all));
    }

    /** Returns the same with a state machine that is further. */
    public Reads withApplied(long other) {
      return new Reads(other, waiting, round, acked);
    }

    /** Returns what is left of it in a server that leads no longer. */
    public Reads ofFollower() {
      return waiting.isEmpty() && round == 0
          ? this
          : new Reads(applied, List.of(), 0, NONE.acked());
    }

    /** Returns the latest round that {@code j} answered; 0 if it answered none. */
    public long acked(NodeId j) {
      return acked.getOrDefault(j, 0L);
    }
  }

  @Override
  public Reads initial() {
    return Reads.NONE;
  }

  @Override
  public List<Input> localInputs(Raft raft, State state, Reads mine) {
    List<Input> inputs = new ArrayList<>();
    reads.forEach(read -> inputs.add(new Input.Read(read)));
    inputs.add(new Input.ConfirmReads(mine.round()));
    inputs.add(new Input.ConfirmReads(mine.round() + 1));
    mine.waiting().forEach(waiting -> inputs.add(new Input.AnswerRead(waiting.read())));
    inputs.add(new Input.Apply());
    return inputs;
  }

  @Override
  public Optional<Step<State, Message>> step(Raft raft, State state, Reads mine, Input input) {
    return switch (input) {
      case Input.Read(Object read) when canRead(state) && mine.find(read).isEmpty() ->
          Optional.of(clientRead(raft, state, mine, read));
      case Input.ConfirmReads(long round) when canAsk(state, mine, round) ->
          Optional.of(readHeartbeat(raft, state, mine, round));
      case Input.AnswerRead(Object read) ->
          mine.find(read)
              .filter(waiting -> canAnswer(raft, state, mine, waiting))
              .map(waiting -> answerRead(raft, state, mine, waiting));
      case Input.Apply() when canApply(state, mine) -> Optional.of(apply(raft, state, mine));
      case Input.Received(ReadHeartbeat m) when confirms(state, m) ->
          Optional.of(rcvReadHeartbeat(raft, state, m));
      case Input.Received(ReadAck m) when counts(state, m) ->
          Optional.of(rcvReadAck(raft, state, mine, m));
      default -> Optional.empty();
    };
  }

  /**
   * Whoever leads no longer forgets its reads.
   *
   * @see "RaftReadIndex.tla, RaftStep"
   */
  @Override
  public Reads after(Raft raft, State before, Reads mine, Input input, Step<State, Message> step) {
    return step.state().role() == LEADER ? mine : mine.ofFollower();
  }

  // A leader.

  /**
   * A client asks this leader to read. What is committed is to be read, and the round after the
   * latest is the first that counts.
   *
   * @see "RaftReadIndex.tla, ClientRead"
   */
  protected Step<State, Message> clientRead(Raft raft, State state, Reads mine, Object read) {
    return new Step<>(
        Action.of("ClientRead", raft.i(), read),
        state.remembering(
            mine, mine.with(new Waiting(read, state.commitIndex(), mine.round() + 1))),
        List.of());
  }

  /**
   * The leader asks all whether its term is over. All reads that wait may share a round.
   *
   * @see "RaftReadIndex.tla, ReadHeartbeat"
   */
  protected Step<State, Message> readHeartbeat(Raft raft, State state, Reads mine, long round) {
    List<Message> questions = new ArrayList<>();
    for (NodeId j : raft.electorate(state)) {
      if (!j.equals(raft.i())) {
        questions.add(new ReadHeartbeat(state.currentTerm(), raft.i(), j, round));
      }
    }
    return new Step<>(
        Action.of("ReadHeartbeat", raft.i(), round),
        state.remembering(mine, mine.withRound(round)),
        questions);
  }

  /**
   * An answer counts for the round of the question, and in the term of it.
   *
   * @see "RaftReadIndex.tla, RcvReadAck"
   */
  protected Step<State, Message> rcvReadAck(Raft raft, State state, Reads mine, ReadAck m) {
    long latest = Math.max(mine.acked(m.from()), m.round());
    return new Step<>(
        Action.of("RcvReadAck", raft.i(), m),
        state.remembering(mine, mine.withAck(m.from(), latest)),
        List.of());
  }

  /**
   * The client gets what the state machine has. It is in the label: up to where that has applied.
   *
   * @see "RaftReadIndex.tla, AnswerRead"
   */
  protected Step<State, Message> answerRead(Raft raft, State state, Reads mine, Waiting waiting) {
    return new Step<>(
        Action.of("AnswerRead", raft.i(), waiting.read(), lastApplied(state, mine)),
        state.remembering(mine, mine.without(waiting)),
        List.of());
  }

  // Any server.

  /**
   * The sender's term is not over as far as this server knows, and that is on its disk.
   *
   * @see "RaftReadIndex.tla, RcvReadHeartbeat"
   */
  protected Step<State, Message> rcvReadHeartbeat(Raft raft, State state, ReadHeartbeat m) {
    return new Step<>(
        Action.of("RcvReadHeartbeat", raft.i(), m),
        state,
        List.of(new ReadAck(m.term(), raft.i(), m.from(), m.round())));
  }

  /**
   * The state machine applies the next entry that is committed.
   *
   * @see "RaftReadIndex.tla, Apply"
   */
  protected Step<State, Message> apply(Raft raft, State state, Reads mine) {
    return new Step<>(
        Action.of("Apply", raft.i()),
        state.remembering(mine, mine.withApplied(lastApplied(state, mine) + 1)),
        List.of());
  }

  // What the actions need to know.

  /**
   * Returns up to where a server's state machine has applied the log: as far as its snapshot at
   * least.
   *
   * @see "RaftReadIndex.tla, lastApplied"
   */
  public static long lastApplied(State state, Reads mine) {
    return Math.max(mine.applied(), state.log().snapshot().index());
  }

  /** Says whether this server leads and has an entry of its own term committed. */
  protected boolean canRead(State state) {
    return state.role() == LEADER && state.log().termAt(state.commitIndex()) == state.currentTerm();
  }

  /** Says whether a leader has a read that waits for this round, or for one before it. */
  protected boolean canAsk(State state, Reads mine, long round) {
    return state.role() == LEADER
        && (round == mine.round() || round == mine.round() + 1)
        && mine.waiting().stream().anyMatch(waiting -> waiting.round() <= round);
  }

  /** Says whether a quorum has confirmed the round of a read, and the state machine is that far. */
  protected boolean canAnswer(Raft raft, State state, Reads mine, Waiting waiting) {
    return raft.isQuorum(state, j -> j.equals(raft.i()) || mine.acked(j) >= waiting.round())
        && lastApplied(state, mine) >= waiting.index();
  }

  /** Says whether there is an entry to apply. */
  protected boolean canApply(State state, Reads mine) {
    return lastApplied(state, mine) < state.commitIndex();
  }

  /** Says whether this server may say that the sender's term is not over. */
  protected boolean confirms(State state, ReadHeartbeat m) {
    return m.term() == state.currentTerm();
  }

  /** Says whether an answer is for this leader, in the term that it leads in. */
  protected boolean counts(State state, ReadAck m) {
    return state.role() == LEADER && m.term() == state.currentTerm();
  }
}
