package dev.lockstep.consensus.raft;

import dev.lockstep.core.Composed;
import dev.lockstep.core.NodeId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a leader is with each server, as an immutable value: which entry it sends next, and up to
 * where it knows the server's log to be its own.
 *
 * @see "Raft.tla, nextIndex and matchIndex"
 */
public final class Progress implements Composed {

  private final NodeId[] servers;
  private final long[] next;
  private final long[] match;

  private Progress(NodeId[] servers, long[] next, long[] match) {
    this.servers = servers;
    this.next = next;
    this.match = match;
  }

  /** What a server knows that is no leader: nothing. */
  static Progress none(NavigableSet<NodeId> servers) {
    Progress progress =
        new Progress(
            servers.toArray(NodeId[]::new), new long[servers.size()], new long[servers.size()]);
    Arrays.fill(progress.next, 1);
    return progress;
  }

  /** What a new leader knows: everybody may have its whole log. */
  Progress startAt(long nextIndex) {
    long[] all = new long[servers.length];
    Arrays.fill(all, nextIndex);
    return new Progress(servers, all, new long[servers.length]);
  }

  /** Returns the index of the entry that {@code server} is sent next. */
  public long next(NodeId server) {
    return next[indexOf(server)];
  }

  /** Returns up to where {@code server} has the leader's log. */
  public long match(NodeId server) {
    return match[indexOf(server)];
  }

  /** Returns the same with other indexes for one server. */
  public Progress with(NodeId server, long nextIndex, long matchIndex) {
    int i = indexOf(server);
    if (next[i] == nextIndex && match[i] == matchIndex) {
      return this;
    }
    long[] nextCopy = next.clone();
    long[] matchCopy = match.clone();
    nextCopy[i] = nextIndex;
    matchCopy[i] = matchIndex;
    return new Progress(servers, nextCopy, matchCopy);
  }

  /** Returns {@code nextIndex} of the spec: by server. */
  public Map<NodeId, Long> nextIndex() {
    return byServer(next);
  }

  /** Returns {@code matchIndex} of the spec: by server. */
  public Map<NodeId, Long> matchIndex() {
    return byServer(match);
  }

  private Map<NodeId, Long> byServer(long[] values) {
    Map<NodeId, Long> map = new TreeMap<>();
    for (int i = 0; i < servers.length; i++) {
      map.put(servers[i], values[i]);
    }
    return map;
  }

  private int indexOf(NodeId server) {
    int i = Arrays.binarySearch(servers, server);
    if (i < 0) {
      throw new IllegalArgumentException(
          "no server " + server + " among " + Arrays.toString(servers));
    }
    return i;
  }

  @Override
  public List<Object> content() {
    return List.of(nextIndex(), matchIndex());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Progress that
        && Arrays.equals(next, that.next)
        && Arrays.equals(match, that.match)
        && Arrays.equals(servers, that.servers);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(next) + Arrays.hashCode(match);
  }

  @Override
  public String toString() {
    return "next " + nextIndex() + ", match " + matchIndex();
  }
}
