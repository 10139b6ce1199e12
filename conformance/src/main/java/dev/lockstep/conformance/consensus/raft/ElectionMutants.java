package dev.lockstep.conformance.consensus.raft;

import dev.lockstep.consensus.raft.Disk;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.RequestVote;
import dev.lockstep.consensus.raft.Message.Vote;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** What goes wrong in elections. */
final class ElectionMutants extends Faults {

  ElectionMutants() {
    giving();
    counting();
    remembering();
  }

  private void giving() {
    add(
            "votes-for-all",
            "a server votes for everybody who asks",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected boolean mayVoteFor(Disk disk, NodeId candidate) {
                    return true;
                  }
                })
        .twin("votes-for-all");
    add(
            "logs-not-compared",
            "a vote goes to whoever asks first, whatever its log",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  public boolean upToDate(State state, long lastIndex, long lastTerm) {
                    return true;
                  }
                })
        .twin("logs-not-compared");
    add(
        "longer-log-wins",
        "a vote goes by the length of logs, and not by the terms of their last entries",
        (i, server, values, batch, more) ->
            new Raft(i, server, values, batch, more) {
              @Override
              public boolean upToDate(State state, long lastIndex, long lastTerm) {
                return lastIndex >= state.log().lastIndex();
              }
            });
    replace(
        "refusal-without-term",
        "a server that refuses its vote does not say in which newer term it is",
        "RcvRequestVote",
        step -> answering(step, ElectionMutants::inTermOfRequest));
    replace(
            "vote-sent-before-disk",
            "a vote is sent, and is not on disk yet",
            "RcvRequestVote",
            step ->
                step.messages().getFirst() instanceof Vote vote && vote.granted()
                    ? with(step, unvoted(step.state()))
                    : step)
        .from("wenweihu86/raft-java issue 57: term and vote are in memory only");
  }

  private void counting() {
    add(
            "old-vote-counts",
            "a vote is counted in another term than it was asked for in",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected Optional<Step<State, Message>> raftStep(State state, Input input) {
                    return input instanceof Input.Received(Vote vote)
                            && state.role() == Role.CANDIDATE
                            && vote.granted()
                        ? Optional.of(counted(state, vote))
                        : super.raftStep(state, input);
                  }

                  private Step<State, Message> counted(State state, Vote vote) {
                    NavigableSet<NodeId> votes = new TreeSet<>(state.votesGranted());
                    votes.add(vote.from());
                    return new Step<>(
                        Action.of("RcvVote", i, vote),
                        state.with(Role.CANDIDATE, votes),
                        List.of());
                  }
                })
        .twin("old-vote-counts")
        .from(
            "xnnyygn/xraft issue 33, andreev-io/little-raft issue 44, ktoso/akka-raft issue 47: a"
                + " vote of an older term is counted");
    add(
        "refusal-counts",
        "a refused vote is counted, too",
        (i, server, values, batch, more) ->
            new Raft(i, server, values, batch, more) {
              @Override
              protected Optional<Step<State, Message>> raftStep(State state, Input input) {
                return input instanceof Input.Received(Vote vote)
                        && isCurrent(state, vote, Role.CANDIDATE)
                    ? Optional.of(rcvVote(state, vote))
                    : super.raftStep(state, input);
              }
            });
    add(
        "leads-without-quorum",
        "a candidate leads before the votes are in",
        (i, server, values, batch, more) ->
            new Raft(i, server, values, batch, more) {
              @Override
              protected Optional<Step<State, Message>> raftStep(State state, Input input) {
                return input instanceof Input.Lead && state.role() == Role.CANDIDATE
                    ? Optional.of(becomeLeader(state))
                    : super.raftStep(state, input);
              }
            });
    replace(
        "leads-without-entry",
        "a new leader does not begin with an entry of its own term",
        "BecomeLeader",
        step ->
            with(
                step,
                step.state().with(step.state().log().upTo(step.state().log().lastIndex() - 1))));
  }

  private void remembering() {
    add(
            "vote-forgotten",
            "a server forgets its vote in a crash",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  public Step<State, Message> restart(Disk disk) {
                    return super.restart(new Disk(disk.currentTerm(), NOBODY, disk.log()));
                  }
                })
        .twin("vote-not-on-disk")
        .from("wenweihu86/raft-java issue 57: term and vote are in memory only");
    replace(
            "steps-down-without-vote",
            "a leader that gives up in its term forgets whom it voted for",
            "StepDown",
            step -> with(step, unvoted(step.state())))
        .twin("steps-down-without-vote")
        .from("hazelcast/hazelcast PR 16643: the vote is erased in the same term");
    replace(
        "candidate-votes-for-nobody",
        "a candidate does not write down that it votes for itself",
        "Timeout",
        step -> with(step, unvoted(step.state())));
    replace(
        "term-stays",
        "a candidate stands in the old term",
        "Timeout",
        step ->
            with(
                step,
                step.state()
                    .with(
                        new Disk(
                            step.state().currentTerm() - 1,
                            step.state().disk().votedFor(),
                            step.state().log()))));
    add(
        "leader-stays",
        "a leader that hears of a newer term goes on leading in it",
        (i, server, values, batch, more) ->
            new Raft(i, server, values, batch, more) {
              @Override
              protected Step<State, Message> rcvRequestVote(State state, RequestVote m) {
                Step<State, Message> step = super.rcvRequestVote(state, m);
                return state.role() == Role.LEADER
                    ? with(step, state.with(step.state().disk()))
                    : step;
              }
            });
    mutants.never("never-stands", "a server that hears of no leader goes on waiting", "Timeout");
    mutants.never("never-leads", "a candidate with a quorum does not notice", "BecomeLeader");
  }

  private static State unvoted(State state) {
    return state.with(new Disk(state.currentTerm(), Raft.NOBODY, state.log()));
  }

  private interface Answer {
    Message to(RequestVote request, Vote vote);
  }

  private static Message inTermOfRequest(RequestVote request, Vote vote) {
    return vote.granted() ? vote : new Vote(request.term(), vote.from(), vote.to(), false);
  }

  private static Step<State, Message> answering(Step<State, Message> step, Answer answer) {
    RequestVote request = (RequestVote) step.action().arguments().get(1);
    Vote vote = (Vote) step.messages().getFirst();
    return sending(step, answer.to(request, vote));
  }
}
