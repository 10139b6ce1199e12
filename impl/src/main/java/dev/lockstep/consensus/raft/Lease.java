package dev.lockstep.consensus.raft;

import static dev.lockstep.consensus.raft.Role.LEADER;

import dev.lockstep.consensus.raft.Message.AppendEntries;
import dev.lockstep.consensus.raft.Message.InstallSnapshot;
import dev.lockstep.consensus.raft.Message.LeaseAck;
import dev.lockstep.consensus.raft.Message.LeaseHeartbeat;
import dev.lockstep.consensus.raft.Message.RequestVote;
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
 * Linearizable reads that ask nobody. Whoever answers a heartbeat of the leader is patient from
 * then on: it neither votes nor stands for election until its own clock has advanced by the
 * election timeout. So a leader that a quorum answered may read from its own state machine until
 * its own clock has advanced by the lease time, counted from when it began that round of
 * heartbeats.
 *
 * <p><b>This is the one extension whose safety depends on clocks.</b> While the clock of one server
 * advances by the election timeout, that of another must advance by the lease time at least. A
 * clock ticks by {@link Input.Tick}; a shell that leaves ticks out, because the process was stopped
 * for a while, breaks the assumption.
 *
 * <p>Nothing of this is on disk. A server that starts is patient as if it had just answered a
 * heartbeat, for it may have. A leader that loses its term forgets its lease and the reads that
 * wait; their clients hear nothing and ask elsewhere.
 *
 * <p>Latitude: when a round begins ({@link Input.RenewLease}), for how much longer than the
 * election timeout a server waits before it stands ({@link Input.Timeout}) and when an entry is
 * applied ({@link Input.Apply}) is for the caller to choose.
 *
 * @see "RaftLease.tla"
 * @see "D. Ongaro: Consensus: Bridging Theory and Practice, 2014, section 6.4.1"
 */
public class Lease implements Extension<Lease.Timing> {

  private static final Comparator<Waiting> BY_NAME =
      Comparator.comparing(waiting -> waiting.read().toString());

  private final List<Object> reads;
  private final int electionTimeout;
  private final int leaseTime;

  /**
   * Creates it.
   *
   * @param reads what clients may ask for, as far as {@link #localInputs} lists it; a caller may
   *     give other reads. No two have the same text
   * @param electionTimeout for how many ticks of its clock a server is patient at least
   * @param leaseTime for how many ticks of its clock a leader relies on that; by so much less that
   *     no clock gains the difference on another in the meantime
   * @throws IllegalArgumentException if a time is not positive, or the lease is the longer one
   */
  public Lease(Collection<?> reads, int electionTimeout, int leaseTime) {
    if (leaseTime < 1 || leaseTime > electionTimeout) {
      throw new IllegalArgumentException(
          "a lease of " + leaseTime + " ticks, with a patience of " + electionTimeout);
    }
    this.reads = List.copyOf(reads);
    this.electionTimeout = electionTimeout;
    this.leaseTime = leaseTime;
  }

  /**
   * A read that waits.
   *
   * @param read its name
   * @param index up to where the log was committed when it arrived
   */
  public record Waiting(Object read, long index) {}

  /**
   * What a server knows of time and of its reads.
   *
   * @param quiet for how many ticks it has heard no leader, or been up; at most the election
   *     timeout
   * @param applied up to where its state machine has applied the log; {@link #lastApplied} knows of
   *     snapshots, too
   * @param waiting what waits for an answer, by name; empty unless it leads
   * @param round its latest round of heartbeats; 0 unless it leads
   * @param ages how many ticks ago each round began that is young enough for a lease
   * @param acked the latest round that another one answered, if it answered any
   * @see "RaftLease.tla, quiet, lastApplied, reads, leaseRound, rounds and leaseAcked"
   */
  public record Timing(
      int quiet,
      long applied,
      List<Waiting> waiting,
      long round,
      NavigableMap<Long, Integer> ages,
      NavigableMap<NodeId, Long> acked) {

    /** Returns what a server knows that starts with this patience behind it. */
    public static Timing startingWith(int quiet) {
      return new Timing(
          quiet, 0, List.of(), 0, Collections.emptyNavigableMap(), Collections.emptyNavigableMap());
    }

    /** Returns the read of this name, if it waits. */
    public Optional<Waiting> find(Object read) {
      return waiting.stream().filter(known -> known.read().equals(read)).findFirst();
    }

    /** Returns the same with one read more. */
    public Timing with(Waiting one) {
      List<Waiting> all = new ArrayList<>(waiting);
      all.add(one);
      all.sort(BY_NAME);
      return new Timing(quiet, applied, List.copyOf(all), round, ages, acked);
    }

    /** Returns the same without a read. */
    public Timing without(Waiting one) {
      return new Timing(
          quiet,
          applied,
          waiting.stream().filter(known -> !known.equals(one)).toList(),
          round,
          ages,
          acked);
    }

    /** Returns the same after {@code other} ticks without a leader. */
    public Timing withQuiet(int other) {
      return other == quiet ? this : new Timing(other, applied, waiting, round, ages, acked);
    }

    /** Returns the same with other rounds. */
    public Timing withRounds(long latest, NavigableMap<Long, Integer> other) {
      return new Timing(
          quiet, applied, waiting, latest, Collections.unmodifiableNavigableMap(other), acked);
    }

    /** Returns the same, with an answer of {@code j} to this round. */
    public Timing withAck(NodeId j, long ofRound) {
      NavigableMap<NodeId, Long> all = new TreeMap<>(acked);
      all.put(j, ofRound);
      return new Timing(
          quiet, applied, waiting, round, ages, Collections.unmodifiableNavigableMap(all));
    }

    /** Returns the same with a state machine that is further. */
    public Timing withApplied(long other) {
      return new Timing(quiet, other, waiting, round, ages, acked);
    }

    /** Returns what is left of it in a server that leads no longer. */
    public Timing ofFollower() {
      return waiting.isEmpty() && round == 0 ? this : startingWith(quiet).withApplied(applied);
    }

    /** Returns the latest round that {@code j} answered; 0 if it answered none. */
    public long acked(NodeId j) {
      return acked.getOrDefault(j, 0L);
    }
  }

  @Override
  public Timing initial() {
    return Timing.startingWith(0);
  }

  @Override
  public List<Input> localInputs(Raft raft, State state, Timing mine) {
    List<Input> inputs = new ArrayList<>();
    reads.forEach(read -> inputs.add(new Input.Read(read)));
    inputs.add(new Input.RenewLease());
    mine.waiting().forEach(waiting -> inputs.add(new Input.AnswerRead(waiting.read())));
    inputs.add(new Input.Apply());
    inputs.add(new Input.Tick());
    return inputs;
  }

  /**
   * Who is patient neither stands nor votes. It does not look at the request, or its term.
   *
   * @see "RaftLease.tla, LeaseTimeout and LeaseRcvRequestVote"
   */
  @Override
  public boolean allows(Raft raft, State state, Timing mine, Input input) {
    return switch (input) {
      case Input.Timeout() -> isImpatient(mine);
      case Input.Received(RequestVote m) -> isImpatient(mine);
      default -> true;
    };
  }

  @Override
  public Optional<Step<State, Message>> step(Raft raft, State state, Timing mine, Input input) {
    return switch (input) {
      case Input.Tick() -> Optional.of(tick(raft, state, mine));
      case Input.Read(Object read) when canRead(state) && mine.find(read).isEmpty() ->
          Optional.of(clientRead(raft, state, mine, read));
      case Input.RenewLease() when state.role() == LEADER ->
          Optional.of(leaseHeartbeat(raft, state, mine));
      case Input.AnswerRead(Object read) when holdsLease(raft, state, mine) ->
          mine.find(read)
              .filter(waiting -> hasApplied(state, mine, waiting))
              .map(waiting -> answerRead(raft, state, mine, waiting));
      case Input.Apply() when canApply(state, mine) -> Optional.of(apply(raft, state, mine));
      case Input.Received(LeaseHeartbeat m) when isOfLeader(state, m) ->
          Optional.of(rcvLeaseHeartbeat(raft, state, mine, m));
      case Input.Received(LeaseAck m)
          when state.role() == LEADER && m.term() == state.currentTerm() ->
          Optional.of(rcvLeaseAck(raft, state, mine, m));
      default -> Optional.empty();
    };
  }

  /**
   * Whoever hears a leader is patient again, and whoever leads no longer forgets its lease.
   *
   * @see "RaftLease.tla, RaftStep and Hear"
   */
  @Override
  public Timing after(
      Raft raft, State before, Timing mine, Input input, Step<State, Message> step) {
    Timing kept = step.state().role() == LEADER ? mine : mine.ofFollower();
    return switch (input) {
      case Input.Received(AppendEntries m) when m.term() >= before.currentTerm() ->
          kept.withQuiet(0);
      // So is a chunk of a snapshot, where snapshots are sent.
      case Input.Received(InstallSnapshot m) when m.term() >= before.currentTerm() ->
          kept.withQuiet(0);
      default -> kept;
    };
  }

  // A leader.

  /**
   * The leader begins a round, and asks all to be patient from now on. It knows when that was, and
   * so how old an answer is at the most.
   *
   * @see "RaftLease.tla, LeaseHeartbeat"
   */
  protected Step<State, Message> leaseHeartbeat(Raft raft, State state, Timing mine) {
    long round = mine.round() + 1;
    NavigableMap<Long, Integer> ages = new TreeMap<>(mine.ages());
    ages.put(round, 0);
    List<Message> heartbeats = new ArrayList<>();
    for (NodeId j : raft.electorate(state)) {
      if (!j.equals(raft.i())) {
        heartbeats.add(new LeaseHeartbeat(state.currentTerm(), raft.i(), j, round));
      }
    }
    return new Step<>(
        Action.of("LeaseHeartbeat", raft.i()),
        state.remembering(mine, mine.withRounds(round, ages)),
        heartbeats);
  }

  /**
   * An answer counts for the round of the heartbeat, and in the term of it.
   *
   * @see "RaftLease.tla, RcvLeaseAck"
   */
  protected Step<State, Message> rcvLeaseAck(Raft raft, State state, Timing mine, LeaseAck m) {
    long latest = Math.max(mine.acked(m.from()), m.round());
    return new Step<>(
        Action.of("RcvLeaseAck", raft.i(), m),
        state.remembering(mine, mine.withAck(m.from(), latest)),
        List.of());
  }

  /**
   * A client asks this leader to read. What is committed is to be read.
   *
   * @see "RaftLease.tla, ClientRead"
   */
  protected Step<State, Message> clientRead(Raft raft, State state, Timing mine, Object read) {
    return new Step<>(
        Action.of("ClientRead", raft.i(), read),
        state.remembering(mine, mine.with(new Waiting(read, state.commitIndex()))),
        List.of());
  }

  /**
   * The client gets what the state machine has, and nobody is asked. It is in the label: up to
   * where the machine has applied.
   *
   * @see "RaftLease.tla, AnswerRead"
   */
  protected Step<State, Message> answerRead(Raft raft, State state, Timing mine, Waiting waiting) {
    return new Step<>(
        Action.of("AnswerRead", raft.i(), waiting.read(), lastApplied(state, mine)),
        state.remembering(mine, mine.without(waiting)),
        List.of());
  }

  // Any server.

  /**
   * This server hears the leader of its term, and is patient from now on.
   *
   * @see "RaftLease.tla, RcvLeaseHeartbeat"
   */
  protected Step<State, Message> rcvLeaseHeartbeat(
      Raft raft, State state, Timing mine, LeaseHeartbeat m) {
    return new Step<>(
        Action.of("RcvLeaseHeartbeat", raft.i(), m),
        state.remembering(mine, mine.withQuiet(0)),
        List.of(new LeaseAck(m.term(), raft.i(), m.from(), m.round())));
  }

  /**
   * The state machine applies the next entry that is committed.
   *
   * @see "RaftLease.tla, Apply"
   */
  protected Step<State, Message> apply(Raft raft, State state, Timing mine) {
    return new Step<>(
        Action.of("Apply", raft.i()),
        state.remembering(mine, mine.withApplied(lastApplied(state, mine) + 1)),
        List.of());
  }

  /**
   * The clock of this server advances.
   *
   * @see "RaftLease.tla, Tick"
   */
  protected Step<State, Message> tick(Raft raft, State state, Timing mine) {
    Timing later = mine.withQuiet(Math.min(mine.quiet() + 1, electionTimeout));
    return new Step<>(
        Action.of("Tick", raft.i()),
        state.remembering(mine, later.withRounds(mine.round(), older(mine.ages()))),
        List.of());
  }

  // What the actions need to know.

  /** Returns for how many ticks a server is patient. */
  protected final int electionTimeout() {
    return electionTimeout;
  }

  /**
   * Returns all rounds a tick later, but for those that are too old then.
   *
   * @see "RaftLease.tla, Older"
   */
  protected NavigableMap<Long, Integer> older(NavigableMap<Long, Integer> ages) {
    return olderThan(ages, leaseTime);
  }

  /** Returns all rounds a tick later that are younger than that then. */
  protected static NavigableMap<Long, Integer> olderThan(
      NavigableMap<Long, Integer> ages, int tooOld) {
    NavigableMap<Long, Integer> older = new TreeMap<>();
    ages.forEach(
        (round, age) -> {
          if (age + 1 < tooOld) {
            older.put(round, age + 1);
          }
        });
    return older;
  }

  /**
   * Says whether a server has heard no leader for so long that it owes nobody anything.
   *
   * @see "RaftLease.tla, Impatient"
   */
  protected boolean isImpatient(Timing mine) {
    return mine.quiet() == electionTimeout;
  }

  /**
   * Says whether a quorum answered a round that is young enough. The oldest of them has the most
   * answers.
   *
   * @see "RaftLease.tla, HoldsLease"
   */
  public boolean holdsLease(Raft raft, State state, Timing mine) {
    if (mine.ages().isEmpty()) {
      return false;
    }
    long oldest = mine.ages().firstKey();
    return raft.isQuorum(state, j -> j.equals(raft.i()) || mine.acked(j) >= oldest);
  }

  /**
   * Returns up to where a server's state machine has applied the log: as far as its snapshot at
   * least.
   *
   * @see "RaftLease.tla, lastApplied"
   */
  public static long lastApplied(State state, Timing mine) {
    return Math.max(mine.applied(), state.log().snapshot().index());
  }

  /** Says whether this server leads and has an entry of its own term committed. */
  protected boolean canRead(State state) {
    return state.role() == LEADER && state.log().termAt(state.commitIndex()) == state.currentTerm();
  }

  /** Says whether the state machine has what a read must see. */
  protected boolean hasApplied(State state, Timing mine, Waiting waiting) {
    return lastApplied(state, mine) >= waiting.index();
  }

  /** Says whether there is an entry to apply. */
  protected boolean canApply(State state, Timing mine) {
    return lastApplied(state, mine) < state.commitIndex();
  }

  /** Says whether a heartbeat is of the term of this server. */
  protected boolean isOfLeader(State state, LeaseHeartbeat m) {
    return m.term() == state.currentTerm();
  }
}
