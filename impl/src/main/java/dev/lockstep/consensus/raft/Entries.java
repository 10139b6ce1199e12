package dev.lockstep.consensus.raft;

import java.util.Arrays;

/**
 * A sequence of entries that grows at its end, as an immutable value: a tree whose nodes have 32
 * children, and the last up to 32 entries beside it. Longer and shorter sequences share all nodes
 * that they have in common, so that one more entry costs a copy of at most 32 references and, every
 * 32nd time, of the few nodes on the way down.
 *
 * @see "P. Bagwell, Ideal Hash Trees, 2001, for the kind of tree"
 */
final class Entries {

  private static final int BITS = 5;
  private static final int WIDTH = 1 << BITS;
  private static final int MASK = WIDTH - 1;

  /** The empty sequence. */
  static final Entries NONE = new Entries(0, BITS, new Object[0], new Entry[0]);

  private final int size;

  /** How many bits of an index are below those that choose among the children of the root. */
  private final int shift;

  /** The tree of all full groups of 32 but the last; there may be more in it than belongs here. */
  private final Object[] root;

  private final Entry[] tail;

  private Entries(int size, int shift, Object[] root, Entry[] tail) {
    this.size = size;
    this.shift = shift;
    this.root = root;
    this.tail = tail;
  }

  int size() {
    return size;
  }

  /** Returns the entry at this place, from 0 on; there must be one. */
  Entry get(int place) {
    return place >= size - tail.length ? tail[place & MASK] : leaf(place)[place & MASK];
  }

  /** Returns the sequence with one more entry. */
  Entries append(Entry entry) {
    if (tail.length < WIDTH) {
      Entry[] longer = Arrays.copyOf(tail, tail.length + 1);
      longer[tail.length] = entry;
      return new Entries(size + 1, shift, root, longer);
    }
    int place = size - WIDTH;
    boolean full = place >>> shift >= WIDTH;
    int newShift = full ? shift + BITS : shift;
    Object[] newRoot = full ? new Object[] {root} : root;
    return new Entries(
        size + 1, newShift, with(newRoot, newShift, place, tail), new Entry[] {entry});
  }

  /** Returns the first entries, {@code count} of them; there must be so many. */
  Entries first(int count) {
    if (count == size) {
      return this;
    }
    if (count == 0) {
      return NONE;
    }
    int start = (count - 1) & ~MASK;
    Entry[] group = start >= size - tail.length ? tail : leaf(start);
    return new Entries(count, shift, root, Arrays.copyOf(group, count - start));
  }

  private Entry[] leaf(int place) {
    Object[] node = root;
    for (int level = shift; level > BITS; level -= BITS) {
      node = (Object[]) node[(place >>> level) & MASK];
    }
    return (Entry[]) node[(place >>> BITS) & MASK];
  }

  /** Returns a node with a group of entries below it, where the first of them belongs. */
  private static Object[] with(Object[] node, int level, int place, Entry[] group) {
    int child = (place >>> level) & MASK;
    Object[] copy = Arrays.copyOf(node, Math.max(node.length, child + 1));
    if (level == BITS) {
      copy[child] = group;
    } else {
      Object[] below =
          child < node.length && node[child] instanceof Object[] known ? known : new Object[0];
      copy[child] = with(below, level - BITS, place, group);
    }
    return copy;
  }
}
