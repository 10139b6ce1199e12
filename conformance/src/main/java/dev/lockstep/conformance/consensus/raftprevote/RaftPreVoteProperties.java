package dev.lockstep.conformance.consensus.raftprevote;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.PreVoteGranted;
import dev.lockstep.consensus.raft.Message.Vote;
import dev.lockstep.consensus.raft.PreVote.Touch;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.NodeId;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The properties of {@code RaftPreVote.tla} over worlds, under the same names.
 *
 * @see "RaftPreVote.tla, safety"
 */
final class RaftPreVoteProperties {

  private RaftPreVoteProperties() {}

  static boolean touchByRole(World<Message> world) {
    return world.nodes().stream()
        .allMatch(i -> !(world.status(i) instanceof NodeStatus.Up(State state)) || byRole(state));
  }

  private static boolean byRole(State state) {
    Touch touch = RaftPreVoteBinding.touch(state);
    return (!touch.heard() || (state.role() == Role.FOLLOWER && touch.preVotes().isEmpty()))
        && (touch.preVotes().isEmpty() || state.role() != Role.LEADER)
        && (touch.contacts().isEmpty() || state.role() == Role.LEADER);
  }

  static boolean preVotedByQuorum(World<Message> before, World<Message> after) {
    return steps(
        before,
        after,
        (i, was, is) ->
            is.currentTerm() == was.currentTerm()
                || is.role() != Role.CANDIDATE
                || isQuorum(before, RaftPreVoteBinding.touch(was).preVotes()));
  }

  static boolean contentWithLeader(World<Message> before, World<Message> after) {
    return after.network().notIn(before.network()).stream()
        .filter(m -> m instanceof Vote || m instanceof PreVoteGranted)
        .noneMatch(m -> isInTouch(before, m.from()));
  }

  static boolean stepsDownInNeed(World<Message> before, World<Message> after) {
    return steps(
        before,
        after,
        (i, was, is) ->
            was.role() != Role.LEADER
                || is.role() != Role.FOLLOWER
                || is.currentTerm() != was.currentTerm()
                || !isQuorum(before, with(RaftPreVoteBinding.touch(was).contacts(), i)));
  }

  static boolean goesOnInContact(World<Message> before, World<Message> after) {
    return steps(
        before,
        after,
        (i, was, is) -> {
          NavigableSet<NodeId> contacts = RaftPreVoteBinding.touch(was).contacts();
          return is.role() != Role.LEADER
              || contacts.isEmpty()
              || !RaftPreVoteBinding.touch(is).contacts().isEmpty()
              || isQuorum(before, with(contacts, i));
        });
  }

  private static boolean isInTouch(World<Message> world, NodeId i) {
    return world.status(i) instanceof NodeStatus.Up(State state)
        && (state.role() == Role.LEADER || RaftPreVoteBinding.touch(state).heard());
  }

  /** Something that must hold between two states of a server that is up. */
  @FunctionalInterface
  private interface StepOf {
    boolean test(NodeId i, State was, State is);
  }

  private static boolean steps(World<Message> before, World<Message> after, StepOf holds) {
    for (NodeId i : before.nodes()) {
      if (before.status(i) instanceof NodeStatus.Up(State was)
          && after.status(i) instanceof NodeStatus.Up(State is)
          && !was.equals(is)
          && !holds.test(i, was, is)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQuorum(World<Message> world, Collection<NodeId> servers) {
    return 2 * servers.size() > world.nodes().size();
  }

  private static NavigableSet<NodeId> with(NavigableSet<NodeId> servers, NodeId one) {
    NavigableSet<NodeId> all = new TreeSet<>(servers);
    all.add(one);
    return all;
  }
}
