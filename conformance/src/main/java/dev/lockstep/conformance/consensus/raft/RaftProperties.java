package dev.lockstep.conformance.consensus.raft;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.consensus.raft.Disk;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.NodeId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The properties of {@code Raft.tla} over worlds, under the same names.
 *
 * @see "Raft.tla, safety"
 */
final class RaftProperties {

  private RaftProperties() {}

  static boolean electionSafety(World<Message> world) {
    Set<Long> terms = new HashSet<>();
    return world.nodes().stream()
        .map(world::status)
        .filter(RaftProperties::isLeader)
        .allMatch(leader -> terms.add(term(leader)));
  }

  static boolean logMatching(World<Message> world) {
    return pairs(
        world,
        (i, j) -> {
          Log some = disk(i).log();
          Log other = disk(j).log();
          long first = Math.max(some.snapshot().index(), other.snapshot().index());
          long n = Math.min(some.lastIndex(), other.lastIndex());
          while (n > first && some.termAt(n) != other.termAt(n)) {
            n--;
          }
          return sameUpTo(some, other, n);
        });
  }

  static boolean leaderCompleteness(World<Message> world) {
    return pairs(
        world,
        (i, j) ->
            !(isLeader(j) && term(j) > term(i))
                || (disk(j).log().lastIndex() >= commitIndex(i)
                    && sameUpTo(disk(i).log(), disk(j).log(), commitIndex(i))));
  }

  static boolean stateMachineSafety(World<Message> world) {
    return pairs(
        world,
        (i, j) -> sameUpTo(disk(i).log(), disk(j).log(), Math.min(commitIndex(i), commitIndex(j))));
  }

  static boolean matchIsOnDisk(World<Message> world) {
    for (NodeId id : world.nodes()) {
      if (world.status(id) instanceof NodeStatus.Up(State leader) && leader.role() == Role.LEADER) {
        for (NodeId j : world.nodes()) {
          Disk disk = disk(world.status(j));
          long match = leader.progress().match(j);
          if (disk.currentTerm() == leader.currentTerm()
              && (match > disk.log().lastIndex() || !sameUpTo(leader.log(), disk.log(), match))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  static boolean nextAfterMatch(World<Message> world) {
    for (NodeId id : world.nodes()) {
      if (world.status(id) instanceof NodeStatus.Up(State leader) && leader.role() == Role.LEADER) {
        for (NodeId j : world.nodes()) {
          if (leader.progress().next(j) <= leader.progress().match(j)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  static boolean leaderAppendOnly(World<Message> before, World<Message> after) {
    return changes(
        before,
        after,
        (was, is) ->
            !(isLeader(was) && isLeader(is))
                || (disk(is).log().lastIndex() >= disk(was).log().lastIndex()
                    && sameUpTo(disk(was).log(), disk(is).log(), disk(was).log().lastIndex())));
  }

  static boolean voteOnce(World<Message> before, World<Message> after) {
    return changes(
        before,
        after,
        (was, is) ->
            term(is) > term(was)
                || (term(is) == term(was)
                    && (disk(was).votedFor().equals(Raft.NOBODY)
                        || disk(is).votedFor().equals(disk(was).votedFor()))));
  }

  static boolean commitGrows(World<Message> before, World<Message> after) {
    return changes(
        before,
        after,
        (was, is) -> is instanceof NodeStatus.Down || commitIndex(is) >= commitIndex(was));
  }

  /** Says whether two logs have the same entries up to one, from where both have them. */
  static boolean sameUpTo(Log some, Log other, long n) {
    long first = Math.max(some.snapshot().index(), other.snapshot().index());
    if (n <= first) {
      return true;
    }
    if (n > some.lastIndex() || n > other.lastIndex()) {
      return false;
    }
    int count = (int) (n - first);
    return some.after(first, count).equals(other.after(first, count));
  }

  private static boolean pairs(World<Message> world, BiPredicate<NodeStatus, NodeStatus> holds) {
    for (NodeId i : world.nodes()) {
      for (NodeId j : world.nodes()) {
        if (!holds.test(world.status(i), world.status(j))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean changes(
      World<Message> before, World<Message> after, BiPredicate<NodeStatus, NodeStatus> holds) {
    for (NodeId i : after.nodes()) {
      if (!holds.test(before.status(i), after.status(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLeader(NodeStatus status) {
    return status instanceof NodeStatus.Up(State state) && state.role() == Role.LEADER;
  }

  private static long term(NodeStatus status) {
    return disk(status).currentTerm();
  }

  private static long commitIndex(NodeStatus status) {
    return switch (status) {
      case NodeStatus.Up(Object state) -> ((State) state).commitIndex();
      case NodeStatus.Down(Object disk) -> ((Disk) disk).log().snapshot().index();
    };
  }

  private static Disk disk(NodeStatus status) {
    return switch (status) {
      case NodeStatus.Up(Object state) -> ((State) state).disk();
      case NodeStatus.Down(Object disk) -> (Disk) disk;
    };
  }
}
