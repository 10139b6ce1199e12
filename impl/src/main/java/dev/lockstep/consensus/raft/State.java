package dev.lockstep.consensus.raft;

import dev.lockstep.core.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The state of a server.
 *
 * @param disk what it has on disk; the rest is in memory only
 * @param role what it is
 * @param votesGranted who voted for it, while it is a candidate
 * @param commitIndex up to where it knows the log committed
 * @param progress how far it is with the others, while it is the leader
 * @param extras what each {@link Extension} remembers, in their order
 */
public record State(
    Disk disk,
    Role role,
    NavigableSet<NodeId> votesGranted,
    long commitIndex,
    Progress progress,
    List<Object> extras) {

  /** Returns its log. */
  public Log log() {
    return disk.log();
  }

  /** Returns the latest term that it knows. */
  public long currentTerm() {
    return disk.currentTerm();
  }

  /** Returns the same with another disk. */
  public State with(Disk other) {
    return other.equals(disk)
        ? this
        : new State(other, role, votesGranted, commitIndex, progress, extras);
  }

  /** Returns the same with another log. */
  public State with(Log log) {
    return new State(disk.with(log), role, votesGranted, commitIndex, progress, extras);
  }

  /** Returns the same in another role, with these votes. */
  public State with(Role other, NavigableSet<NodeId> votes) {
    return new State(
        disk,
        other,
        Collections.unmodifiableNavigableSet(new TreeSet<>(votes)),
        commitIndex,
        progress,
        extras);
  }

  /** Returns the same with another commit index. */
  public State withCommitIndex(long other) {
    return new State(disk, role, votesGranted, other, progress, extras);
  }

  /** Returns the same with other progress. */
  public State with(Progress other) {
    return new State(disk, role, votesGranted, commitIndex, other, extras);
  }

  /** Returns the same with something else in what the extensions remember. */
  public State withExtras(List<Object> other) {
    return new State(disk, role, votesGranted, commitIndex, progress, other);
  }

  /**
   * Returns what the extension remembers whose memory is of a type.
   *
   * @throws IllegalArgumentException if there is no such extension
   */
  public <V> V extra(Class<V> type) {
    for (Object extra : extras) {
      if (type.isInstance(extra)) {
        return type.cast(extra);
      }
    }
    throw new IllegalArgumentException("no " + type.getSimpleName() + " in " + this);
  }

  /**
   * Returns the same, in which one extension remembers something else.
   *
   * @param was what it remembered: the very object that it was given
   */
  State remembering(Object was, Object is) {
    List<Object> other = new ArrayList<>(extras);
    other.replaceAll(extra -> isSame(extra, was) ? is : extra);
    return withExtras(List.copyOf(other));
  }

  @SuppressWarnings("ReferenceEquality") // what two extensions remember may be equal
  private static boolean isSame(Object some, Object other) {
    return some == other;
  }
}
