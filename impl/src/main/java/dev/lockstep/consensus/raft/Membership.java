package dev.lockstep.consensus.raft;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Servers change while the cluster runs, one at a time. Who votes is the value of an entry of the
 * log, a {@link Configuration}, and a server goes by the latest one in its log, committed or not.
 * Majorities of two configurations that differ by one voter have a server in common; so that there
 * are never more than two to go by, a leader changes nothing before the last change, and an entry
 * of its own term, are committed.
 *
 * <p>A leader that removed itself goes on until that is committed, without counting itself. Then
 * the caller must give it {@link Input.StepDown}: {@link #isRetired}.
 *
 * @see "RaftMembership.tla"
 * @see "D. Ongaro: Consensus: Bridging Theory and Practice, 2014, sections 4.1 to 4.3, and his
 *     message to raft-dev, 2015, on the bug in it"
 */
public class Membership implements Extension<Nothing> {

  private final Configuration initial;

  /**
   * Creates it.
   *
   * @param initialVoters who votes as long as no log says otherwise; the same for all servers
   * @throws IllegalArgumentException if there is none
   */
  public Membership(Collection<NodeId> initialVoters) {
    if (initialVoters.isEmpty()) {
      throw new IllegalArgumentException("somebody has to vote, or nothing is ever committed");
    }
    this.initial = Configuration.of(initialVoters);
  }

  @Override
  public final Nothing initial() {
    return Nothing.NOTHING;
  }

  @Override
  public final List<Input> localInputs(Raft raft, State state, Nothing mine) {
    List<Input> inputs = new ArrayList<>();
    if (state.role() == Role.LEADER) {
      for (NodeId j : raft.server()) {
        inputs.add(new Input.AddLearner(j));
        inputs.add(new Input.PromoteLearner(j));
        inputs.add(new Input.RemoveServer(j));
      }
    }
    return inputs;
  }

  /** A configuration gets into the log by a change, and not because a client asks for it. */
  @Override
  public final boolean allows(Raft raft, State state, Nothing mine, Input input) {
    return !(input instanceof Input.Request(Configuration ignored));
  }

  @Override
  public final Optional<Step<State, Message>> step(
      Raft raft, State state, Nothing mine, Input input) {
    Configuration now = configuration(state.log());
    return switch (input) {
      case Input.AddLearner(NodeId j)
          when raft.server().contains(j) && !now.has(j) && mayChange(raft, state) ->
          Optional.of(addLearner(raft, state, j));
      case Input.PromoteLearner(NodeId j)
          when now.learners().contains(j) && hasCaughtUp(state, j) && mayChange(raft, state) ->
          Optional.of(promoteLearner(raft, state, j));
      case Input.RemoveServer(NodeId j)
          when now.has(j) && !now.without(j).voters().isEmpty() && mayChange(raft, state) ->
          Optional.of(removeServer(raft, state, j));
      default -> Optional.empty();
    };
  }

  /**
   * From now on {@code j} gets the log.
   *
   * @see "RaftMembership.tla, AddLearner"
   */
  protected Step<State, Message> addLearner(Raft raft, State state, NodeId j) {
    return change("AddLearner", raft, state, j, configuration(state.log()).withLearner(j));
  }

  /**
   * {@code j} gets a vote.
   *
   * @see "RaftMembership.tla, PromoteLearner"
   */
  protected Step<State, Message> promoteLearner(Raft raft, State state, NodeId j) {
    return change("PromoteLearner", raft, state, j, configuration(state.log()).withVoter(j));
  }

  /**
   * {@code j} leaves; it may be the leader itself.
   *
   * @see "RaftMembership.tla, RemoveServer"
   */
  protected Step<State, Message> removeServer(Raft raft, State state, NodeId j) {
    return change("RemoveServer", raft, state, j, configuration(state.log()).without(j));
  }

  private static Step<State, Message> change(
      String name, Raft raft, State state, NodeId j, Configuration configuration) {
    return new Step<>(
        Action.of(name, raft.i(), j),
        state.with(state.log().append(new Entry(state.currentTerm(), configuration))),
        List.of());
  }

  /**
   * Says whether what a leader goes by is all there is to go by: its configuration is committed,
   * and so is an entry of its own term. Without the latter it may not know of a configuration that
   * a leader before it appended, and that leader may return.
   *
   * @see "RaftMembership.tla, MayChange"
   */
  protected boolean mayChange(Raft raft, State state) {
    return state.role() == Role.LEADER
        && configuration(state.log()).voters().contains(raft.i())
        && configurationIndex(state.log()) <= state.commitIndex()
        && state.log().termAt(state.commitIndex()) == state.currentTerm();
  }

  /** Says whether a learner has all that the leader knows to be committed. */
  protected boolean hasCaughtUp(State state, NodeId j) {
    return state.progress().match(j) >= state.commitIndex();
  }

  @Override
  public Optional<List<NavigableSet<NodeId>>> voters(Log log) {
    return Optional.of(List.of(configuration(log).voters()));
  }

  @Override
  public long votersSince(Log log) {
    return configurationIndex(log);
  }

  /**
   * Returns the configuration that a server with this log goes by: the latest one in it.
   *
   * @see "RaftMembership.tla, ConfigurationIn"
   */
  public final Configuration configuration(Log log) {
    return Configurations.latest(log, Configuration.class, initial);
  }

  /** Returns where it stands; 0 if it is in the snapshot, or the initial one. */
  public static long configurationIndex(Log log) {
    return Configurations.index(log, Configuration.class);
  }

  /**
   * Returns what {@link Snapshots} needs if servers change as well: a state machine whose image
   * begins with the latest configuration.
   */
  public static StateMachine keepingConfiguration(StateMachine machine) {
    return Configurations.keeping(Configuration.class, machine);
  }

  /**
   * Says whether a leader was removed, and that is committed.
   *
   * @param i the server
   * @see "RaftMembership.tla, Retired"
   */
  public final boolean isRetired(NodeId i, State state) {
    return state.role() == Role.LEADER
        && !configuration(state.log()).voters().contains(i)
        && configurationIndex(state.log()) <= state.commitIndex();
  }
}
