package dev.lockstep.commitment.twophasecommit;

import static dev.lockstep.commitment.twophasecommit.TmState.ABORTED;
import static dev.lockstep.commitment.twophasecommit.TmState.COMMITTED;
import static dev.lockstep.commitment.twophasecommit.TmState.INIT;

import dev.lockstep.commitment.twophasecommit.Coordinator.Input;
import dev.lockstep.commitment.twophasecommit.Coordinator.State;
import dev.lockstep.commitment.twophasecommit.Message.Abort;
import dev.lockstep.commitment.twophasecommit.Message.Aborted;
import dev.lockstep.commitment.twophasecommit.Message.Commit;
import dev.lockstep.commitment.twophasecommit.Message.Prepare;
import dev.lockstep.commitment.twophasecommit.Message.Prepared;
import dev.lockstep.core.Action;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The transaction manager: collects the votes, decides, and tells everybody.
 *
 * <p>Every decision is in the log before a message about it leaves, so {@code tmState} and {@code
 * tmLog} change in the same step. The votes it has heard are in memory only: a coordinator that
 * comes back without a decision in its log has told nobody to commit, and aborts.
 *
 * <p>Latitude: when to ask again for votes ({@link Input.Begin}) and how long to wait for them
 * ({@link Input.Timeout}) is for the caller to choose; no property depends on it.
 *
 * @see "TwoPhaseCommit.tla, the coordinator"
 * @see "P. Bernstein, V. Hadzilacos, N. Goodman: Concurrency Control and Recovery in Database
 *     Systems, 1987, chapter 7"
 */
public class Coordinator implements DurableCore<State, TmState, Input, Message> {

  private final SortedSet<NodeId> rm;

  /**
   * The state.
   *
   * @param tmState what it knows in memory
   * @param tmLog what it has on disk; {@link TmState#INIT} means that nothing is written
   * @param tmPrepared whose yes it has heard, in memory only
   */
  public record State(TmState tmState, TmState tmLog, SortedSet<NodeId> tmPrepared) {

    /** Copies the set. */
    public State {
      tmPrepared = Collections.unmodifiableSortedSet(new TreeSet<>(tmPrepared));
    }
  }

  /** What can happen to the coordinator. */
  public sealed interface Input {

    /** The application wants the votes, or a timer says to ask for them again. */
    record Begin() implements Input {}

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** All votes are in: decide. A shell gives this input at once, it waits for nothing. */
    record Conclude() implements Input {}

    /** The coordinator has waited long enough for the missing votes. */
    record Timeout() implements Input {}
  }

  /**
   * Creates the coordinator of one transaction.
   *
   * @param rm the participants, at least one
   */
  public Coordinator(Collection<NodeId> rm) {
    this.rm = Collections.unmodifiableSortedSet(new TreeSet<>(rm));
    if (this.rm.isEmpty()) {
      throw new IllegalArgumentException("a transaction needs a participant");
    }
  }

  /** Returns the participants. */
  protected final SortedSet<NodeId> rm() {
    return rm;
  }

  @Override
  public State initial() {
    return new State(INIT, INIT, Collections.emptySortedSet());
  }

  @Override
  public List<Input> localInputs(State state) {
    return List.of(new Input.Begin(), new Input.Conclude(), new Input.Timeout());
  }

  @Override
  public Input delivery(Message message) {
    if (!message.to().equals(Message.TM) || !rm.contains(message.rm())) {
      throw new IllegalArgumentException(
          message + " is not for the coordinator of a transaction with participants " + rm);
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Begin() when state.tmState() == INIT -> Optional.of(tmPrepare(state));
      case Input.Received(Prepared(NodeId r)) when state.tmState() == INIT ->
          Optional.of(tmRcvPrepared(state, r));
      case Input.Received(Aborted(NodeId r)) when state.tmState() == INIT ->
          Optional.of(tmRcvAborted(state, r));
      case Input.Conclude() when state.tmState() == INIT && state.tmPrepared().equals(rm) ->
          Optional.of(tmCommit(state));
      case Input.Timeout() when state.tmState() == INIT -> Optional.of(tmAbort(state));
      case Input.Received(Prepared(NodeId r))
          when state.tmState() == COMMITTED || state.tmState() == ABORTED ->
          Optional.of(tmAnswer(state, r));

      case Input.Begin ignored -> Optional.empty();
      case Input.Received ignored -> Optional.empty();
      case Input.Conclude ignored -> Optional.empty();
      case Input.Timeout ignored -> Optional.empty();
    };
  }

  @Override
  public TmState durable(State state) {
    return state.tmLog();
  }

  @Override
  public Step<State, Message> restart(TmState tmLog) {
    return tmRestart(tmLog);
  }

  /**
   * Phase one: asks everybody to vote. Again, if votes do not come.
   *
   * @see "TwoPhaseCommit.tla, TMPrepare"
   */
  protected Step<State, Message> tmPrepare(State state) {
    return new Step<>(Action.of("TMPrepare"), state, toAll(Prepare::new));
  }

  /**
   * A yes arrives.
   *
   * @see "TwoPhaseCommit.tla, TMRcvPrepared"
   */
  protected Step<State, Message> tmRcvPrepared(State state, NodeId r) {
    SortedSet<NodeId> tmPrepared = new TreeSet<>(state.tmPrepared());
    tmPrepared.add(r);
    return new Step<>(
        Action.of("TMRcvPrepared", r),
        new State(state.tmState(), state.tmLog(), tmPrepared),
        List.of());
  }

  /**
   * A no arrives, and one is enough.
   *
   * @see "TwoPhaseCommit.tla, TMRcvAborted"
   */
  protected Step<State, Message> tmRcvAborted(State state, NodeId r) {
    return decide(Action.of("TMRcvAborted", r), ABORTED, state.tmPrepared());
  }

  /**
   * Phase two: everybody voted yes.
   *
   * @see "TwoPhaseCommit.tla, TMCommit"
   */
  protected Step<State, Message> tmCommit(State state) {
    return decide(Action.of("TMCommit"), COMMITTED, state.tmPrepared());
  }

  /**
   * Timeout: waits no longer for the missing votes.
   *
   * @see "TwoPhaseCommit.tla, TMAbort"
   */
  protected Step<State, Message> tmAbort(State state) {
    return decide(Action.of("TMAbort"), ABORTED, state.tmPrepared());
  }

  /**
   * A vote that arrives after the decision is a question: {@code r} is in doubt.
   *
   * @see "TwoPhaseCommit.tla, TMAnswer"
   */
  protected Step<State, Message> tmAnswer(State state, NodeId r) {
    return new Step<>(Action.of("TMAnswer", r), state, List.of(order(state.tmState()).apply(r)));
  }

  /**
   * Back from the log. Nothing in it means that nobody was told to commit.
   *
   * @see "TwoPhaseCommit.tla, TMRestart"
   */
  protected Step<State, Message> tmRestart(TmState tmLog) {
    TmState decision = tmLog == INIT ? ABORTED : tmLog;
    return decide(Action.of("TMRestart"), decision, Collections.emptySortedSet());
  }

  /** Decides: on disk, in memory, and to everybody. */
  protected final Step<State, Message> decide(
      Action action, TmState decision, SortedSet<NodeId> tmPrepared) {
    return new Step<>(action, new State(decision, decision, tmPrepared), toAll(order(decision)));
  }

  /** Returns the message that carries {@code decision}, for each participant. */
  protected static Function<NodeId, Message> order(TmState decision) {
    return switch (decision) {
      case COMMITTED -> Commit::new;
      case ABORTED -> Abort::new;
      case INIT -> throw new IllegalStateException("there is no decision to tell yet");
    };
  }

  /** Returns a message for every participant. */
  protected final List<Message> toAll(Function<NodeId, Message> message) {
    return rm.stream().map(message).toList();
  }
}
