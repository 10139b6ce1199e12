package dev.lockstep.consensus.raft;

import static dev.lockstep.consensus.raft.Role.LEADER;

import dev.lockstep.consensus.raft.Message.Appended;
import dev.lockstep.consensus.raft.Message.InstallSnapshot;
import dev.lockstep.consensus.raft.Message.Refused;
import dev.lockstep.consensus.raft.Message.Stored;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Log compaction: a server replaces what it has applied by an image of its state machine, and a
 * leader that no longer has the entries a follower needs sends its snapshot instead, in chunks.
 *
 * <p>Snapshot and log are on disk together. What has arrived of a snapshot is in memory until it is
 * complete; after a crash the leader begins again.
 *
 * <p>Latitude: when to compact and how many entries to keep ({@link Input.Compact}), and which
 * chunk to send when ({@link Input.SendChunk}), is for the caller to choose.
 *
 * @see "RaftSnapshot.tla"
 * @see "D. Ongaro, J. Ousterhout: In Search of an Understandable Consensus Algorithm (Extended
 *     Version), 2014, section 7 and figure 13"
 */
public class Snapshots implements Extension<Snapshots.Transfers> {

  private final StateMachine machine;
  private final int chunk;

  /**
   * Creates it.
   *
   * @param machine what the entries are for
   * @param chunk how many pieces of an image {@link #localInputs} puts into one message
   */
  public Snapshots(StateMachine machine, int chunk) {
    if (chunk < 1) {
      throw new IllegalArgumentException("a chunk has a piece at least, not " + chunk);
    }
    this.machine = machine;
    this.chunk = chunk;
  }

  /**
   * What has arrived of a snapshot.
   *
   * @param term the term of the leader that sends it; 0 if there is none
   * @param index the index of the last entry that it stands for; 0 if there is none
   * @param data the pieces of its image, from the first on
   * @see "RaftSnapshot.tla, incoming"
   */
  public record Incoming(long term, long index, List<Object> data) {

    /** Nothing has arrived of any snapshot. */
    public static final Incoming NOTHING_YET = new Incoming(0, 0, List.of());

    boolean isOf(InstallSnapshot m) {
      return term == m.term() && index == m.lastIndex();
    }
  }

  /**
   * The snapshots that a server receives and sends.
   *
   * @param incoming what has arrived of the one that it receives
   * @param nextOffset up to where others have confirmed its own, while it is the leader; only those
   *     who have confirmed something
   */
  public record Transfers(Incoming incoming, NavigableMap<NodeId, Integer> nextOffset) {

    /** None is under way. */
    public static final Transfers NONE =
        new Transfers(Incoming.NOTHING_YET, Collections.emptyNavigableMap());

    /** Returns what to send to {@code j} next, in pieces of the image. */
    public int next(NodeId j) {
      return nextOffset.getOrDefault(j, 0);
    }

    Transfers with(Incoming other) {
      return new Transfers(other, nextOffset);
    }

    Transfers with(NodeId j, int offset) {
      NavigableMap<NodeId, Integer> offsets = new TreeMap<>(nextOffset);
      if (offset == 0) {
        offsets.remove(j);
      } else {
        offsets.put(j, offset);
      }
      return new Transfers(incoming, Collections.unmodifiableNavigableMap(offsets));
    }

    Transfers fromTheStart() {
      return nextOffset.isEmpty() ? this : new Transfers(incoming, Collections.emptyNavigableMap());
    }
  }

  @Override
  public Transfers initial() {
    return Transfers.NONE;
  }

  @Override
  public List<Input> localInputs(Raft raft, State state, Transfers mine) {
    List<Input> inputs = new ArrayList<>();
    inputs.add(new Input.Compact(0));
    if (state.role() == LEADER) {
      for (NodeId j : raft.server()) {
        if (needsSnapshot(raft, state, j)) {
          int offset = mine.next(j);
          int rest = state.log().snapshot().image().size() - offset;
          inputs.add(new Input.SendChunk(j, offset, Math.min(chunk, rest)));
        }
      }
    }
    return inputs;
  }

  @Override
  public Optional<Step<State, Message>> step(Raft raft, State state, Transfers mine, Input input) {
    return switch (input) {
      case Input.Compact(int keep)
          when keep >= 0 && state.commitIndex() - keep > state.log().snapshot().index() ->
          Optional.of(compact(raft, state, mine, state.commitIndex() - keep));
      case Input.SendChunk(NodeId j, int offset, int count)
          when state.role() == LEADER
              && needsSnapshot(raft, state, j)
              && hasChunk(state, mine, j, offset, count) ->
          Optional.of(installSnapshot(raft, state, j, offset, count));
      case Input.Received(InstallSnapshot m) ->
          Optional.of(rcvInstallSnapshot(raft, state, mine, m));
      case Input.Received(Stored m)
          when state.role() == LEADER
              && m.term() == state.currentTerm()
              && m.lastIndex() == state.log().snapshot().index()
              && m.offset() == mine.next(m.from()) ->
          Optional.of(rcvStored(raft, state, mine, m));
      default -> Optional.empty();
    };
  }

  /** Who does not lead sends nothing; a crash makes a server forget what has arrived. */
  @Override
  public Transfers after(
      Raft raft, State before, Transfers mine, Input input, Step<State, Message> step) {
    return step.state().role() == LEADER ? mine : mine.fromTheStart();
  }

  /**
   * A snapshot takes the place of the first {@code n} entries, which this server has applied.
   *
   * @see "RaftSnapshot.tla, Compact"
   */
  protected Step<State, Message> compact(Raft raft, State state, Transfers mine, long n) {
    Log log = state.log();
    return new Step<>(
        Action.of("Compact", raft.i(), n),
        state
            .with(log.compact(new Snapshot(n, log.termAt(n), imageAt(log, n))))
            .remembering(mine, mine.fromTheStart()),
        List.of());
  }

  /**
   * The leader no longer has what {@code j} needs next, and sends a chunk of its snapshot.
   *
   * @see "RaftSnapshot.tla, InstallSnapshot"
   */
  protected Step<State, Message> installSnapshot(
      Raft raft, State state, NodeId j, int offset, int count) {
    Snapshot snapshot = state.log().snapshot();
    return new Step<>(
        Action.of("InstallSnapshot", raft.i(), j, offset, count),
        state,
        List.of(
            new InstallSnapshot(
                state.currentTerm(),
                raft.i(),
                j,
                snapshot.index(),
                snapshot.term(),
                offset,
                List.copyOf(snapshot.image().subList(offset, offset + count)),
                offset + count == snapshot.image().size())));
  }

  /**
   * A chunk arrives. A snapshot that says nothing new is confirmed and goes no further: it must not
   * take back what is committed.
   *
   * @see "RaftSnapshot.tla, RcvInstallSnapshot"
   */
  protected Step<State, Message> rcvInstallSnapshot(
      Raft raft, State state, Transfers mine, InstallSnapshot m) {
    Action action = Action.of("RcvInstallSnapshot", raft.i(), m);
    NodeId i = raft.i();
    if (m.term() < state.currentTerm()) {
      return new Step<>(
          action, state, List.of(new Refused(state.currentTerm(), i, m.from(), m.lastIndex(), 0)));
    }
    Transfers received = mine.fromTheStart();
    State follower = raft.learn(state, m.term()).remembering(mine, received);
    Appended appended = new Appended(m.term(), i, m.from(), m.lastIndex());
    if (saysNothingNew(state, m)) {
      return new Step<>(action, follower, List.of(appended));
    }
    List<Object> data = have(mine.incoming(), m);
    boolean goesOn = goesOn(mine.incoming(), m);
    if (goesOn) {
      data = new ArrayList<>(data);
      data.addAll(m.data());
    }
    if (goesOn && m.done()) {
      return new Step<>(
          action,
          installed(follower, m, data).remembering(received, received.with(Incoming.NOTHING_YET)),
          List.of(appended));
    }
    Incoming now =
        goesOn ? new Incoming(m.term(), m.lastIndex(), List.copyOf(data)) : mine.incoming();
    return new Step<>(
        action,
        follower.remembering(received, received.with(now)),
        List.of(new Stored(m.term(), i, m.from(), m.lastIndex(), m.offset(), data.size())));
  }

  /**
   * The answer to the chunk with which the leader is: go on, or back, to where the follower is. It
   * may have lost in a crash what it had.
   *
   * @see "RaftSnapshot.tla, RcvStored"
   */
  protected Step<State, Message> rcvStored(Raft raft, State state, Transfers mine, Stored m) {
    return new Step<>(
        Action.of("RcvStored", raft.i(), m),
        state.remembering(mine, mine.with(m.from(), m.next())),
        List.of());
  }

  // What the actions need to know.

  /** Returns the state machine after the first {@code n} entries. */
  protected List<Object> imageAt(Log log, long n) {
    List<Object> image = log.snapshot().image();
    for (Entry entry : log.after(log.snapshot().index(), (int) (n - log.snapshot().index()))) {
      if (!entry.value().equals(Value.NO_OP)) {
        image = machine.apply(image, entry.value());
      }
    }
    return image;
  }

  /**
   * Says whether all that a snapshot stands for is committed here already.
   *
   * @see "RaftSnapshot.tla, SaysNothingNew"
   */
  protected boolean saysNothingNew(State state, InstallSnapshot m) {
    return m.lastIndex() <= state.commitIndex();
  }

  private static boolean needsSnapshot(Raft raft, State state, NodeId j) {
    return !j.equals(raft.i()) && state.progress().next(j) <= state.log().snapshot().index();
  }

  private static boolean hasChunk(State state, Transfers mine, NodeId j, int offset, int count) {
    int size = state.log().snapshot().image().size();
    return offset >= mine.next(j)
        && count >= 0
        && offset + count <= size
        && (count > 0 || size == 0);
  }

  /**
   * Says whether a chunk goes on where this server is with that snapshot, or begins a newer one:
   * that of a newer leader, or a later one of the same leader.
   *
   * @see "RaftSnapshot.tla, Extends"
   */
  protected boolean goesOn(Incoming incoming, InstallSnapshot m) {
    if (incoming.isOf(m)) {
      return m.offset() == incoming.data().size();
    }
    boolean newer =
        incoming.term() < m.term()
            || (incoming.term() == m.term() && incoming.index() < m.lastIndex());
    return newer && m.offset() == 0;
  }

  /**
   * Returns what is here of a chunk's snapshot before the chunk.
   *
   * @see "RaftSnapshot.tla, Have"
   */
  protected List<Object> have(Incoming incoming, InstallSnapshot m) {
    return incoming.isOf(m) ? incoming.data() : List.of();
  }

  /**
   * The snapshot is complete: it takes the place of what was there up to it, and also of what is
   * there after it, unless that goes on from the same entry.
   *
   * @see "RaftSnapshot.tla, Install"
   */
  protected State installed(State follower, InstallSnapshot m, List<Object> image) {
    Log log = follower.log();
    Snapshot snapshot = new Snapshot(m.lastIndex(), m.lastTerm(), image);
    return follower
        .with(hasLast(log, m) ? log.compact(snapshot) : Log.startingWith(snapshot))
        .withCommitIndex(m.lastIndex());
  }

  /**
   * Says whether a log has the very entry with which a snapshot ends. Then all before it are the
   * same, too, and what comes after it may be good.
   *
   * @see "RaftSnapshot.tla, HasLast"
   */
  protected boolean hasLast(Log log, InstallSnapshot m) {
    return m.lastIndex() <= log.lastIndex() && log.termAt(m.lastIndex()) == m.lastTerm();
  }
}
