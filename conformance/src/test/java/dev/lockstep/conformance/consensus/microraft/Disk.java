package dev.lockstep.conformance.consensus.microraft;

import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import io.microraft.persistence.RestoredRaftState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node's disk. What is persisted and flushed stays; of the changes of the log since the last
 * flush, a crash keeps the first few, or none.
 */
final class Disk implements RaftStore {

  private final List<LogEntry> written = new ArrayList<>();
  private final List<LogEntry> safe = new ArrayList<>();
  private final List<Consumer<List<LogEntry>>> unsafe = new ArrayList<>();
  private @Nullable RaftEndpointPersistentState endpoint;
  private @Nullable RaftGroupMembersView members;
  private RaftTermPersistentState term =
      new DefaultRaftModelFactory().createRaftTermPersistentStateBuilder().setTerm(0).build();
  private long flushes;

  /** Returns the log as it was written, flushed or not. */
  List<LogEntry> log() {
    return List.copyOf(written);
  }

  /** Returns how many times the log was flushed. */
  long flushes() {
    return flushes;
  }

  /** Loses what is not safe, or the later part of it. */
  void crash(Random random) {
    unsafe.subList(0, random.nextInt(unsafe.size() + 1)).forEach(change -> change.accept(safe));
    unsafe.clear();
    written.clear();
    written.addAll(safe);
  }

  /** Returns what a node that starts again finds; it must have started before. */
  RestoredRaftState restored() {
    if (endpoint == null || members == null) {
      throw new IllegalStateException("this node has never been started");
    }
    return new RestoredRaftState(endpoint, members, term, null, log());
  }

  @Override
  public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState state) {
    endpoint = state;
  }

  @Override
  public void persistAndFlushInitialGroupMembers(RaftGroupMembersView initialGroupMembers) {
    members = initialGroupMembers;
  }

  @Override
  public void persistAndFlushTerm(RaftTermPersistentState state) {
    term = state;
  }

  @Override
  public void persistLogEntries(List<LogEntry> entries) {
    List<LogEntry> copy = List.copyOf(entries);
    change(log -> log.addAll(copy));
  }

  @Override
  public void truncateLogEntriesFrom(long firstIndex) {
    change(log -> log.removeIf(entry -> entry.getIndex() >= firstIndex));
  }

  private void change(Consumer<List<LogEntry>> change) {
    change.accept(written);
    unsafe.add(change);
  }

  @Override
  public void flush() {
    unsafe.forEach(change -> change.accept(safe));
    unsafe.clear();
    flushes++;
  }

  @Override
  public void persistSnapshotChunk(SnapshotChunk chunk) {
    throw noSnapshots();
  }

  @Override
  public void truncateLogEntriesUntil(long lastIndex) {
    throw noSnapshots();
  }

  @Override
  public void deleteSnapshotChunks(long index, int count) {
    throw noSnapshots();
  }

  private static IllegalStateException noSnapshots() {
    return new IllegalStateException("the configuration makes snapshots later than any run ends");
  }
}
