package dev.lockstep.consensus.raft;

import static dev.lockstep.consensus.raft.Role.LEADER;

import dev.lockstep.consensus.raft.Message.TimeoutNow;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leadership transfer: a leader that is asked to hand over accepts no more requests, brings the log
 * of the server that is to lead up to date as it always does, and then tells it to begin an
 * election at once.
 *
 * <p>Latitude: when to hand over and to whom ({@link Input.TransferLeadership}), how often to tell
 * the target ({@link Input.SendTimeoutNow}), and when to give up ({@link Input.AbandonTransfer}) is
 * for the caller to choose.
 *
 * @see "RaftTransfer.tla"
 * @see "D. Ongaro: Consensus: Bridging Theory and Practice, 2014, section 3.10"
 */
public class Transfer implements Extension<Transfer.Target> {

  /** Creates it. */
  public Transfer() {}

  /**
   * To whom a leader hands over.
   *
   * @param to the server that is to lead, or {@link Raft#NOBODY}
   * @see "RaftTransfer.tla, transferTo"
   */
  public record Target(NodeId to) {

    /** To nobody. */
    public static final Target NONE = new Target(Raft.NOBODY);

    /** Says whether there is somebody who is to lead. */
    public boolean isSomebody() {
      return !to.equals(Raft.NOBODY);
    }
  }

  @Override
  public Target initial() {
    return Target.NONE;
  }

  @Override
  public List<Input> localInputs(Raft raft, State state, Target mine) {
    List<Input> inputs = new ArrayList<>();
    for (NodeId j : raft.server()) {
      inputs.add(new Input.TransferLeadership(j));
    }
    inputs.add(new Input.SendTimeoutNow());
    inputs.add(new Input.AbandonTransfer());
    return inputs;
  }

  /**
   * A leader that hands over appends nothing, or its target would never be done.
   *
   * @see "RaftTransfer.tla, Closed"
   */
  @Override
  public boolean allows(Raft raft, State state, Target mine, Input input) {
    return !(input instanceof Input.Request && mine.isSomebody());
  }

  @Override
  public Optional<Step<State, Message>> step(Raft raft, State state, Target mine, Input input) {
    return switch (input) {
      case Input.TransferLeadership(NodeId j)
          when state.role() == LEADER
              && !mine.isSomebody()
              && !j.equals(raft.i())
              && raft.electorate(state).contains(j) ->
          Optional.of(transferLeadership(raft, state, mine, j));
      case Input.SendTimeoutNow() when mine.isSomebody() && isComplete(state, mine) ->
          Optional.of(sendTimeoutNow(raft, state, mine));
      case Input.AbandonTransfer() when mine.isSomebody() ->
          Optional.of(abandonTransfer(raft, state, mine));
      case Input.Received(TimeoutNow m)
          when isTimely(state, m) && state.role() != LEADER && raft.mayStand(state) ->
          Optional.of(rcvTimeoutNow(raft, state, m));
      default -> Optional.empty();
    };
  }

  /** Says whether the server that is to lead has confirmed all of the leader's log. */
  protected boolean isComplete(State state, Target mine) {
    return state.progress().match(mine.to()) == state.log().lastIndex();
  }

  /** Says whether the leader of the term that this server is in said so. */
  protected boolean isTimely(State state, TimeoutNow m) {
    return m.term() == state.currentTerm();
  }

  /**
   * Somebody asks the leader to hand over.
   *
   * @see "RaftTransfer.tla, TransferLeadership"
   */
  protected Step<State, Message> transferLeadership(Raft raft, State state, Target mine, NodeId j) {
    return new Step<>(
        Action.of("TransferLeadership", raft.i(), j),
        state.remembering(mine, new Target(j)),
        List.of());
  }

  /**
   * The server that is to lead need not wait any longer.
   *
   * @see "RaftTransfer.tla, SendTimeoutNow"
   */
  protected Step<State, Message> sendTimeoutNow(Raft raft, State state, Target mine) {
    return new Step<>(
        Action.of("SendTimeoutNow", raft.i()),
        state,
        List.of(new TimeoutNow(state.currentTerm(), raft.i(), mine.to())));
  }

  /**
   * As if patience had run out at this moment.
   *
   * @see "RaftTransfer.tla, RcvTimeoutNow"
   */
  protected Step<State, Message> rcvTimeoutNow(Raft raft, State state, TimeoutNow m) {
    Step<State, Message> timeout = raft.timeout(state);
    return new Step<>(Action.of("RcvTimeoutNow", raft.i(), m), timeout.state(), timeout.messages());
  }

  /**
   * It takes too long.
   *
   * @see "RaftTransfer.tla, AbandonTransfer"
   */
  protected Step<State, Message> abandonTransfer(Raft raft, State state, Target mine) {
    return new Step<>(
        Action.of("AbandonTransfer", raft.i()), state.remembering(mine, Target.NONE), List.of());
  }

  /**
   * Only leaders hand over.
   *
   * @see "RaftTransfer.tla, Keep"
   */
  @Override
  public Target after(
      Raft raft, State before, Target mine, Input input, Step<State, Message> step) {
    return step.state().role() == LEADER ? mine : Target.NONE;
  }
}
