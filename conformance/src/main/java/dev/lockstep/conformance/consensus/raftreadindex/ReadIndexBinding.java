package dev.lockstep.conformance.consensus.raftreadindex;

import dev.lockstep.conformance.Bounds;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.Limits;
import dev.lockstep.conformance.Variables;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Extension;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.ReadIndex;
import dev.lockstep.consensus.raft.ReadIndex.Reads;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.consensus.raft.Value;
import dev.lockstep.core.Action;
import dev.lockstep.value.TlaValue;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * Raft with read index.
 *
 * @see "RaftReadIndex.tla and MCRaftReadIndex.tla"
 */
public final class ReadIndexBinding extends RaftBinding {

  private final Function<Collection<Value>, ReadIndex> readIndex;

  /** Creates it. */
  public ReadIndexBinding() {
    this(ReadIndex::new);
  }

  /** Creates it with other code, for example a mutant, given the names of the reads. */
  ReadIndexBinding(Function<Collection<Value>, ReadIndex> readIndex) {
    this.readIndex = readIndex;
  }

  @Override
  public String protocol() {
    return "raft-read-index";
  }

  @Override
  protected List<? extends Extension<?>> extensions(Constants constants) {
    return List.of(readIndex.apply(values(constants, "Read")));
  }

  @Override
  protected void addVariables(Variables<Message> variables) {
    inMemory(
        variables,
        "lastApplied",
        state -> ReadIndex.lastApplied(state, reads(state)),
        disk -> disk.log().snapshot().index());
    inMemory(variables, "reads", state -> Set.copyOf(reads(state).waiting()), disk -> Set.of());
    inMemory(variables, "readRound", state -> reads(state).round(), disk -> 0L);
    variables.variable(
        "readAcked", world -> inMemoryOfEach(world, (state, j) -> reads(state).acked(j), 0L));
  }

  /** Returns the reads of a server. */
  static Reads reads(State state) {
    return state.extra(Reads.class);
  }

  /** In a simulation nothing bounds the reads, and what clients may know is remembered. */
  @Override
  protected Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    return constants.values().containsKey("MaxElections")
        ? cluster.bounded(
            new MCRaftReadIndex(
                MCRaft.of(constants), constants.number("MaxRound"), constants.set("ReadTerm")))
        : cluster.bounded(new Watched());
  }

  /** The bounds of {@code MCRaftReadIndex.tla}. */
  private record MCRaftReadIndex(MCRaft raft, int maxRound, SortedSet<TlaValue> readTerm)
      implements Limits<Message> {

    @Override
    public boolean allows(World<Message> source, Action action) {
      return raft.allows(source, action) && allowsMore(source, action);
    }

    private boolean allowsMore(World<Message> source, Action action) {
      return switch (action.name()) {
        case "ClientRead" -> {
          State leader = up(source, action);
          yield readTerm.contains(TlaValue.of((int) leader.currentTerm()))
              && reads(leader).round() < maxRound;
        }
        case "ReadHeartbeat" -> (long) action.arguments().get(1) <= maxRound;
        case "Apply" -> !reads(up(source, action)).waiting().isEmpty();
        default -> true;
      };
    }
  }

  /** The bounds of a simulation of Raft, which also watch what {@link ReadHistory} remembers. */
  private record Watched() implements Bounds<Message, ReadHistory> {

    @Override
    public ReadHistory initial() {
      return ReadHistory.NOTHING;
    }

    @Override
    public Optional<ReadHistory> after(
        ReadHistory used, World<Message> source, Action action, World<Message> target) {
      return asksForNews(source, action)
          ? Optional.of(used.after(action, target))
          : Optional.empty();
    }
  }
}
