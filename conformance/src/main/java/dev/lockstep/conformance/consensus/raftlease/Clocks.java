package dev.lockstep.conformance.consensus.raftlease;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.AppendEntries;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far the clocks of leaders have come: what no server knows, and the environment keeps within
 * what is assumed of it.
 *
 * @param electionTimeout for how many ticks a server is patient
 * @param maxDrift how many ticks a clock may gain on a leader's in that time
 * @param since by server j, and by leader i, how far the clock of i has come since j heard a leader
 *     or started; where that is not there, it is far enough
 * @see "RaftLease.tla, since, Count and WithinDrift"
 */
record Clocks(
    int electionTimeout, int maxDrift, NavigableMap<NodeId, NavigableMap<NodeId, Integer>> since) {

  /** Returns the clocks in the beginning, when nobody leads. */
  static Clocks starting(int electionTimeout, int maxDrift) {
    return new Clocks(electionTimeout, maxDrift, Collections.emptyNavigableMap());
  }

  /** Returns all that matters of how far a clock has come. */
  int enough() {
    return electionTimeout - maxDrift;
  }

  /** Returns how far the clock of {@code i} has come since {@code j} heard a leader. */
  int since(NodeId j, NodeId i) {
    return since.getOrDefault(j, Collections.emptyNavigableMap()).getOrDefault(i, enough());
  }

  /** Returns the clocks after a step, or nothing if a clock would run away in it. */
  Optional<Clocks> after(World<Message> source, Action action, World<Message> target) {
    boolean ticks = action.name().equals("Tick");
    if (ticks && !isWithinDrift(source, (NodeId) action.arguments().getFirst())) {
      return Optional.empty();
    }
    NavigableMap<NodeId, NavigableMap<NodeId, Integer>> all = new TreeMap<>();
    for (NodeId i : leaders(target)) {
      for (NodeId j : target.nodes()) {
        if (i.equals(j)) {
          continue;
        }
        int ticked = ticks && action.arguments().getFirst().equals(i) ? 1 : 0;
        int is = startsToCount(source, action, target, j) ? 0 : since(j, i) + ticked;
        if (is < enough()) {
          all.computeIfAbsent(j, server -> new TreeMap<>()).put(i, is);
        }
      }
    }
    return Optional.of(
        all.equals(since)
            ? this
            : new Clocks(electionTimeout, maxDrift, Collections.unmodifiableNavigableMap(all)));
  }

  private boolean isWithinDrift(World<Message> world, NodeId j) {
    if (!(world.status(j) instanceof NodeStatus.Up(State state))) {
      return true;
    }
    int quiet = LeaseBinding.timing(state).quiet();
    Map<NodeId, Integer> leaders = since.getOrDefault(j, Collections.emptyNavigableMap());
    return quiet >= electionTimeout
        || leaders.values().stream().allMatch(ticks -> quiet < ticks + maxDrift);
  }

  /** Says whether a server hears a leader in this step, or starts, or is down. */
  private static boolean startsToCount(
      World<Message> source, Action action, World<Message> target, NodeId j) {
    if (!(target.status(j) instanceof NodeStatus.Up)) {
      return true;
    }
    return action.arguments().getFirst().equals(j)
        && switch (action.name()) {
          case "RcvLeaseHeartbeat", "Restart" -> true;
          case "RcvAppendEntries" ->
              action.arguments().get(1) instanceof AppendEntries m
                  && source.status(j) instanceof NodeStatus.Up(State state)
                  && m.term() >= state.currentTerm();
          default -> false;
        };
  }

  /** Returns who leads, or thinks so. */
  static List<NodeId> leaders(World<Message> world) {
    return world.nodes().stream()
        .filter(
            i ->
                world.status(i) instanceof NodeStatus.Up(State state)
                    && state.role() == Role.LEADER)
        .toList();
  }
}
