package dev.lockstep.conformance.consensus.raftlease;

import dev.lockstep.conformance.Bounds;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.Variables;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.conformance.consensus.raftreadindex.ReadHistory;
import dev.lockstep.consensus.raft.Extension;
import dev.lockstep.consensus.raft.Lease;
import dev.lockstep.consensus.raft.Lease.Timing;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Action;
import dev.lockstep.value.TlaValue;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Raft with leases, in an environment whose clocks drift within the bound.
 *
 * @see "RaftLease.tla and MCRaftLease.tla"
 */
public final class LeaseBinding extends RaftBinding {

  /**
   * A lease, given the names of the reads, for how long servers are patient, and how long it is.
   */
  @FunctionalInterface
  interface LeaseOf {
    /** Creates it. */
    Lease create(Collection<?> reads, int electionTimeout, int leaseTime);
  }

  /** A round, as the spec has it. */
  private record Round(long round, int age) {}

  private final LeaseOf lease;

  /** Creates it. */
  public LeaseBinding() {
    this(Lease::new);
  }

  /** Creates it with other code, for example a mutant. */
  LeaseBinding(LeaseOf lease) {
    this.lease = lease;
  }

  @Override
  public String protocol() {
    return "raft-lease";
  }

  @Override
  protected List<? extends Extension<?>> extensions(Constants constants) {
    return List.of(
        lease.create(
            values(constants, "Read"),
            constants.number("ElectionTimeout"),
            constants.number("LeaseTime")));
  }

  @Override
  protected void addVariables(Variables<Message> variables) {
    inMemory(
        variables,
        "lastApplied",
        state -> Lease.lastApplied(state, timing(state)),
        disk -> disk.log().snapshot().index());
    inMemory(variables, "reads", state -> Set.copyOf(timing(state).waiting()), disk -> Set.of());
    inMemory(variables, "quiet", state -> timing(state).quiet(), disk -> 0);
    inMemory(variables, "leaseRound", state -> timing(state).round(), disk -> 0L);
    inMemory(variables, "rounds", state -> rounds(timing(state)), disk -> Set.of());
    variables.variable(
        "leaseAcked", world -> inMemoryOfEach(world, (state, j) -> timing(state).acked(j), 0L));
    variables.variable("since", world -> ofEach(world, (j, i) -> clocks(world).since(j, i)));
  }

  private static Set<Round> rounds(Timing timing) {
    return timing.ages().entrySet().stream()
        .map(round -> new Round(round.getKey(), round.getValue()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Clocks clocks(World<Message> world) {
    return switch (world.used()) {
      case Clocks clocks -> clocks;
      case Watch watch -> watch.clocks();
      default -> throw new IllegalArgumentException("no clocks in " + world);
    };
  }

  /** Returns what a server knows of time and of its reads. */
  static Timing timing(State state) {
    return state.extra(Timing.class);
  }

  /** In a simulation nothing bounds the reads, and what clients may know is remembered. */
  @Override
  protected Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    Clocks clocks =
        Clocks.starting(constants.number("ElectionTimeout"), constants.number("MaxDrift"));
    return constants.values().containsKey("MaxElections")
        ? cluster.bounded(
            new MCRaftLease(
                clocks,
                MCRaft.of(constants),
                constants.number("MaxRound"),
                constants.set("ReadTerm")))
        : cluster.bounded(new Watched(clocks));
  }

  /** The bounds of {@code MCRaftLease.tla}. */
  private record MCRaftLease(
      Clocks initial, MCRaft raft, int maxRound, SortedSet<TlaValue> readTerm)
      implements Bounds<Message, Clocks> {

    @Override
    public Optional<Clocks> after(
        Clocks used, World<Message> source, Action action, World<Message> target) {
      return allows(source, action) && raft.allows(source, action)
          ? used.after(source, action, target)
          : Optional.empty();
    }

    private boolean allows(World<Message> source, Action action) {
      return switch (action.name()) {
        case "ClientRead" -> isReadTerm(up(source, action));
        case "LeaseHeartbeat" -> {
          State leader = up(source, action);
          yield isReadTerm(leader) && timing(leader).round() < maxRound;
        }
        case "Apply" -> !timing(up(source, action)).waiting().isEmpty();
        case "AppendEntries" -> !action.arguments().get(3).equals(0);
        default -> true;
      };
    }

    private boolean isReadTerm(State leader) {
      return readTerm.contains(TlaValue.of((int) leader.currentTerm()));
    }
  }

  /** What the environment of a simulation keeps, and who watches it remembers. */
  record Watch(Clocks clocks, ReadHistory history) {}

  /** The bounds of a simulation of Raft, with clocks that drift within theirs. */
  private record Watched(Clocks clocks) implements Bounds<Message, Watch> {

    @Override
    public Watch initial() {
      return new Watch(clocks, ReadHistory.NOTHING);
    }

    @Override
    public Optional<Watch> after(
        Watch used, World<Message> source, Action action, World<Message> target) {
      if (!asksForNews(source, action)) {
        return Optional.empty();
      }
      return used.clocks()
          .after(source, action, target)
          .map(clocks -> new Watch(clocks, used.history().after(action, target)));
    }
  }
}
