package dev.lockstep.consensus.raft;

import static dev.lockstep.consensus.raft.Role.CANDIDATE;
import static dev.lockstep.consensus.raft.Role.FOLLOWER;
import static dev.lockstep.consensus.raft.Role.LEADER;

import dev.lockstep.consensus.raft.Message.AppendEntries;
import dev.lockstep.consensus.raft.Message.Appended;
import dev.lockstep.consensus.raft.Message.Refused;
import dev.lockstep.consensus.raft.Message.RequestVote;
import dev.lockstep.consensus.raft.Message.Vote;
import dev.lockstep.core.Action;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A server of a Raft cluster: elects a leader with the others, and agrees with them on one log.
 *
 * <p>Term, vote and log are on disk before a message of the same step leaves: {@link #durable}. All
 * else is in memory, and a server that comes back after a crash is a follower that knows its log
 * and nothing of how much of it is committed.
 *
 * <p>Latitude: when a server loses patience ({@link Input.Timeout}), gives up ({@link
 * Input.StepDown}) and sends what to whom ({@link Input.Replicate}) is for the caller to choose; no
 * safety property depends on it. The spec lets a leader commit less than it could; this one commits
 * all it can.
 *
 * @see "Raft.tla"
 * @see "D. Ongaro, J. Ousterhout: In Search of an Understandable Consensus Algorithm (Extended
 *     Version), 2014, figure 2"
 */
public class Raft implements DurableCore<State, Disk, Input, Message> {

  /** No server: what a server that has not voted voted for. */
  public static final NodeId NOBODY = new NodeId("Nobody");

  private final NodeId i;
  private final NavigableSet<NodeId> server;
  private final List<Object> values;
  private final int batch;
  private final List<Extension<Object>> extensions;
  private final List<NavigableSet<NodeId>> allServers;
  private final Progress noProgress;

  /**
   * Creates a server.
   *
   * @param i its name
   * @param server all servers
   * @param values what clients may ask for, as far as {@link #localInputs} lists it; a caller may
   *     give other values
   * @param batch how many entries {@link #localInputs} puts into one message
   * @param extensions what it can do beyond Raft; the first that has a step for an input takes it
   */
  @SuppressWarnings("unchecked") // an extension gets back what it returned
  public Raft(
      NodeId i,
      Collection<NodeId> server,
      Collection<?> values,
      int batch,
      List<? extends Extension<?>> extensions) {
    this.i = i;
    this.server = Collections.unmodifiableNavigableSet(new TreeSet<>(server));
    if (!this.server.contains(i)) {
      throw new IllegalArgumentException(i + " is none of the servers " + server);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("a message carries an entry at least, not " + batch);
    }
    this.values = List.copyOf(values);
    this.batch = batch;
    this.extensions = (List<Extension<Object>>) List.copyOf(extensions);
    this.allServers = List.of(this.server);
    this.noProgress = Progress.none(this.server);
  }

  /** Creates a server without extensions. */
  public Raft(NodeId i, Collection<NodeId> server, Collection<?> values, int batch) {
    this(i, server, values, batch, List.of());
  }

  /** Returns the name of this server. */
  public final NodeId i() {
    return i;
  }

  /** Returns all servers. */
  public final NavigableSet<NodeId> server() {
    return server;
  }

  @Override
  public State initial() {
    return fromDisk(new Disk(0, NOBODY, Log.EMPTY));
  }

  @Override
  public List<Input> localInputs(State state) {
    List<Input> inputs =
        new ArrayList<>(List.of(new Input.Timeout(), new Input.Lead(), new Input.StepDown()));
    values.forEach(value -> inputs.add(new Input.Request(value)));
    if (state.role() == LEADER) {
      for (NodeId j : server) {
        if (!j.equals(i)) {
          long prev = state.progress().next(j) - 1;
          int rest = (int) Math.min(batch, state.log().lastIndex() - prev);
          inputs.add(new Input.Replicate(j, prev, rest));
        }
      }
    }
    inputs.add(new Input.Commit());
    for (int e = 0; e < extensions.size(); e++) {
      inputs.addAll(extensions.get(e).localInputs(this, state, state.extras().get(e)));
    }
    return inputs;
  }

  @Override
  public Input delivery(Message message) {
    if (!message.to().equals(i)) {
      throw new IllegalArgumentException(message + " is not for server " + i);
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    if (extensions.isEmpty()) {
      return raftStep(state, input);
    }
    for (int e = 0; e < extensions.size(); e++) {
      Optional<Step<State, Message>> step =
          extensions.get(e).step(this, state, state.extras().get(e), input);
      if (step.isPresent()) {
        return Optional.of(seen(state, input, step.get(), e));
      }
    }
    for (int e = 0; e < extensions.size(); e++) {
      if (!extensions.get(e).allows(this, state, state.extras().get(e), input)) {
        return Optional.empty();
      }
    }
    return raftStep(state, input).map(step -> seen(state, input, step, -1));
  }

  /** A step as the extensions see it, all but the one that took it. */
  private Step<State, Message> seen(
      State before, Input input, Step<State, Message> step, int taker) {
    List<Object> extras = new ArrayList<>(step.state().extras());
    for (int e = 0; e < extensions.size(); e++) {
      if (e != taker) {
        extras.set(e, extensions.get(e).after(this, before, before.extras().get(e), input, step));
      }
    }
    return new Step<>(step.action(), step.state().withExtras(List.copyOf(extras)), step.messages());
  }

  /** The actions of {@code Raft.tla} alone. */
  protected Optional<Step<State, Message>> raftStep(State state, Input input) {
    return switch (input) {
      case Input.Received(RequestVote m) -> Optional.of(rcvRequestVote(state, m));
      case Input.Received(Vote m)
          when isNewer(state, m) || (isCurrent(state, m, CANDIDATE) && m.granted()) ->
          Optional.of(rcvVote(state, m));
      case Input.Received(AppendEntries m) -> Optional.of(rcvAppendEntries(state, m));
      case Input.Received(Appended m) when isCurrent(state, m, LEADER) ->
          Optional.of(rcvAppended(state, m));
      case Input.Received(Refused m)
          when isNewer(state, m)
              || (isCurrent(state, m, LEADER)
                  && m.prevIndex() == state.progress().next(m.from()) - 1) ->
          Optional.of(rcvRefused(state, m));

      case Input.Timeout() when state.role() != LEADER && mayStand(state) ->
          Optional.of(timeout(state));
      case Input.Lead()
          when state.role() == CANDIDATE && isQuorum(state, state.votesGranted()::contains) ->
          Optional.of(becomeLeader(state));
      case Input.StepDown() when state.role() == LEADER -> Optional.of(stepDown(state));
      case Input.Request(Object value) when state.role() == LEADER ->
          Optional.of(clientRequest(state, value));
      case Input.Replicate(NodeId j, long prev, int count)
          when state.role() == LEADER && canSend(state, j, prev, count) ->
          Optional.of(appendEntries(state, j, prev, count));
      case Input.Commit() when state.role() == LEADER && canCommit(state) ->
          Optional.of(advanceCommitIndex(state));

      default -> Optional.empty();
    };
  }

  @Override
  public Disk durable(State state) {
    return state.disk();
  }

  @Override
  public Step<State, Message> restart(Disk disk) {
    return new Step<>(Action.of("Restart", i), fromDisk(disk), List.of());
  }

  private State fromDisk(Disk disk) {
    return new State(
        disk,
        FOLLOWER,
        Collections.emptyNavigableSet(),
        disk.log().snapshot().index(),
        noProgress,
        extensions.stream().map(Extension::initial).toList());
  }

  // Election (section 5.2).

  /**
   * No word from a leader: a candidate in a new term, which asks the others.
   *
   * @see "Raft.tla, Timeout"
   */
  protected Step<State, Message> timeout(State state) {
    long term = state.currentTerm() + 1;
    List<Message> requests = new ArrayList<>();
    for (NodeId j : electorate(state)) {
      if (!j.equals(i)) {
        requests.add(new RequestVote(term, i, j, state.log().lastIndex(), state.log().lastTerm()));
      }
    }
    return new Step<>(
        Action.of("Timeout", i),
        state.with(new Disk(term, i, state.log())).with(CANDIDATE, votes(i)),
        requests);
  }

  /**
   * One vote in a term, and none to a log that may lack what is committed.
   *
   * @see "Raft.tla, RcvRequestVote"
   */
  protected Step<State, Message> rcvRequestVote(State state, RequestVote m) {
    boolean newer = isNewer(state, m);
    Disk disk = state.disk().learn(m.term());
    boolean granted =
        m.term() == disk.currentTerm()
            && mayVoteFor(disk, m.from())
            && upToDate(state, m.lastIndex(), m.lastTerm());
    Disk voted = granted ? new Disk(disk.currentTerm(), m.from(), disk.log()) : disk;
    return new Step<>(
        Action.of("RcvRequestVote", i, m),
        (newer ? becomeFollower(state) : state).with(voted),
        List.of(new Vote(disk.currentTerm(), i, m.from(), granted)));
  }

  /**
   * One vote in a term.
   *
   * @param disk what the server has on disk in the term of the candidate
   * @see "Raft.tla, MayVoteFor"
   */
  protected boolean mayVoteFor(Disk disk, NodeId candidate) {
    return disk.votedFor().equals(NOBODY) || disk.votedFor().equals(candidate);
  }

  /**
   * A vote counts in the term that it was asked for in, and in no other.
   *
   * @see "Raft.tla, RcvVote"
   */
  protected Step<State, Message> rcvVote(State state, Vote m) {
    Action action = Action.of("RcvVote", i, m);
    if (isNewer(state, m)) {
      return new Step<>(action, learn(state, m.term()), List.of());
    }
    NavigableSet<NodeId> votes = new TreeSet<>(state.votesGranted());
    votes.add(m.from());
    return new Step<>(action, state.with(CANDIDATE, votes), List.of());
  }

  /**
   * A quorum voted for this server. It may not commit what it finds in its log before an entry of
   * its own term is, so it begins with one (section 8).
   *
   * @see "Raft.tla, BecomeLeader"
   */
  protected Step<State, Message> becomeLeader(State state) {
    return new Step<>(
        Action.of("BecomeLeader", i),
        state
            .with(state.log().append(new Entry(state.currentTerm(), Value.NO_OP)))
            .with(LEADER, Collections.emptyNavigableSet())
            .with(noProgress.startAt(state.log().lastIndex() + 1)),
        List.of());
  }

  /**
   * A leader may give up, of its own accord and within its term.
   *
   * @see "Raft.tla, StepDown"
   */
  protected Step<State, Message> stepDown(State state) {
    return new Step<>(Action.of("StepDown", i), becomeFollower(state), List.of());
  }

  // Replication (section 5.3).

  /**
   * A client asks the leader to append a value.
   *
   * @see "Raft.tla, ClientRequest"
   */
  protected Step<State, Message> clientRequest(State state, Object value) {
    return new Step<>(
        Action.of("ClientRequest", i, value),
        state.with(state.log().append(new Entry(state.currentTerm(), value))),
        List.of());
  }

  /**
   * The leader sends some entries after the {@code prev}-th, or none: a heartbeat.
   *
   * @see "Raft.tla, AppendEntries"
   */
  protected Step<State, Message> appendEntries(State state, NodeId j, long prev, int count) {
    return new Step<>(
        Action.of("AppendEntries", i, j, prev, count),
        state,
        List.of(
            new AppendEntries(
                state.currentTerm(),
                i,
                j,
                prev,
                state.log().termAt(prev),
                state.log().after(prev, count),
                state.commitIndex())));
  }

  /**
   * What is confirmed is what this very message says: of the rest of this log the leader knows
   * nothing, and neither is it known to be committed.
   *
   * @see "Raft.tla, RcvAppendEntries"
   */
  protected Step<State, Message> rcvAppendEntries(State state, AppendEntries m) {
    Action action = Action.of("RcvAppendEntries", i, m);
    if (m.term() < state.currentTerm()) {
      return new Step<>(
          action, state, List.of(new Refused(state.currentTerm(), i, m.from(), m.prevIndex(), 0)));
    }
    State follower = learn(state, m.term());
    if (!matches(state.log(), m.prevIndex(), m.prevTerm())) {
      return new Step<>(
          action,
          follower,
          List.of(
              new Refused(m.term(), i, m.from(), m.prevIndex(), hint(state.log(), m.prevIndex()))));
    }
    Log log = merged(state.log(), m.prevIndex(), m.entries());
    return new Step<>(
        action,
        follower.with(log).withCommitIndex(committedUpTo(state, m)),
        List.of(new Appended(m.term(), i, m.from(), confirmedUpTo(m, log))));
  }

  /**
   * Returns up to where a follower has the leader's log after it has appended what a message
   * brings: what this very message says, for of the rest of its log the leader knows nothing.
   *
   * @param log the log of the follower by then
   * @see "Raft.tla, ConfirmedUpTo"
   */
  protected long confirmedUpTo(AppendEntries m, Log log) {
    return m.prevIndex() + m.entries().size();
  }

  /**
   * Returns up to where a follower knows its log to be committed after a message that it appended.
   *
   * @see "Raft.tla, CommittedUpTo"
   */
  protected long committedUpTo(State state, AppendEntries m) {
    return Math.max(state.commitIndex(), Math.min(m.commit(), m.prevIndex() + m.entries().size()));
  }

  /**
   * Confirmations come late and twice: what is confirmed stays confirmed.
   *
   * @see "Raft.tla, RcvAppended"
   */
  protected Step<State, Message> rcvAppended(State state, Appended m) {
    Progress progress = state.progress();
    return new Step<>(
        Action.of("RcvAppended", i, m),
        state.with(
            progress.with(
                m.from(),
                Math.max(progress.next(m.from()), m.matchIndex() + 1),
                Math.max(progress.match(m.from()), m.matchIndex()))),
        List.of());
  }

  /**
   * The follower lacks what came before: go back to where its log may match, and never behind what
   * it has confirmed.
   *
   * @see "Raft.tla, RcvRefused"
   */
  protected Step<State, Message> rcvRefused(State state, Refused m) {
    Action action = Action.of("RcvRefused", i, m);
    if (isNewer(state, m)) {
      return new Step<>(action, learn(state, m.term()), List.of());
    }
    long match = state.progress().match(m.from());
    return new Step<>(
        action,
        state.with(state.progress().with(m.from(), Math.max(m.hint(), match) + 1, match)),
        List.of());
  }

  /**
   * An entry of the leader's own term that a quorum has is committed, and so is all before it. One
   * of an older term is not, whoever has it (section 5.4.2).
   *
   * @see "Raft.tla, AdvanceCommitIndex"
   */
  protected Step<State, Message> advanceCommitIndex(State state) {
    long n = quorumHas(state);
    return new Step<>(Action.of("AdvanceCommitIndex", i, n), state.withCommitIndex(n), List.of());
  }

  // What the actions need to know.

  /**
   * Returns sets of servers: whoever has a majority in each of them is a quorum. Without an
   * extension that says otherwise there is one set, of all servers.
   *
   * @see "Raft.tla, Voters"
   */
  public final List<NavigableSet<NodeId>> voters(State state) {
    return voters(state.log());
  }

  private List<NavigableSet<NodeId>> voters(Log log) {
    for (Extension<Object> extension : extensions) {
      Optional<List<NavigableSet<NodeId>>> voters = extension.voters(log);
      if (voters.isPresent()) {
        return voters.get();
      }
    }
    return allServers;
  }

  /**
   * Says whether those who agree are a quorum.
   *
   * @see "Raft.tla, IsQuorum"
   */
  public final boolean isQuorum(State state, Predicate<NodeId> agrees) {
    return voters(state).stream()
        .allMatch(voters -> 2 * voters.stream().filter(agrees).count() > voters.size());
  }

  /** Returns all whose votes count in some way. */
  public final NavigableSet<NodeId> electorate(State state) {
    List<NavigableSet<NodeId>> voters = voters(state);
    if (voters.size() == 1) {
      return voters.getFirst();
    }
    NavigableSet<NodeId> all = new TreeSet<>();
    voters.forEach(all::addAll);
    return all;
  }

  /**
   * Says whether this server may stand: it has a vote, or had one at a place of its log after which
   * nothing is committed as far as it knows.
   *
   * @see "Raft.tla, MayStand"
   */
  public boolean mayStand(State state) {
    Log log = state.log();
    while (voters(log).stream().noneMatch(voters -> voters.contains(i))) {
      long since = 0;
      for (Extension<Object> extension : extensions) {
        since = Math.max(since, extension.votersSince(log));
      }
      if (since <= state.commitIndex()) {
        return false;
      }
      log = log.upTo(since - 1);
    }
    return true;
  }

  /** Returns the index up to where a quorum has the leader's log. */
  protected final long quorumHas(State state) {
    long least = Long.MAX_VALUE;
    for (NavigableSet<NodeId> voters : voters(state)) {
      long[] has = new long[voters.size()];
      int count = 0;
      for (NodeId j : voters) {
        has[count++] = j.equals(i) ? state.log().lastIndex() : state.progress().match(j);
      }
      Arrays.sort(has);
      least = Math.min(least, has[(has.length - 1) / 2]);
    }
    return least;
  }

  /** Says whether what a quorum has can be committed. */
  protected boolean canCommit(State state) {
    long n = quorumHas(state);
    return n > state.commitIndex() && state.log().termAt(n) == state.currentTerm();
  }

  /** Says whether a leader has these entries to send, and the follower may still lack them. */
  protected boolean canSend(State state, NodeId j, long prev, int count) {
    return !j.equals(i)
        && count >= 0
        && prev >= state.progress().next(j) - 1
        && prev >= state.log().snapshot().index()
        && prev + count <= state.log().lastIndex();
  }

  /**
   * Says whether a log that ends like this is at least as up to date as this server's (section
   * 5.4.1).
   *
   * @see "Raft.tla, UpToDate"
   */
  public boolean upToDate(State state, long lastIndex, long lastTerm) {
    long own = state.log().lastTerm();
    return lastTerm > own || (lastTerm == own && lastIndex >= state.log().lastIndex());
  }

  /**
   * Says whether a log has the entry that comes before new ones. What a snapshot stands for is
   * committed, and so the same everywhere.
   *
   * @see "Raft.tla, Matches"
   */
  protected boolean matches(Log log, long prevIndex, long prevTerm) {
    return prevIndex < log.snapshot().index()
        || (prevIndex <= log.lastIndex() && log.termAt(prevIndex) == prevTerm);
  }

  /**
   * Returns a log with entries after {@code prevIndex}. It is cut only where they differ: a late
   * request must not take back what a newer one brought.
   *
   * @see "Raft.tla, Merged"
   */
  protected Log merged(Log log, long prevIndex, List<Entry> entries) {
    long at = Math.max(log.snapshot().index(), prevIndex);
    int known = (int) Math.min(at - prevIndex, entries.size());
    List<Entry> fresh = entries.subList(known, entries.size());
    int overlap = (int) Math.min(fresh.size(), log.lastIndex() - at);
    boolean same = log.after(at, overlap).equals(fresh.subList(0, overlap));
    if (same) {
      // What follows the overlap is new, if there is any.
      return overlap == fresh.size() ? log : log.append(fresh.subList(overlap, fresh.size()));
    }
    return log.upTo(at).append(fresh);
  }

  /**
   * Returns up to where a log may match that of a leader which has another entry at {@code
   * prevIndex}: not there, and not in the rest of the same term either (end of section 5.3).
   *
   * @see "Raft.tla, Hint"
   */
  protected long hint(Log log, long prevIndex) {
    if (prevIndex > log.lastIndex()) {
      return log.lastIndex();
    }
    long term = log.termAt(prevIndex);
    long n = prevIndex;
    while (n > log.snapshot().index() && log.termAt(n) == term) {
      n--;
    }
    return n;
  }

  /** Returns the state of a follower that has learned of a term, newer or not. */
  public final State learn(State state, long term) {
    return becomeFollower(state).with(state.disk().learn(term));
  }

  /**
   * Returns the state of a follower in the same term.
   *
   * @see "Raft.tla, BecomeFollower"
   */
  protected State becomeFollower(State state) {
    return state.role() == FOLLOWER
        ? state
        : state.with(FOLLOWER, Collections.emptyNavigableSet()).with(noProgress);
  }

  /** Says whether a message is of a term that this server does not know yet. */
  protected static boolean isNewer(State state, Message m) {
    return m.term() > state.currentTerm();
  }

  /** Says whether a message is of the server's term, and the server in this role. */
  protected static boolean isCurrent(State state, Message m, Role role) {
    return m.term() == state.currentTerm() && state.role() == role;
  }

  private static NavigableSet<NodeId> votes(NodeId one) {
    return new TreeSet<>(List.of(one));
  }
}
