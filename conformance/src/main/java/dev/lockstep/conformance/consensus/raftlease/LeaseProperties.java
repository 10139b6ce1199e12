package dev.lockstep.conformance.consensus.raftlease;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.consensus.raft.Lease;
import dev.lockstep.consensus.raft.Lease.Timing;
import dev.lockstep.consensus.raft.Lease.Waiting;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.NodeId;
import java.util.function.BiPredicate;

/**
 * The properties of {@code RaftLease.tla} and its history over worlds, under the same names.
 *
 * @param electionTimeout for how many ticks a server is patient
 * @see "RaftLease.tla, safety, and RaftLeaseHistory.tla"
 */
record LeaseProperties(int electionTimeout) {

  static boolean onlyLeadersLease(World<Message> world) {
    return servers(
        world,
        (state, timing) ->
            state.role() == Role.LEADER
                || (timing.waiting().isEmpty() && timing.round() == 0 && timing.ages().isEmpty()));
  }

  static boolean appliedIsCommitted(World<Message> world) {
    return servers(
        world,
        (state, timing) ->
            Lease.lastApplied(state, timing) <= state.commitIndex()
                && timing.waiting().stream().allMatch(w -> w.index() <= state.commitIndex()));
  }

  static boolean roundsAreAsked(World<Message> world) {
    return servers(
        world,
        (state, timing) ->
            timing.acked().values().stream().allMatch(round -> round <= timing.round()));
  }

  /** Whoever answered a round that is young enough is patient still. */
  boolean patientWhileLeased(World<Message> world) {
    return servers(
        world,
        (state, timing) ->
            timing.ages().isEmpty()
                || timing.acked().entrySet().stream()
                    .filter(answer -> answer.getValue() >= timing.ages().firstKey())
                    .noneMatch(answer -> isImpatient(world, answer.getKey())));
  }

  /** Whoever owes a leader patience votes for nobody, itself included. */
  boolean patienceIsKept(World<Message> before, World<Message> after) {
    for (NodeId i : before.nodes()) {
      if (before.status(i) instanceof NodeStatus.Up(State was)
          && after.status(i) instanceof NodeStatus.Up(State is)
          && !isImpatient(before, i)
          && !is.disk().votedFor().equals(was.disk().votedFor())
          && !is.disk().votedFor().equals(Raft.NOBODY)) {
        return false;
      }
    }
    return true;
  }

  private boolean isImpatient(World<Message> world, NodeId i) {
    return world.status(i) instanceof NodeStatus.Up(State state)
        && LeaseBinding.timing(state).quiet() == electionTimeout;
  }

  /** A leader that has a read no more, and leads on, has answered it. */
  static boolean linearizableReads(World<Message> before, World<Message> after) {
    if (!(before.used() instanceof LeaseBinding.Watch watch)) {
      return true;
    }
    for (NodeId i : before.nodes()) {
      if (before.status(i) instanceof NodeStatus.Up(State was)
          && after.status(i) instanceof NodeStatus.Up(State is)
          && is.role() == Role.LEADER) {
        Timing timing = LeaseBinding.timing(was);
        for (Waiting waiting : timing.waiting()) {
          if (LeaseBinding.timing(is).find(waiting.read()).isEmpty()
              && Lease.lastApplied(was, timing) < watch.history().floor(i, waiting.read())) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean servers(World<Message> world, BiPredicate<State, Timing> holds) {
    for (NodeId i : world.nodes()) {
      if (world.status(i) instanceof NodeStatus.Up(State state)
          && !holds.test(state, LeaseBinding.timing(state))) {
        return false;
      }
    }
    return true;
  }
}
