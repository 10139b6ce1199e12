package dev.lockstep.commitment.twophasecommit;

import static dev.lockstep.commitment.twophasecommit.RmState.ABORTED;
import static dev.lockstep.commitment.twophasecommit.RmState.COMMITTED;
import static dev.lockstep.commitment.twophasecommit.RmState.PREPARED;
import static dev.lockstep.commitment.twophasecommit.RmState.WORKING;

import dev.lockstep.commitment.twophasecommit.Message.Abort;
import dev.lockstep.commitment.twophasecommit.Message.Aborted;
import dev.lockstep.commitment.twophasecommit.Message.Commit;
import dev.lockstep.commitment.twophasecommit.Message.Prepare;
import dev.lockstep.commitment.twophasecommit.Message.Prepared;
import dev.lockstep.commitment.twophasecommit.Participant.Input;
import dev.lockstep.commitment.twophasecommit.Participant.State;
import dev.lockstep.core.Action;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.List;
import java.util.Optional;

/**
 * A resource manager: votes once, and then does what the coordinator decides.
 *
 * <p>A vote of yes is a promise that outlives crashes: it is in the log before the message leaves,
 * and from then on the participant is in doubt until it learns the decision. All it can do in doubt
 * is ask, by repeating its vote.
 *
 * <p>Latitude: how the application votes and how often a participant in doubt asks ({@link
 * Input.Timeout}) is for the caller to choose. To vote no when asked is to give {@link
 * Input.Refuse} instead of the request.
 *
 * @see "TwoPhaseCommit.tla, a participant"
 * @see "P. Bernstein, V. Hadzilacos, N. Goodman: Concurrency Control and Recovery in Database
 *     Systems, 1987, chapter 7"
 */
public class Participant implements DurableCore<State, RmState, Input, Message> {

  private final NodeId r;

  /**
   * The state.
   *
   * @param rmState what it knows in memory
   * @param rmLog what it has on disk; {@link RmState#WORKING} means that nothing is written
   */
  public record State(RmState rmState, RmState rmLog) {}

  /** What can happen to a participant. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** The application cannot commit. */
    record Refuse() implements Input {}

    /** A participant in doubt has waited long enough for the decision. */
    record Timeout() implements Input {}
  }

  /** Creates the participant named {@code r} of one transaction. */
  public Participant(NodeId r) {
    this.r = r;
  }

  /** Returns the name of this participant. */
  protected final NodeId r() {
    return r;
  }

  @Override
  public State initial() {
    return new State(WORKING, WORKING);
  }

  @Override
  public List<Input> localInputs(State state) {
    return List.of(new Input.Refuse(), new Input.Timeout());
  }

  @Override
  public Input delivery(Message message) {
    if (!message.to().equals(r)) {
      throw new IllegalArgumentException(message + " is not for participant " + r);
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Received(Prepare ignored) when state.rmState() == WORKING ->
          Optional.of(rmPrepare(state));
      case Input.Refuse() when state.rmState() == WORKING -> Optional.of(rmChooseToAbort(state));
      case Input.Received(Commit ignored) when state.rmState() == PREPARED ->
          Optional.of(rmRcvCommitMsg(state));
      case Input.Received(Abort ignored)
          when state.rmState() == WORKING || state.rmState() == PREPARED ->
          Optional.of(rmRcvAbortMsg(state));
      case Input.Timeout() when state.rmState() == PREPARED -> Optional.of(rmAsk(state));

      case Input.Received ignored -> Optional.empty();
      case Input.Refuse ignored -> Optional.empty();
      case Input.Timeout ignored -> Optional.empty();
    };
  }

  @Override
  public RmState durable(State state) {
    return state.rmLog();
  }

  @Override
  public Step<State, Message> restart(RmState rmLog) {
    return rmRestart(rmLog);
  }

  /**
   * Votes yes, and remembers it for ever: in doubt from here on.
   *
   * @see "TwoPhaseCommit.tla, RMPrepare"
   */
  protected Step<State, Message> rmPrepare(State state) {
    return enter(Action.of("RMPrepare", r), PREPARED, new Prepared(r));
  }

  /**
   * Votes no, asked or not: a participant that has not voted yes is free to.
   *
   * @see "TwoPhaseCommit.tla, RMChooseToAbort"
   */
  protected Step<State, Message> rmChooseToAbort(State state) {
    return enter(Action.of("RMChooseToAbort", r), ABORTED, new Aborted(r));
  }

  /**
   * The decision arrives. Commit reaches nobody who has not voted yes.
   *
   * @see "TwoPhaseCommit.tla, RMRcvCommitMsg"
   */
  protected Step<State, Message> rmRcvCommitMsg(State state) {
    return enter(Action.of("RMRcvCommitMsg", r), COMMITTED);
  }

  /**
   * The decision arrives. Abort may reach a participant before it has voted.
   *
   * @see "TwoPhaseCommit.tla, RMRcvAbortMsg"
   */
  protected Step<State, Message> rmRcvAbortMsg(State state) {
    return enter(Action.of("RMRcvAbortMsg", r), ABORTED);
  }

  /**
   * Timeout in doubt: repeats the vote, which asks for the decision.
   *
   * @see "TwoPhaseCommit.tla, RMAsk"
   */
  protected Step<State, Message> rmAsk(State state) {
    return new Step<>(Action.of("RMAsk", r), state, List.of(new Prepared(r)));
  }

  /**
   * Back from the log: a participant that had voted yes is in doubt again.
   *
   * @see "TwoPhaseCommit.tla, RMRestart"
   */
  protected Step<State, Message> rmRestart(RmState rmLog) {
    return new Step<>(Action.of("RMRestart", r), new State(rmLog, rmLog), List.of());
  }

  /** Moves on: in memory and on disk. */
  protected static Step<State, Message> enter(Action action, RmState rmState, Message... messages) {
    return new Step<>(action, new State(rmState, rmState), List.of(messages));
  }
}
