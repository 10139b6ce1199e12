package dev.lockstep.conformance.consensus.raftmembership;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.consensus.raft.RaftBinding.ServerOf;
import dev.lockstep.consensus.raft.Configuration;
import dev.lockstep.consensus.raft.Disk;
import dev.lockstep.consensus.raft.Entry;
import dev.lockstep.consensus.raft.Extension;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Membership;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.mutants.Mutants;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Membership changes with one fault each. */
public final class RaftMembershipMutants implements MutantSet<Message> {

  private static final RaftMembershipBinding BINDING = new RaftMembershipBinding();

  private final Mutants<Message> mutants = Mutants.of(BINDING::cluster);

  /** Creates them. */
  public RaftMembershipMutants() {
    whenToChange();
    howToChange();
    whoDecides();
    whatIsOnDisk();
  }

  @Override
  public Binding<Message> binding() {
    return BINDING;
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return mutants.all();
  }

  private void whenToChange() {
    change(
            "change-at-once",
            "a leader changes the configuration before an entry of its own term is committed",
            initial ->
                new Membership(initial) {
                  @Override
                  protected boolean mayChange(Raft raft, State state) {
                    return mayChangeOnce(this, raft, state);
                  }
                })
        .from(
            "D. Ongaro, \"bug in single-server membership changes\", raft-dev, 2015: two leaders"
                + " of different terms go by configurations without a server in common");
    change(
            "change-again",
            "a leader does not wait until the change before is committed",
            initial ->
                new Membership(initial) {
                  @Override
                  protected boolean mayChange(Raft raft, State state) {
                    return state.role() == Role.LEADER
                        && configuration(state.log()).voters().contains(raft.i())
                        && state.log().termAt(state.commitIndex()) == state.currentTerm();
                  }
                })
        .twin("change-again");
    change(
            "promote-at-once",
            "a learner gets a vote before it has caught up",
            initial ->
                new Membership(initial) {
                  @Override
                  protected boolean hasCaughtUp(State state, NodeId j) {
                    return true;
                  }
                })
        .twin("promote-at-once");
  }

  private static boolean mayChangeOnce(Membership membership, Raft raft, State state) {
    return state.role() == Role.LEADER
        && membership.configuration(state.log()).voters().contains(raft.i())
        && Membership.configurationIndex(state.log()) <= state.commitIndex();
  }

  private void howToChange() {
    mutants.replace(
        "steps-down-at-once",
        "a leader that removes itself steps down before that is committed",
        Raft.class,
        "RemoveServer",
        step ->
            step.action().arguments().getFirst().equals(step.action().arguments().getLast())
                ? new Step<>(
                    step.action(),
                    step.state().with(Role.FOLLOWER, Collections.emptyNavigableSet()),
                    step.messages())
                : step);
    mutants.replace(
        "change-in-place",
        "a change is written over the latest entry, for nobody may have it yet",
        Raft.class,
        "AddLearner",
        step -> new Step<>(step.action(), inPlace(step.state()), step.messages()));
  }

  /** The last two entries become one: the last. */
  private static State inPlace(State state) {
    Log log = state.log();
    Entry last = log.at(log.lastIndex());
    return state.with(log.upTo(log.lastIndex() - 2).append(last));
  }

  private void whoDecides() {
    server(
            "applied",
            "a server goes by the configuration that it knows to be committed",
            (i, server, values, batch, extensions) ->
                new Raft(i, server, values, batch, extensions) {
                  @Override
                  protected Optional<Step<State, Message>> raftStep(State state, Input input) {
                    return switch (input) {
                      case Input.Timeout() when !applied(state).contains(i()) -> Optional.empty();
                      case Input.Lead()
                          when state.role() == Role.CANDIDATE
                              && isMajority(state.votesGranted(), applied(state)) ->
                          Optional.of(becomeLeader(state));
                      case Input.Lead() -> Optional.empty();
                      default -> super.raftStep(state, input);
                    };
                  }

                  private NavigableSet<NodeId> applied(State state) {
                    return membershipOf(extensions)
                        .configuration(state.log().upTo(state.commitIndex()))
                        .voters();
                  }
                })
        .from(
            "etcd-io/etcd issues 7280 and 11284, etcd-io/raft pull request 469: a server that has"
                + " not applied two changes of its log wins by a majority of the old voters");
    server(
            "count-learners",
            "a quorum is counted over all members, and learners are among these",
            (i, server, values, batch, extensions) ->
                new Raft(i, server, values, batch, extensions) {
                  @Override
                  protected boolean canCommit(State state) {
                    Configuration now = membershipOf(extensions).configuration(state.log());
                    long n = quorumHas(state);
                    long have =
                        now.voters().stream()
                            .filter(j -> j.equals(i()) || state.progress().match(j) >= n)
                            .count();
                    return super.canCommit(state)
                        && 2 * have > now.voters().size() + now.learners().size();
                  }
                })
        .from("camunda/camunda issue 57387: passive members raise the quorum and never vote");
    change(
        "learners-vote",
        "the vote of a learner counts like that of a voter",
        initial ->
            new Membership(initial) {
              @Override
              public Optional<List<NavigableSet<NodeId>>> voters(Log log) {
                NavigableSet<NodeId> all = new TreeSet<>(configuration(log).voters());
                all.addAll(configuration(log).learners());
                return Optional.of(List.of(all));
              }
            });
    server(
        "with-myself",
        "a leader that removes itself still counts itself",
        (i, server, values, batch, extensions) ->
            new Raft(i, server, values, batch, extensions) {
              @Override
              protected boolean canCommit(State state) {
                NavigableSet<NodeId> voters = electorate(state);
                long last = state.log().lastIndex();
                long others =
                    voters.stream()
                        .filter(j -> !j.equals(i()) && state.progress().match(j) >= last)
                        .count();
                return super.canCommit(state)
                    || (last > state.commitIndex()
                        && state.log().lastTerm() == state.currentTerm()
                        && 2 * (others + 1) > voters.size());
              }

              @Override
              protected Step<State, Message> advanceCommitIndex(State state) {
                Step<State, Message> step = super.advanceCommitIndex(state);
                return super.canCommit(state)
                    ? step
                    : new Step<>(
                        step.action(),
                        state.withCommitIndex(state.log().lastIndex()),
                        step.messages());
              }
            });
  }

  private void whatIsOnDisk() {
    server(
            "forgets-last",
            "the only voter takes an entry for committed before it is on disk",
            (i, server, values, batch, extensions) ->
                new Raft(i, server, values, batch, extensions) {
                  @Override
                  public Disk durable(State state) {
                    Log log = state.log();
                    boolean isAlone =
                        state.role() == Role.LEADER
                            && electorate(state).equals(new TreeSet<>(List.of(i())));
                    return isAlone
                        ? new Disk(
                            state.currentTerm(),
                            state.disk().votedFor(),
                            log.upTo(log.lastIndex() - 1))
                        : state.disk();
                  }
                })
        .from(
            "etcd-io/etcd issue 14370: with one voter, an entry is handed out as committed while"
                + " it is still being written");
    server(
            "wiped",
            "a server that finds itself removed deletes its disk and starts again under its name",
            (i, server, values, batch, extensions) ->
                new Raft(i, server, values, batch, extensions) {
                  @Override
                  public Step<State, Message> restart(Disk disk) {
                    boolean isRemoved =
                        Membership.configurationIndex(disk.log()) > 0
                            && !membershipOf(extensions).configuration(disk.log()).has(i());
                    return super.restart(isRemoved ? new Disk(0, NOBODY, Log.EMPTY) : disk);
                  }
                })
        .from(
            "rethinkdb/rethinkdb issue 5289, and Vanlightly/raft-tlaplus, \"Reusing server"
                + " identities\": it votes twice in a term");
  }

  private static Membership membershipOf(List<? extends Extension<?>> extensions) {
    return (Membership) extensions.getFirst();
  }

  private static boolean isMajority(NavigableSet<NodeId> some, NavigableSet<NodeId> all) {
    return 2 * all.stream().filter(some::contains).count() > all.size();
  }

  private Mutants<Message> server(String id, String fault, ServerOf serverOf) {
    return mutants.add(id, fault, constants -> BINDING.cluster(constants, serverOf));
  }

  private Mutants<Message> change(
      String id, String fault, Function<Collection<NodeId>, Membership> faulty) {
    return mutants.add(
        id, fault, constants -> new RaftMembershipBinding(faulty).cluster(constants));
  }
}
