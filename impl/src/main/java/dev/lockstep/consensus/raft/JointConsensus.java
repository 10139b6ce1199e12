package dev.lockstep.consensus.raft;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The voters change while the cluster runs, from any to any others, by way of a configuration in
 * which a quorum has a majority of the old ones and a majority of the new ones. Who votes is the
 * value of an entry of the log, a {@link JointConfiguration}, and a server goes by the latest one
 * in its log, committed or not.
 *
 * <p>A leader that is none of the new voters goes on until they decide alone and that is committed,
 * without counting itself. Then the caller must give it {@link Input.StepDown}: {@link #isRetired}.
 *
 * <p>Not to be combined with {@link Membership}: both say who votes.
 *
 * @see "RaftJoint.tla"
 * @see "D. Ongaro, J. Ousterhout: In Search of an Understandable Consensus Algorithm (Extended
 *     Version), 2014, section 6"
 */
public class JointConsensus implements Extension<Nothing> {

  /** Of a large cluster, {@link #localInputs} lists those sets that leave out no more servers. */
  private static final int LEFT_OUT = 2;

  private final JointConfiguration initial;

  /**
   * Creates it.
   *
   * @param initialVoters who votes as long as no log says otherwise; the same for all servers
   * @throws IllegalArgumentException if there is none
   */
  public JointConsensus(Collection<NodeId> initialVoters) {
    if (initialVoters.isEmpty()) {
      throw new IllegalArgumentException("somebody has to vote, or nothing is ever committed");
    }
    this.initial = JointConfiguration.only(initialVoters);
  }

  @Override
  public final Nothing initial() {
    return Nothing.NOTHING;
  }

  @Override
  public final List<Input> localInputs(Raft raft, State state, Nothing mine) {
    List<Input> inputs = new ArrayList<>();
    if (state.role() == Role.LEADER) {
      subsets(List.copyOf(raft.server())).stream()
          .filter(voters -> !voters.isEmpty())
          .filter(voters -> voters.size() >= raft.server().size() - LEFT_OUT)
          .forEach(voters -> inputs.add(new Input.EnterJoint(voters)));
      inputs.add(new Input.LeaveJoint());
    }
    return inputs;
  }

  private static List<NavigableSet<NodeId>> subsets(List<NodeId> servers) {
    if (servers.isEmpty()) {
      return List.of(new TreeSet<>());
    }
    List<NavigableSet<NodeId>> without = subsets(servers.subList(1, servers.size()));
    List<NavigableSet<NodeId>> all = new ArrayList<>(without);
    for (NavigableSet<NodeId> some : without) {
      NavigableSet<NodeId> more = new TreeSet<>(some);
      more.add(servers.getFirst());
      all.add(more);
    }
    return all;
  }

  /** A configuration gets into the log by a change, and not because a client asks for it. */
  @Override
  public final boolean allows(Raft raft, State state, Nothing mine, Input input) {
    return !(input instanceof Input.Request(JointConfiguration ignored));
  }

  @Override
  public final Optional<Step<State, Message>> step(
      Raft raft, State state, Nothing mine, Input input) {
    JointConfiguration now = configuration(state.log());
    return switch (input) {
      case Input.EnterJoint(NavigableSet<NodeId> voters)
          when !now.isJoint()
              && now.to().contains(raft.i())
              && !voters.isEmpty()
              && !voters.equals(now.to())
              && raft.server().containsAll(voters)
              && mayChange(state) ->
          Optional.of(enterJoint(raft, state, voters));
      case Input.LeaveJoint() when now.isJoint() && mayLeave(state) ->
          Optional.of(leaveJoint(raft, state));
      default -> Optional.empty();
    };
  }

  /**
   * From now on both the old voters and the new ones decide.
   *
   * @see "RaftJoint.tla, EnterJoint"
   */
  protected Step<State, Message> enterJoint(Raft raft, State state, NavigableSet<NodeId> voters) {
    return change(
        Action.of("EnterJoint", raft.i(), voters),
        state,
        new JointConfiguration(configuration(state.log()).to(), voters));
  }

  /**
   * From now on the new voters decide alone.
   *
   * @see "RaftJoint.tla, LeaveJoint"
   */
  protected Step<State, Message> leaveJoint(Raft raft, State state) {
    return change(
        Action.of("LeaveJoint", raft.i()),
        state,
        JointConfiguration.only(configuration(state.log()).to()));
  }

  /** Returns the step that appends a configuration. */
  protected static Step<State, Message> change(
      Action action, State state, JointConfiguration configuration) {
    return new Step<>(
        action,
        state.with(state.log().append(new Entry(state.currentTerm(), configuration))),
        List.of());
  }

  /**
   * Says whether a leader's configuration is committed.
   *
   * @see "RaftJoint.tla, MayChange"
   */
  protected final boolean mayChange(State state) {
    return state.role() == Role.LEADER && configurationIndex(state.log()) <= state.commitIndex();
  }

  /** Says whether the new voters may decide alone: the joint configuration is committed. */
  protected boolean mayLeave(State state) {
    return mayChange(state);
  }

  @Override
  public Optional<List<NavigableSet<NodeId>>> voters(Log log) {
    JointConfiguration now = configuration(log);
    return Optional.of(now.isJoint() ? List.of(now.from(), now.to()) : List.of(now.to()));
  }

  @Override
  public long votersSince(Log log) {
    return configurationIndex(log);
  }

  /**
   * Returns the configuration that a server with this log goes by: the latest one in it.
   *
   * @see "RaftJoint.tla, ConfigurationIn"
   */
  public final JointConfiguration configuration(Log log) {
    return Configurations.latest(log, JointConfiguration.class, initial);
  }

  /** Returns where it stands; 0 if it is in the snapshot, or the initial one. */
  public static long configurationIndex(Log log) {
    return Configurations.index(log, JointConfiguration.class);
  }

  /**
   * Returns what {@link Snapshots} needs if servers change as well: a state machine whose image
   * begins with the latest configuration.
   */
  public static StateMachine keepingConfiguration(StateMachine machine) {
    return Configurations.keeping(JointConfiguration.class, machine);
  }

  /**
   * Says whether a leader is no voter any more, and that is committed.
   *
   * @param i the server
   * @see "RaftJoint.tla, Retired"
   */
  public final boolean isRetired(NodeId i, State state) {
    JointConfiguration now = configuration(state.log());
    return state.role() == Role.LEADER
        && !now.isJoint()
        && !now.to().contains(i)
        && configurationIndex(state.log()) <= state.commitIndex();
  }
}
