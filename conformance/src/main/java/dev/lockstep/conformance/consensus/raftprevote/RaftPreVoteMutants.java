package dev.lockstep.conformance.consensus.raftprevote;

import dev.lockstep.conformance.Binding;
import dev.lockstep.consensus.raft.Disk;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.AppendEntries;
import dev.lockstep.consensus.raft.Message.PreVoteGranted;
import dev.lockstep.consensus.raft.Message.RequestPreVote;
import dev.lockstep.consensus.raft.Message.RequestVote;
import dev.lockstep.consensus.raft.PreVote;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.Optional;

/** Raft with pre-vote and check quorum, with one fault each. */
public final class RaftPreVoteMutants implements MutantSet<Message> {

  /** Creates it. */
  public RaftPreVoteMutants() {}

  @Override
  public Binding<Message> binding() {
    return new RaftPreVoteBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    Mutants<Message> mutants = Mutants.of(new RaftPreVoteBinding()::cluster);
    preVotes(mutants);
    elections(mutants);
    leaders(mutants);
    return mutants.all();
  }

  private static Mutants<Message> add(
      Mutants<Message> mutants, String id, String fault, PreVote faulty) {
    return mutants.add(id, fault, new RaftPreVoteBinding(faulty)::cluster);
  }

  private static void preVotes(Mutants<Message> mutants) {
    add(
            mutants,
            "leader-grants",
            "a leader would vote for another server",
            new PreVote() {
              @Override
              protected boolean isInTouch(State state, Touch mine) {
                return mine.heard();
              }
            })
        .from(
            "daos-stack/raft pull request 70: a leader whose own lease had run out granted a vote,"
                + " since nothing asked whether it leads");
    add(
            mutants,
            "log-unchecked",
            "a server would vote for whoever asks, whatever the log",
            new PreVote() {
              @Override
              protected boolean wouldVote(Raft raft, State state, Touch mine, RequestPreVote m) {
                return !isInTouch(state, mine);
              }
            })
        .from(
            "ClickHouse/NuRaft pull request 134: pre-votes went by liveness alone, so that a server"
                + " that cannot win took down one leader after the other")
        .twin("log-unchecked");
    add(
            mutants,
            "pre-vote-by-term",
            "a pre-vote needs a newer term, as a vote does",
            new PreVote() {
              @Override
              protected boolean wouldVote(Raft raft, State state, Touch mine, RequestPreVote m) {
                return m.term() > state.currentTerm() && super.wouldVote(raft, state, mine, m);
              }
            })
        .from(
            "etcd-io/etcd issue 8243: a server with a smaller term gets no pre-vote and learns of"
                + " no newer term, and the cluster is stuck without a leader; canonical/raft pull"
                + " request 281");
    add(
            mutants,
            "stale-pre-vote",
            "a pre-vote counts in another election than the one that it was for",
            new PreVote() {
              @Override
              protected boolean isAwaited(State state, Touch mine, PreVoteGranted m) {
                return !mine.preVotes().isEmpty();
              }
            })
        .twin("stale-pre-vote");
    add(
            mutants,
            "pre-vote-as-vote",
            "a pre-vote that comes late counts as a vote",
            new PreVote() {
              @Override
              public Optional<Step<State, Message>> step(
                  Raft raft, State state, Touch mine, Input input) {
                return input instanceof Input.Received(PreVoteGranted m)
                        && m.term() == state.currentTerm()
                        && state.role() == Role.CANDIDATE
                    ? Optional.of(
                        new Step<>(
                            Action.of("RcvPreVoteGranted", raft.i(), m),
                            state.with(Role.CANDIDATE, with(state.votesGranted(), m.from())),
                            List.of()))
                    : super.step(raft, state, mine, input);
              }
            })
        .from(
            "canonical/raft issue 196: request and answer had the same term in both rounds, so that"
                + " a late pre-vote was counted as a vote")
        .twin("pre-vote-as-vote");
  }

  private static void elections(Mutants<Message> mutants) {
    add(
            mutants,
            "timeout-unasked",
            "a server begins an election without asking first",
            new PreVote() {
              @Override
              protected boolean isWanted(Raft raft, State state, Touch mine) {
                return true;
              }
            })
        .twin("timeout-unasked");
    add(
            mutants,
            "pre-vote-by-all",
            "those who never answer count for the quorum",
            new PreVote() {
              @Override
              protected boolean isWanted(Raft raft, State state, Touch mine) {
                return mine.preVotes().containsAll(raft.server());
              }
            })
        .from(
            "camunda/camunda issue 57387: the quorum of an election was counted over all members,"
                + " those that never vote included");
    add(
            mutants,
            "vote-in-touch",
            "a server votes for another one than the leader that it hears",
            new PreVote() {
              @Override
              public boolean allows(Raft raft, State state, Touch mine, Input input) {
                return (input instanceof Input.Received(RequestVote m))
                    || super.allows(raft, state, mine, input);
              }
            })
        .twin("vote-in-touch");
  }

  private static void leaders(Mutants<Message> mutants) {
    mutants
        .replace(
            "step-down-forgets-vote",
            "a leader that steps down forgets for whom it voted",
            Raft.class,
            "StepDown",
            step -> {
              Disk disk = step.state().disk();
              return new Step<>(
                  step.action(),
                  step.state().with(new Disk(disk.currentTerm(), Raft.NOBODY, disk.log())),
                  step.messages());
            })
        .from(
            "hazelcast/hazelcast pull request 16643: a leader that lost its quorum went back to"
                + " follower in the same term without its vote, and could vote again");
    add(
            mutants,
            "check-finds-quorum",
            "a leader goes on when it has heard some voters, though no quorum",
            new PreVote() {
              @Override
              protected boolean isInContact(Raft raft, State state, Touch mine) {
                return true;
              }
            })
        .from(
            "microsoft/CCF pull request 7375: a leader's check was content with a quorum in any of"
                + " the active configurations, so that one which could commit nothing went on");
    mutants
        .replace(
            "no-answer-to-old-leader",
            "a server in a newer term lets an old leader talk",
            Raft.class,
            "RcvAppendEntries",
            (Step<State, Message> step) ->
                step.action().arguments().get(1) instanceof AppendEntries m
                        && m.term() < step.state().currentTerm()
                    ? new Step<>(step.action(), step.state(), List.of())
                    : step)
        .from(
            "etcd-io/etcd pull request 5468: with check quorum a server in a newer term could"
                + " neither win nor follow, for it did not answer the leader of the older one");
    add(
        mutants,
        "patience-for-ever",
        "a server that has heard a leader once stays with it",
        new PreVote() {
          @Override
          public Optional<Step<State, Message>> step(
              Raft raft, State state, Touch mine, Input input) {
            return input instanceof Input.LosePatience
                ? Optional.empty()
                : super.step(raft, state, mine, input);
          }
        });
  }
}
