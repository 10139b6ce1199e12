package dev.lockstep.tlc;

import dev.lockstep.value.TlaValue;
import java.util.List;

/**
 * Some atoms of a spec, numbered, and how its states look from where they stand. Safe for use by
 * several threads.
 *
 * @see Spec#atoms
 */
public interface Atoms {

  /** How many atoms there can be: one for each bit of a {@code long}. */
  int MAX = Long.SIZE;

  /** Returns the atoms; the index of an atom in this list is its number. */
  List<TlaValue> list();

  /**
   * Replaces the colour of each free atom by one that also says in which places of {@code state} it
   * stands, and among atoms of which colours. Atoms that a renaming of the free atoms of equal
   * colours takes to each other have equal colours afterwards; atoms that differ by their places
   * have different ones, but for collisions of 64-bit hashes.
   *
   * @param free the set of free atoms, a bit for each number; all others are known by their name
   * @param colours the colour of each atom by its number, read and written
   * @return the set of the free atoms that stand in one fact with another free atom, like two in
   *     one message. Of the others, two of equal colour can change places, and nothing changes
   */
  long recolour(SpecState state, long free, long[] colours);

  /**
   * Returns {@code state} with atoms renamed.
   *
   * @param images the number of the new name of each atom, by its number; a permutation
   * @return {@code state} itself if nothing in it changes
   * @throws IllegalArgumentException if a value in the state is a set or function that TLC cannot
   *     list
   */
  SpecState renamed(SpecState state, byte[] images);
}
