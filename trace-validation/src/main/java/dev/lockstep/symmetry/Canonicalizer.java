package dev.lockstep.symmetry;

import dev.lockstep.tlc.SpecState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds one state for many that differ by interchangeable atoms only.
 *
 * <p>The atoms are coloured by their places in the state, sorted by colour, and given the names of
 * their class in that order. While atoms of equal colour stand in facts together with other atoms,
 * their colours are refined; if that does not tell them apart, the first of them is set apart and
 * the colours refined again, for a few rounds.
 *
 * <p>Where each fact is about one atom, two states get the same canonical state exactly if a
 * permutation takes one to the other. Otherwise two such states can keep different ones in rare
 * cases: that costs a search some room, never a verdict, since whatever is done here is a
 * permutation. Safe for use by several threads.
 */
public final class Canonicalizer {

  /** How often a state is looked at; what is not told apart by then keeps its order. */
  private static final int MAX_ROUNDS = 24;

  /** Sets one atom apart from the others of its colour. */
  private static final long APART = 0x9E37_79B9_7F4A_7C15L;

  private final Symmetry symmetry;
  private final Permutation identity;
  private final long free;

  /** The numbers of the free atoms, class by class. */
  private final byte[] slots;

  /** Of each free atom's class, where it begins among the slots. */
  private final byte[] begins;

  /** The colours to start with: one for each class. */
  private final long[] initial;

  Canonicalizer(Symmetry symmetry, long wanted) {
    this.symmetry = symmetry;
    this.identity = symmetry.identity();
    int[] bounds = symmetry.bounds();
    int size = symmetry.atoms().list().size();
    this.initial = new long[size];
    byte[] numbers = new byte[size];
    byte[] starts = new byte[size];
    long movable = 0;
    int found = 0;
    for (int alike = 0; alike + 1 < bounds.length; alike++) {
      Arrays.fill(initial, bounds[alike], bounds[alike + 1], alike + 1L);
      int begin = found;
      for (int number = bounds[alike]; number < bounds[alike + 1]; number++) {
        if ((wanted >>> number & 1) != 0) {
          numbers[found++] = (byte) number;
        }
      }
      if (found == begin + 1) {
        // Alone in its class, it has nowhere to go.
        found = begin;
      }
      for (int slot = begin; slot < found; slot++) {
        starts[slot] = (byte) begin;
        movable |= 1L << numbers[slot];
      }
    }
    this.free = movable;
    this.slots = Arrays.copyOf(numbers, found);
    this.begins = Arrays.copyOf(starts, found);
  }

  /** Says whether no atom can move: then every state is canonical. */
  public boolean isTrivial() {
    return free == 0;
  }

  /** Returns the state that stands for {@code state}; itself if it is canonical. */
  public SpecState canonical(SpecState state) {
    byte[] images = free == 0 ? null : images(state);
    return images == null ? state : symmetry.atoms().renamed(state, images);
  }

  /** Returns the state that stands for {@code state}, and the permutation that leads to it. */
  public Canonical canonicalWithPermutation(SpecState state) {
    byte[] images = free == 0 ? null : images(state);
    return images == null
        ? new Canonical(state, identity)
        : new Canonical(symmetry.atoms().renamed(state, images), new Permutation(symmetry, images));
  }

  /** Returns the permutation to the canonical state, nothing if the state is canonical. */
  private byte @Nullable [] images(SpecState state) {
    byte[] order = order(state);
    if (Arrays.equals(order, slots)) {
      return null;
    }
    byte[] images = new byte[initial.length];
    for (int number = 0; number < images.length; number++) {
      images[number] = (byte) number;
    }
    for (int slot = 0; slot < slots.length; slot++) {
      images[order[slot]] = slots[slot];
    }
    return images;
  }

  /**
   * Returns the free atoms, class by class, in the order of their new names. The order is an
   * ordered partition that gets finer: a cell holds the atoms that are not told apart yet.
   */
  private byte[] order(SpecState state) {
    byte[] order = slots.clone();
    byte[] cells = begins.clone();
    long[] colours = initial.clone();
    long joined = symmetry.atoms().recolour(state, free, colours);
    int count = split(order, cells, colours);
    if (joined == 0) {
      return order;
    }
    for (int round = 1; count < order.length && round < MAX_ROUNDS; round++) {
      symmetry.atoms().recolour(state, free, colours);
      int before = count;
      count = split(order, cells, colours);
      if (count == before) {
        int tied = firstTied(order, cells, joined);
        if (tied < 0) {
          return order;
        }
        setApart(tied, cells);
        colours[order[tied]] ^= APART;
        count++;
      }
    }
    return order;
  }

  /** Returns where a cell begins whose atoms others could tell apart, or a negative number. */
  private static int firstTied(byte[] order, byte[] cells, long joined) {
    for (int slot = 1; slot < order.length; slot++) {
      if (cells[slot] == slot - 1 && (joined >>> order[slot] & 1) != 0) {
        return slot - 1;
      }
    }
    return -1;
  }

  /** Makes the first atom of a cell a cell of its own. */
  private static void setApart(int cell, byte[] cells) {
    for (int slot = cell + 1; slot < cells.length && cells[slot] == cell; slot++) {
      cells[slot] = (byte) (cell + 1);
    }
  }

  /**
   * Sorts the atoms of each cell by colour, those of equal colour as they were, and splits it.
   *
   * @param cells where the cell of each slot begins
   * @return how many cells there are now
   */
  private static int split(byte[] order, byte[] cells, long[] colours) {
    for (int slot = 1; slot < order.length; slot++) {
      byte atom = order[slot];
      long colour = colours[atom];
      int to = slot;
      while (to > cells[slot] && colours[order[to - 1]] > colour) {
        order[to] = order[to - 1];
        to--;
      }
      order[to] = atom;
    }
    int count = 0;
    int begin = 0;
    for (int slot = 0; slot < order.length; slot++) {
      if (cells[slot] == slot || colours[order[slot]] != colours[order[slot - 1]]) {
        begin = slot;
        count++;
      }
      cells[slot] = (byte) begin;
    }
    return count;
  }
}
