package dev.lockstep.consensus.raft;

import static dev.lockstep.consensus.raft.Role.CANDIDATE;
import static dev.lockstep.consensus.raft.Role.FOLLOWER;
import static dev.lockstep.consensus.raft.Role.LEADER;

import dev.lockstep.consensus.raft.Message.AppendEntries;
import dev.lockstep.consensus.raft.Message.Appended;
import dev.lockstep.consensus.raft.Message.InstallSnapshot;
import dev.lockstep.consensus.raft.Message.PreVoteGranted;
import dev.lockstep.consensus.raft.Message.Refused;
import dev.lockstep.consensus.raft.Message.RequestPreVote;
import dev.lockstep.consensus.raft.Message.RequestVote;
import dev.lockstep.consensus.raft.Message.Stored;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Raft that does not disturb itself: pre-vote and check quorum. A server begins an election only
 * after a quorum said that it would vote for it; whoever heard from a leader lately says nothing,
 * and looks at no request for votes; a leader that did not hear a quorum since it last looked steps
 * down.
 *
 * <p>Latitude: how long an election timeout takes at least ({@link Input.LosePatience}), when to
 * ask ({@link Input.AskForPreVotes}) and how often a leader looks whom it heard ({@link
 * Input.CheckQuorum}) is for the caller to choose; no safety property depends on it.
 *
 * @see "RaftPreVote.tla"
 * @see "D. Ongaro: Consensus: Bridging Theory and Practice, 2014, sections 4.2.3, 6.2 and 9.6"
 */
public class PreVote implements Extension<PreVote.Touch> {

  /** Creates it. */
  public PreVote() {}

  /**
   * What a server knows of its leader and of those who would make it one; and a leader, of those
   * whom it leads.
   *
   * @param heard whether it heard lately from the leader of its term
   * @param preVotes who would vote for it; empty if it asks nobody
   * @param contacts whom it heard, as a leader, since it last looked
   * @see "RaftPreVote.tla, heard, preVotes and contacts"
   */
  public record Touch(boolean heard, NavigableSet<NodeId> preVotes, NavigableSet<NodeId> contacts) {

    /** Nothing: how a server starts. */
    public static final Touch NONE =
        new Touch(false, Collections.emptyNavigableSet(), Collections.emptyNavigableSet());

    static final Touch HEARD = new Touch(true, NONE.preVotes, NONE.contacts);

    /** Returns the same with other pre-votes. */
    public Touch withPreVotes(NavigableSet<NodeId> other) {
      return new Touch(heard, other, contacts);
    }

    /** Returns the same with other contacts. */
    public Touch withContacts(NavigableSet<NodeId> other) {
      return new Touch(heard, preVotes, other);
    }
  }

  @Override
  public Touch initial() {
    return Touch.NONE;
  }

  @Override
  public List<Input> localInputs(Raft raft, State state, Touch mine) {
    return List.of(new Input.LosePatience(), new Input.AskForPreVotes(), new Input.CheckQuorum());
  }

  // What it forbids.

  @Override
  public boolean allows(Raft raft, State state, Touch mine, Input input) {
    return switch (input) {
      case Input.Timeout() -> isWanted(raft, state, mine);
      case Input.StepDown() -> !isInContact(raft, state, mine);
      case Input.Received(RequestVote m) -> !isInTouch(state, mine);
      default -> true;
    };
  }

  /** Says whether a quorum would vote for this server. */
  protected boolean isWanted(Raft raft, State state, Touch mine) {
    return raft.isQuorum(state, mine.preVotes()::contains);
  }

  /** Says whether a leader has heard a quorum since it last looked. */
  protected boolean isInContact(Raft raft, State state, Touch mine) {
    return raft.isQuorum(state, j -> j.equals(raft.i()) || mine.contacts().contains(j));
  }

  /**
   * Says whether a server is content with the leader it has. A leader hears itself.
   *
   * @see "RaftPreVote.tla, InTouch"
   */
  protected boolean isInTouch(State state, Touch mine) {
    return state.role() == LEADER || mine.heard();
  }

  // Its own steps.

  @Override
  public Optional<Step<State, Message>> step(Raft raft, State state, Touch mine, Input input) {
    return switch (input) {
      case Input.LosePatience() when mine.heard() -> Optional.of(losePatience(raft, state, mine));
      case Input.AskForPreVotes()
          when state.role() != LEADER && !mine.heard() && raft.mayStand(state) ->
          Optional.of(askForPreVotes(raft, state, mine));
      case Input.CheckQuorum() when state.role() == LEADER && isInContact(raft, state, mine) ->
          Optional.of(checkQuorum(raft, state, mine));
      case Input.Received(RequestPreVote m) when wouldVote(raft, state, mine, m) ->
          Optional.of(rcvRequestPreVote(raft, state, m));
      case Input.Received(PreVoteGranted m) when isAwaited(state, mine, m) ->
          Optional.of(rcvPreVoteGranted(raft, state, mine, m));
      default -> Optional.empty();
    };
  }

  /** Says whether this server has no leader either, and the asker's log may get its vote. */
  protected boolean wouldVote(Raft raft, State state, Touch mine, RequestPreVote m) {
    return !isInTouch(state, mine) && raft.upToDate(state, m.lastIndex(), m.lastTerm());
  }

  /** Says whether an answer is about the election that this server asked about last. */
  protected boolean isAwaited(State state, Touch mine, PreVoteGranted m) {
    return m.term() == state.currentTerm() + 1 && !mine.preVotes().isEmpty();
  }

  /**
   * Nothing from a leader for as long as an election timeout takes at least.
   *
   * @see "RaftPreVote.tla, LosePatience"
   */
  protected Step<State, Message> losePatience(Raft raft, State state, Touch mine) {
    return new Step<>(
        Action.of("LosePatience", raft.i()),
        state.remembering(mine, new Touch(false, mine.preVotes(), mine.contacts())),
        List.of());
  }

  /**
   * Asks who would vote for this server, whose term stays as it is.
   *
   * @see "RaftPreVote.tla, AskForPreVotes"
   */
  protected Step<State, Message> askForPreVotes(Raft raft, State state, Touch mine) {
    NodeId i = raft.i();
    long term = state.currentTerm() + 1;
    List<Message> requests = new ArrayList<>();
    for (NodeId j : raft.electorate(state)) {
      if (!j.equals(i)) {
        requests.add(
            new RequestPreVote(term, i, j, state.log().lastIndex(), state.log().lastTerm()));
      }
    }
    return new Step<>(
        Action.of("AskForPreVotes", i),
        state.remembering(mine, mine.withPreVotes(with(Touch.NONE.preVotes(), i))),
        requests);
  }

  /**
   * This server would vote for a log like that. It promises nothing, and remembers nothing.
   *
   * @see "RaftPreVote.tla, RcvRequestPreVote"
   */
  protected Step<State, Message> rcvRequestPreVote(Raft raft, State state, RequestPreVote m) {
    return new Step<>(
        Action.of("RcvRequestPreVote", raft.i(), m),
        state,
        List.of(new PreVoteGranted(m.term(), raft.i(), m.from())));
  }

  /**
   * Another one would vote for this server.
   *
   * @see "RaftPreVote.tla, RcvPreVoteGrantedGranted"
   */
  protected Step<State, Message> rcvPreVoteGranted(
      Raft raft, State state, Touch mine, PreVoteGranted m) {
    return new Step<>(
        Action.of("RcvPreVoteGranted", raft.i(), m),
        state.remembering(mine, mine.withPreVotes(with(mine.preVotes(), m.from()))),
        List.of());
  }

  /**
   * The leader has heard a quorum since it last looked: it goes on.
   *
   * @see "RaftPreVote.tla, CheckQuorum"
   */
  protected Step<State, Message> checkQuorum(Raft raft, State state, Touch mine) {
    return new Step<>(
        Action.of("CheckQuorum", raft.i()),
        state.remembering(mine, mine.withContacts(Touch.NONE.contacts())),
        List.of());
  }

  // What becomes of it in Raft's steps.

  @Override
  public Touch after(Raft raft, State before, Touch mine, Input input, Step<State, Message> step) {
    return switch (input) {
      case Input.Received(AppendEntries m) when m.term() >= before.currentTerm() -> Touch.HEARD;
      case Input.Received(Appended m) -> mine.withContacts(with(mine.contacts(), m.from()));
      case Input.Received(Refused m) when m.term() == before.currentTerm() ->
          mine.withContacts(with(mine.contacts(), m.from()));
      // So are chunks of a snapshot, and the answers to them, where snapshots are sent.
      case Input.Received(InstallSnapshot m) when m.term() >= before.currentTerm() -> Touch.HEARD;
      case Input.Received(Stored m)
          when before.role() == LEADER && m.term() == before.currentTerm() ->
          mine.withContacts(with(mine.contacts(), m.from()));
      // A new leader has just heard those who voted for it.
      case Input.Lead() -> Touch.NONE.withContacts(before.votesGranted());
      default -> keep(before, mine, step.state());
    };
  }

  /**
   * Another term has another leader, and another election after it; and only leaders are in need of
   * a quorum.
   *
   * @see "RaftPreVote.tla, Keep"
   */
  protected Touch keep(State before, Touch mine, State after) {
    boolean same = before.currentTerm() == after.currentTerm();
    return new Touch(
        mine.heard() && same && after.role() == FOLLOWER,
        same && (after.role() == FOLLOWER || after.role() == CANDIDATE)
            ? mine.preVotes()
            : Touch.NONE.preVotes(),
        after.role() == LEADER ? mine.contacts() : Touch.NONE.contacts());
  }

  /** Returns {@code servers} and one more. */
  protected static NavigableSet<NodeId> with(NavigableSet<NodeId> servers, NodeId one) {
    NavigableSet<NodeId> all = new TreeSet<>(servers);
    all.add(one);
    return Collections.unmodifiableNavigableSet(all);
  }
}
