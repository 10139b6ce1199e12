package dev.lockstep.conformance.consensus.raftjoint;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.consensus.raft.RaftBinding.ServerOf;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.JointConfiguration;
import dev.lockstep.consensus.raft.JointConsensus;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Action;
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

/** Joint consensus with one fault each. */
public final class RaftJointMutants implements MutantSet<Message> {

  private static final RaftJointBinding BINDING = new RaftJointBinding();

  private final Mutants<Message> mutants = Mutants.of(BINDING::cluster);

  /** Creates them. */
  public RaftJointMutants() {
    whoDecides();
    changes();
  }

  @Override
  public Binding<Message> binding() {
    return BINDING;
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return mutants.all();
  }

  private void whoDecides() {
    change(
            "union",
            "a quorum is a majority of all servers, old and new",
            initial ->
                new JointConsensus(initial) {
                  @Override
                  public Optional<List<NavigableSet<NodeId>>> voters(Log log) {
                    NavigableSet<NodeId> all = new TreeSet<>(configuration(log).from());
                    all.addAll(configuration(log).to());
                    return Optional.of(List.of(all));
                  }
                })
        .from(
            "microsoft/CCF issues 3837 and 3948, pull request 4018: with three servers of which one"
                + " is retired and three more, four of six votes won");
    server(
            "any",
            "a candidate needs a majority of the old servers or of the new ones",
            (i, server, values, batch, extensions) ->
                new Raft(i, server, values, batch, extensions) {
                  @Override
                  protected Optional<Step<State, Message>> raftStep(State state, Input input) {
                    return input instanceof Input.Lead
                            && state.role() == Role.CANDIDATE
                            && voters(state).stream().anyMatch(all -> hasMajority(state, all))
                        ? Optional.of(becomeLeader(state))
                        : super.raftStep(state, input);
                  }
                })
        .from(
            "microsoft/CCF pull request 7375: a quorum of any active configuration satisfies a"
                + " check that asks for one of every configuration")
        .twin("any");
    change(
        "only-the-new",
        "the new servers decide alone as soon as they are known",
        initial ->
            new JointConsensus(initial) {
              @Override
              public Optional<List<NavigableSet<NodeId>>> voters(Log log) {
                return Optional.of(List.of(configuration(log).to()));
              }
            });
    server(
            "only-voters-stand",
            "a server that was voted out never stands, although its log may be the only one to win",
            (i, server, values, batch, extensions) ->
                new Raft(i, server, values, batch, extensions) {
                  @Override
                  public boolean mayStand(State state) {
                    return electorate(state).contains(i());
                  }
                })
        .from("D. Ongaro, Consensus, section 4.2.2: it is needed until the change is committed");
    server(
            "without-myself",
            "a candidate that is not both old and new does not count its own vote",
            (i, server, values, batch, extensions) ->
                new Raft(i, server, values, batch, extensions) {
                  @Override
                  protected Step<State, Message> timeout(State state) {
                    Step<State, Message> step = super.timeout(state);
                    return voters(state).stream().allMatch(all -> all.contains(i()))
                        ? step
                        : new Step<>(
                            step.action(),
                            step.state().with(Role.CANDIDATE, Collections.emptyNavigableSet()),
                            step.messages());
                  }
                })
        .from(
            "scylladb/scylladb issue 10618: a server that is a voter of one configuration only"
                + " asks the others and never itself, and nobody is elected any more");
  }

  private static boolean hasMajority(State candidate, NavigableSet<NodeId> all) {
    return 2 * all.stream().filter(candidate.votesGranted()::contains).count() > all.size();
  }

  private void changes() {
    change(
            "leave-at-once",
            "a leader does not wait until the joint configuration is committed",
            initial ->
                new JointConsensus(initial) {
                  @Override
                  protected boolean mayLeave(State state) {
                    return state.role() == Role.LEADER;
                  }
                })
        .twin("leave-at-once");
    change(
            "enter-new",
            "a change goes straight to the new servers",
            initial ->
                new JointConsensus(initial) {
                  @Override
                  protected Step<State, Message> enterJoint(
                      Raft raft, State state, NavigableSet<NodeId> voters) {
                    return change(
                        Action.of("EnterJoint", raft.i(), voters),
                        state,
                        JointConfiguration.only(voters));
                  }
                })
        .twin("enter-new");
    change(
        "back-to-the-old",
        "a leader that leaves the joint configuration goes back to the old servers",
        initial ->
            new JointConsensus(initial) {
              @Override
              protected Step<State, Message> leaveJoint(Raft raft, State state) {
                return change(
                    Action.of("LeaveJoint", raft.i()),
                    state,
                    JointConfiguration.only(configuration(state.log()).from()));
              }
            });
    mutants.never("never-leaves", "a leader stays in the joint configuration", "LeaveJoint");
  }

  private Mutants<Message> server(String id, String fault, ServerOf serverOf) {
    return mutants.add(id, fault, constants -> BINDING.cluster(constants, serverOf));
  }

  private Mutants<Message> change(
      String id, String fault, Function<Collection<NodeId>, JointConsensus> faulty) {
    return mutants.add(id, fault, constants -> new RaftJointBinding(faulty).cluster(constants));
  }
}
