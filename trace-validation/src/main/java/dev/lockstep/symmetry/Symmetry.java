package dev.lockstep.symmetry;

import dev.lockstep.tlc.Atoms;
import dev.lockstep.tlc.Interchangeable;
import dev.lockstep.tlc.Spec;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * The atoms of a spec that can change places without anything else changing: if a permutation of
 * the atoms of each class takes state s to t, it takes the steps from s to the steps from t. So of
 * all states that differ only by such a permutation, a search need follow one.
 *
 * <p>A spec with more than {@link Atoms#MAX} such atoms has that many permuted, and the others
 * never move. Immutable, and safe for use by several threads.
 */
public final class Symmetry {

  private final Interchangeable interchangeable;
  private final Atoms atoms;

  /** Where each class begins in the list of atoms, and where the last one ends. */
  private final int[] bounds;

  private Symmetry(Interchangeable interchangeable, Atoms atoms, int[] bounds) {
    this.interchangeable = interchangeable;
    this.atoms = atoms;
    this.bounds = bounds;
  }

  /** Finds the symmetry of {@code spec}. */
  public static Symmetry of(Spec spec) {
    Interchangeable interchangeable = spec.interchangeable();
    List<TlaValue> atoms = new ArrayList<>();
    List<Integer> bounds = new ArrayList<>();
    for (SortedSet<TlaValue> alike : interchangeable.classes()) {
      bounds.add(atoms.size());
      alike.stream().limit(Atoms.MAX - atoms.size()).forEach(atoms::add);
    }
    bounds.add(atoms.size());
    return new Symmetry(
        interchangeable, spec.atoms(atoms), bounds.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Returns the classes of atoms that can change places. */
  public List<SortedSet<TlaValue>> classes() {
    return interchangeable.classes();
  }

  /** Returns why not more atoms can change places, in one sentence; see {@link Interchangeable}. */
  public Optional<String> obstacle() {
    return interchangeable.obstacle();
  }

  /** Says whether no atoms can change places. */
  public boolean isTrivial() {
    return bounds.length == 1;
  }

  /**
   * Returns what finds canonical states while the atoms in {@code mentioned} keep their names.
   *
   * @param mentioned names as a log writes them, see {@link LoggedValue#keyText}
   */
  public Canonicalizer fixing(Set<String> mentioned) {
    long free = 0;
    for (int number = 0; number < atoms.list().size(); number++) {
      if (!mentioned.contains(LoggedValue.keyText(atoms.list().get(number)))) {
        free |= 1L << number;
      }
    }
    return new Canonicalizer(this, free);
  }

  /** Returns the permutation that leaves every atom as it is. */
  public Permutation identity() {
    byte[] images = new byte[atoms.list().size()];
    for (int number = 0; number < images.length; number++) {
      images[number] = (byte) number;
    }
    return new Permutation(this, images);
  }

  Atoms atoms() {
    return atoms;
  }

  int[] bounds() {
    return bounds;
  }
}
