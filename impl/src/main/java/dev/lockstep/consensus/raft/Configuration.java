package dev.lockstep.consensus.raft;

import dev.lockstep.core.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Who takes part: the value of an entry that changes it.
 *
 * @param voters those who elect and commit
 * @param learners those who only get the log; no voter is among them
 * @see "RaftMembership.tla, Configuration"
 */
public record Configuration(NavigableSet<NodeId> voters, NavigableSet<NodeId> learners) {

  /** Copies both sets. */
  public Configuration {
    voters = copy(voters);
    learners = copy(learners);
  }

  /** Returns one without learners. */
  public static Configuration of(Collection<NodeId> voters) {
    return new Configuration(new TreeSet<>(voters), Collections.emptyNavigableSet());
  }

  /** Says whether {@code server} is a voter or a learner. */
  public boolean has(NodeId server) {
    return voters.contains(server) || learners.contains(server);
  }

  /** Returns the same with one learner more. */
  Configuration withLearner(NodeId server) {
    return new Configuration(voters, with(learners, server));
  }

  /** Returns the same with one voter more, who was a learner. */
  Configuration withVoter(NodeId server) {
    return new Configuration(with(voters, server), without(learners, server));
  }

  /** Returns the same without {@code server}. */
  Configuration without(NodeId server) {
    return new Configuration(without(voters, server), without(learners, server));
  }

  private static NavigableSet<NodeId> with(NavigableSet<NodeId> servers, NodeId server) {
    NavigableSet<NodeId> more = new TreeSet<>(servers);
    more.add(server);
    return more;
  }

  private static NavigableSet<NodeId> without(NavigableSet<NodeId> servers, NodeId server) {
    NavigableSet<NodeId> fewer = new TreeSet<>(servers);
    fewer.remove(server);
    return fewer;
  }

  private static NavigableSet<NodeId> copy(NavigableSet<NodeId> servers) {
    return Collections.unmodifiableNavigableSet(new TreeSet<>(servers));
  }

  @Override
  public String toString() {
    return learners.isEmpty() ? "voters " + voters : "voters " + voters + ", learners " + learners;
  }
}
