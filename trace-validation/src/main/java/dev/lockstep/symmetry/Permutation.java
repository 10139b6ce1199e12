package dev.lockstep.symmetry;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.value.TlaValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A renaming of interchangeable atoms into each other. It takes a run of the spec to a run of the
 * spec. A value: equal if it does the same to the same atoms.
 */
public final class Permutation {

  private final Symmetry symmetry;

  /** The number of each atom's image, by its number. */
  private final byte[] images;

  Permutation(Symmetry symmetry, byte[] images) {
    this.symmetry = symmetry;
    this.images = images;
  }

  /** Says whether every atom keeps its name. */
  public boolean isIdentity() {
    for (int number = 0; number < images.length; number++) {
      if (images[number] != number) {
        return false;
      }
    }
    return true;
  }

  /** Returns {@code state} with the atoms renamed; itself if nothing changes. */
  public SpecState apply(SpecState state) {
    return symmetry.atoms().renamed(state, images);
  }

  /** Returns {@code value} with the atoms renamed. */
  public TlaValue apply(TlaValue value) {
    return value.renamed(moved());
  }

  /** Returns {@code call} with the atoms in its arguments renamed. */
  public ActionCall apply(ActionCall call) {
    Map<TlaValue, TlaValue> moved = moved();
    return new ActionCall(
        call.name(), call.arguments().stream().map(value -> value.renamed(moved)).toList());
  }

  /**
   * Returns the permutation that renames as this one does and then as {@code next} does.
   *
   * @throws IllegalArgumentException if {@code next} permutes the atoms of another spec
   */
  public Permutation andThen(Permutation next) {
    if (symmetry != next.symmetry) {
      throw new IllegalArgumentException("a permutation of the atoms of another spec");
    }
    byte[] composed = new byte[images.length];
    for (int number = 0; number < images.length; number++) {
      composed[number] = next.images[images[number]];
    }
    return new Permutation(symmetry, composed);
  }

  /** Returns the permutation that takes back what this one does. */
  public Permutation inverse() {
    byte[] back = new byte[images.length];
    for (int number = 0; number < images.length; number++) {
      back[images[number]] = (byte) number;
    }
    return new Permutation(symmetry, back);
  }

  /** Returns the atoms that do not keep their names, and their new names. */
  public Map<TlaValue, TlaValue> moved() {
    List<TlaValue> atoms = symmetry.atoms().list();
    Map<TlaValue, TlaValue> moved = new LinkedHashMap<>();
    for (int number = 0; number < images.length; number++) {
      if (images[number] != number) {
        moved.put(atoms.get(number), atoms.get(images[number]));
      }
    }
    return moved;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Permutation that
        && symmetry == that.symmetry
        && Arrays.equals(images, that.images);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(images);
  }

  @Override
  public String toString() {
    return moved().toString();
  }
}
