package dev.lockstep.consensus.raft;

import dev.lockstep.core.Composed;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A log: a snapshot and the entries after it, as an immutable value. The first entry of all has
 * index 1.
 *
 * <p>Logs share their entries: appending makes a few small objects, whatever the length, and taking
 * a part of a log makes one. A log that has given up more than it keeps to a snapshot lets go of
 * what it gave up.
 *
 * <p>Safe for use by several threads.
 *
 * @see "Raft.tla, log, snapshot and the helpers LastIndex, TermAt and EntriesAfter"
 */
public final class Log implements Composed {

  private static final int FEW = 8;

  /** The log without anything. */
  public static final Log EMPTY = new Log(Snapshot.NONE, Entries.NONE, 0);

  private final Snapshot snapshot;

  /** The entries, and before them {@code from} others that a snapshot stands for by now. */
  private final Entries all;

  private final int from;

  private Log(Snapshot snapshot, Entries all, int from) {
    this.snapshot = snapshot;
    this.all = all;
    this.from = from;
  }

  /** Returns a log that starts with {@code snapshot} and has no entries. */
  public static Log startingWith(Snapshot snapshot) {
    return new Log(snapshot, Entries.NONE, 0);
  }

  /** Returns what stands for the entries before the first one that is here. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** Returns the index of the last entry, here or in the snapshot; 0 if there is none. */
  public long lastIndex() {
    return snapshot.index() + size();
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
    return all.get(from + (int) (index - snapshot.index()) - 1);
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
    return new Part(all, from + (int) (index - snapshot.index()), count);
  }

  /** Returns all entries after the snapshot, without copying them. */
  public List<Entry> entries() {
    return after(snapshot.index(), size());
  }

  /** Returns the log with one more entry. */
  public Log append(Entry entry) {
    return new Log(snapshot, all.append(entry), from);
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
        : new Log(snapshot, all.first(from + (int) (index - snapshot.index())), from);
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
    return start > all.size() - start ? copy(newer, start) : new Log(newer, all, start);
  }

  private Log copy(Snapshot before, int start) {
    Entries kept = Entries.NONE;
    for (int i = start; i < all.size(); i++) {
      kept = kept.append(all.get(i));
    }
    return new Log(before, kept, 0);
  }

  private int size() {
    return all.size() - from;
  }

  @Override
  public List<Object> content() {
    return List.of(snapshot, entries());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Log that
            && size() == that.size()
            && snapshot.equals(that.snapshot)
            && entries().equals(that.entries()));
  }

  /** The entries at the end alone, so that a long log is not read for it. */
  @Override
  public int hashCode() {
    int h = snapshot.hashCode();
    for (int i = Math.max(from, all.size() - FEW); i < all.size(); i++) {
      h = 31 * h + all.get(i).hashCode();
    }
    return 31 * h + size();
  }

  @Override
  public String toString() {
    return entries() + " after " + snapshot.index();
  }

  /** Some of the entries. */
  private static final class Part extends AbstractList<Entry> implements RandomAccess {
    private final Entries entries;
    private final int start;
    private final int size;

    Part(Entries entries, int start, int size) {
      this.entries = entries;
      this.start = start;
      this.size = size;
    }

    @Override
    public Entry get(int index) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException("no place " + index + " of " + size);
      }
      return entries.get(start + index);
    }

    @Override
    public int size() {
      return size;
    }
  }
}
