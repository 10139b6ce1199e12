package dev.lockstep.consensus.raft;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A log: a snapshot and the entries after it, as an immutable value. The first entry of all has
 * index 1.
 *
 * <p>Logs share their entries. A log is a window on an array that only grows: appending to the
 * longest log on an array writes one place and makes one small object, whatever its length; so does
 * taking a part of it. Only a log that goes another way than one that is longer (a conflict with a
 * leader's log) gets an array of its own. A log that has given up more than it keeps to a snapshot
 * moves to a smaller array.
 *
 * <p>Safe for use by several threads.
 *
 * @see "Raft.tla, log, snapshot and the helpers LastIndex, TermAt and EntriesAfter"
 */
public final class Log {

  private static final int FEW = 8;

  /** The log without anything. */
  public static final Log EMPTY = new Log(Snapshot.NONE, new Shared(0), 0, 0);

  private final Snapshot snapshot;
  private final Shared shared;
  private final int from;
  private final int to;
  private int hash;

  /** Places of which the first are taken. Whoever takes a place fills it before others see it. */
  private static final class Shared {
    final Entry[] entries;
    final AtomicInteger taken;

    Shared(int size) {
      this.entries = new Entry[size];
      this.taken = new AtomicInteger();
    }
  }

  private Log(Snapshot snapshot, Shared shared, int from, int to) {
    this.snapshot = snapshot;
    this.shared = shared;
    this.from = from;
    this.to = to;
  }

  /** Returns a log that starts with {@code snapshot} and has no entries. */
  public static Log startingWith(Snapshot snapshot) {
    return new Log(snapshot, EMPTY.shared, 0, 0);
  }

  /** Returns what stands for the entries before the first one that is here. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** Returns the index of the last entry, here or in the snapshot; 0 if there is none. */
  public long lastIndex() {
    return snapshot.index() + (to - from);
  }

  /** Returns the term of the last entry, here or in the snapshot; 0 if there is none. */
  public long lastTerm() {
    return termAt(lastIndex());
  }

  /**
   * Returns the term of an entry.
   *
   * @param index that of the snapshot, or that of an entry after it
   * @throws IndexOutOfBoundsException if the log has no such entry
   */
  public long termAt(long index) {
    return index == snapshot.index() ? snapshot.term() : at(index).term();
  }

  /**
   * Returns an entry.
   *
   * @param index that of an entry after the snapshot
   * @throws IndexOutOfBoundsException if the log has no such entry
   */
  public Entry at(long index) {
    if (index <= snapshot.index() || index > lastIndex()) {
      throw new IndexOutOfBoundsException("no entry " + index + " in " + this);
    }
    return shared.entries[from + (int) (index - snapshot.index()) - 1];
  }

  /**
   * Returns some entries without copying them.
   *
   * @param index they come after the entry with this index
   * @param count how many there are
   * @throws IndexOutOfBoundsException if the log does not have all of them
   */
  public List<Entry> after(long index, int count) {
    if (index < snapshot.index() || count < 0 || index + count > lastIndex()) {
      throw new IndexOutOfBoundsException(
          "no " + count + " entries after entry " + index + " in " + this);
    }
    return new Part(shared.entries, from + (int) (index - snapshot.index()), count);
  }

  /** Returns all entries after the snapshot, without copying them. */
  public List<Entry> entries() {
    return after(snapshot.index(), to - from);
  }

  /** Returns the log with one more entry. */
  public Log append(Entry entry) {
    Shared target = shared;
    if (to == target.entries.length || !target.taken.compareAndSet(to, to + 1)) {
      return copy(snapshot, from, to, 1).append(entry);
    }
    target.entries[to] = entry;
    return new Log(snapshot, target, from, to + 1);
  }

  /** Returns the log with {@code entries} at its end. */
  public Log append(List<Entry> entries) {
    Log log = this;
    for (Entry entry : entries) {
      log = log.append(entry);
    }
    return log;
  }

  /**
   * Returns the log without the entries after {@code index}.
   *
   * @throws IndexOutOfBoundsException if that is before the snapshot or after the last entry
   */
  public Log upTo(long index) {
    if (index < snapshot.index() || index > lastIndex()) {
      throw new IndexOutOfBoundsException("no entry " + index + " in " + this);
    }
    return index == lastIndex()
        ? this
        : new Log(snapshot, shared, from, from + (int) (index - snapshot.index()));
  }

  /**
   * Returns the log with another snapshot in the place of the entries up to its index.
   *
   * @throws IndexOutOfBoundsException if the log does not reach so far
   */
  public Log compact(Snapshot newer) {
    if (newer.index() < snapshot.index() || newer.index() > lastIndex()) {
      throw new IndexOutOfBoundsException("no entry " + newer.index() + " in " + this);
    }
    int start = from + (int) (newer.index() - snapshot.index());
    return start > to - start ? copy(newer, start, to, FEW) : new Log(newer, shared, start, to);
  }

  private Log copy(Snapshot before, int start, int end, int more) {
    int size = end - start;
    Shared target = new Shared(Math.max(FEW, size + Math.max(more, size)));
    System.arraycopy(shared.entries, start, target.entries, 0, size);
    target.taken.set(size);
    return new Log(before, target, 0, size);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Log that
            && to - from == that.to - that.from
            && snapshot.equals(that.snapshot)
            && hashCode() == that.hashCode()
            && entries().equals(that.entries()));
  }

  /** The entries at the end alone, so that a long log is not read for it. */
  @Override
  public int hashCode() {
    if (hash == 0) {
      int h = snapshot.hashCode();
      for (int i = Math.max(from, to - FEW); i < to; i++) {
        h = 31 * h + shared.entries[i].hashCode();
      }
      hash = 31 * h + (to - from);
    }
    return hash;
  }

  @Override
  public String toString() {
    return entries() + " after " + snapshot.index();
  }

  /** Some entries of an array that nobody changes. */
  private static final class Part extends AbstractList<Entry> implements RandomAccess {
    private final Entry[] entries;
    private final int start;
    private final int size;

    Part(Entry[] entries, int start, int size) {
      this.entries = entries;
      this.start = start;
      this.size = size;
    }

    @Override
    public Entry get(int index) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException("no place " + index + " of " + size);
      }
      return entries[start + index];
    }

    @Override
    public int size() {
      return size;
    }
  }
}
