package dev.lockstep.consensus.raft;

import dev.lockstep.core.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Who votes, on the way from some servers to others: the value of an entry that changes it.
 *
 * @param from the old voters
 * @param to the new ones; the same if nothing changes
 * @see "RaftJoint.tla, Configuration"
 */
public record JointConfiguration(NavigableSet<NodeId> from, NavigableSet<NodeId> to) {

  /** Copies both sets. */
  public JointConfiguration {
    from = Collections.unmodifiableNavigableSet(new TreeSet<>(from));
    to = Collections.unmodifiableNavigableSet(new TreeSet<>(to));
  }

  /** Returns the one in which these decide alone. */
  public static JointConfiguration only(Collection<NodeId> voters) {
    return new JointConfiguration(new TreeSet<>(voters), new TreeSet<>(voters));
  }

  /** Says whether it takes two majorities. */
  public boolean isJoint() {
    return !from.equals(to);
  }

  @Override
  public String toString() {
    return isJoint() ? from + " to " + to : "only " + to;
  }
}
