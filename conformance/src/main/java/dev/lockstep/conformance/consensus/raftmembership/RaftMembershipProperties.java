package dev.lockstep.conformance.consensus.raftmembership;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Configuration;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Membership;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.NodeId;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The properties of {@code RaftMembership.tla} over worlds, under the same names.
 *
 * @param membership what says what the configuration is
 */
record RaftMembershipProperties(Membership membership) {

  boolean oneVoterAtATime(World<Message> world) {
    return world.nodes().stream().allMatch(i -> oneVoterAtATime(RaftBinding.disk(world, i).log()));
  }

  private boolean oneVoterAtATime(Log log) {
    for (long n = log.snapshot().index() + 1; n <= log.lastIndex(); n++) {
      if (log.at(n).value() instanceof Configuration next) {
        NavigableSet<NodeId> before = membership.configuration(log.upTo(n - 1)).voters();
        if (minus(before, next.voters()).size() + minus(next.voters(), before).size() > 1) {
          return false;
        }
      }
    }
    return true;
  }

  boolean oneChangeAtATime(World<Message> world) {
    return world.nodes().stream()
        .allMatch(
            i ->
                !(world.status(i) instanceof NodeStatus.Up(State state))
                    || state.role() != Role.LEADER
                    || oneChangeAtATime(state));
  }

  private static boolean oneChangeAtATime(State leader) {
    int open = 0;
    boolean own = false;
    for (long n = leader.commitIndex() + 1; n <= leader.log().lastIndex(); n++) {
      if (leader.log().at(n).value() instanceof Configuration) {
        open++;
        own |= leader.log().termAt(n) == leader.currentTerm();
      }
    }
    return !own || open == 1;
  }

  boolean votersHaveCaughtUp(World<Message> before, World<Message> after) {
    return before.nodes().stream()
        .allMatch(
            i ->
                !(before.status(i) instanceof NodeStatus.Up(State leader))
                    || !(after.status(i) instanceof NodeStatus.Up(State later))
                    || leader.role() != Role.LEADER
                    || later.role() != Role.LEADER
                    || minus(voters(later), voters(leader)).stream()
                        .allMatch(j -> hasCommitted(leader, RaftBinding.disk(before, j).log())));
  }

  private NavigableSet<NodeId> voters(State state) {
    return membership.configuration(state.log()).voters();
  }

  private static boolean hasCommitted(State leader, Log log) {
    return log.lastIndex() >= leader.commitIndex()
        && log.upTo(leader.commitIndex())
            .entries()
            .equals(leader.log().upTo(leader.commitIndex()).entries());
  }

  private static NavigableSet<NodeId> minus(Set<NodeId> some, Set<NodeId> others) {
    NavigableSet<NodeId> rest = new TreeSet<>(some);
    rest.removeAll(others);
    return rest;
  }
}
