package dev.lockstep.conformance.consensus.raftreadindex;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.ReadIndex;
import dev.lockstep.consensus.raft.ReadIndex.Reads;
import dev.lockstep.consensus.raft.ReadIndex.Waiting;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.NodeId;
import java.util.function.BiPredicate;

/**
 * The properties of {@code RaftReadIndex.tla} and its history over worlds, under the same names.
 *
 * @see "RaftReadIndex.tla, safety, and RaftReadIndexHistory.tla"
 */
final class ReadProperties {

  private ReadProperties() {}

  static boolean onlyLeadersRead(World<Message> world) {
    return servers(
        world,
        (state, reads) ->
            state.role() == Role.LEADER || (reads.waiting().isEmpty() && reads.round() == 0));
  }

  static boolean appliedIsCommitted(World<Message> world) {
    return servers(
        world,
        (state, reads) ->
            ReadIndex.lastApplied(state, reads) <= state.commitIndex()
                && reads.waiting().stream().allMatch(w -> w.index() <= state.commitIndex()));
  }

  static boolean roundsAreAsked(World<Message> world) {
    return servers(
        world,
        (state, reads) ->
            reads.acked().values().stream().allMatch(round -> round <= reads.round())
                && reads.waiting().stream().allMatch(w -> w.round() <= reads.round() + 1));
  }

  static boolean ackIsOfTheTerm(World<Message> world) {
    return servers(
        world,
        (state, reads) ->
            state.role() != Role.LEADER
                || reads.acked().keySet().stream()
                    .allMatch(
                        j -> RaftBinding.disk(world, j).currentTerm() >= state.currentTerm()));
  }

  /** A leader that has a read no more, and leads on, has answered it. */
  static boolean linearizableReads(World<Message> before, World<Message> after) {
    if (!(before.used() instanceof ReadHistory history)) {
      return true;
    }
    for (NodeId i : before.nodes()) {
      if (before.status(i) instanceof NodeStatus.Up(State was)
          && after.status(i) instanceof NodeStatus.Up(State is)
          && is.role() == Role.LEADER) {
        Reads reads = ReadIndexBinding.reads(was);
        for (Waiting waiting : reads.waiting()) {
          if (ReadIndexBinding.reads(is).find(waiting.read()).isEmpty()
              && ReadIndex.lastApplied(was, reads) < history.floor(i, waiting.read())) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean servers(World<Message> world, BiPredicate<State, Reads> holds) {
    for (NodeId i : world.nodes()) {
      if (world.status(i) instanceof NodeStatus.Up(State state)
          && !holds.test(state, ReadIndexBinding.reads(state))) {
        return false;
      }
    }
    return true;
  }
}
