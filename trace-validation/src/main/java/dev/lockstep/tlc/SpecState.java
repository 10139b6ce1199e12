package dev.lockstep.tlc;

import dev.lockstep.value.TlaValue;
import java.util.SortedMap;

/**
 * A state of a loaded spec: one value for each variable. States of the same {@link Spec} are equal
 * when all their variables are; states of different specs never are. Immutable and safe for use by
 * several threads.
 */
public interface SpecState {

  /**
   * Returns the value of {@code variable}.
   *
   * @throws IllegalArgumentException if the spec has no such variable
   */
  TlaValue get(String variable);

  /**
   * Says whether {@code variable} has the same value in {@code other}, a state of the same spec;
   * faster than to compare what {@link #get} returns.
   *
   * @throws IllegalArgumentException if the spec has no such variable
   */
  boolean agreesOn(String variable, SpecState other);

  /** Returns the values of all variables by name. */
  SortedMap<String, TlaValue> values();

  /**
   * Returns TLC's 64-bit fingerprints of the values, one for each variable in the order of {@link
   * Spec#variables}. They say what the values are, whatever view or symmetry there is. What was
   * computed is kept with the state.
   *
   * @param near a state of the same spec that shares values with this one, such as the one before
   *     it: its fingerprints are taken over where it does
   */
  long[] fingerprints(SpecState near);

  /** Returns TLC's 64-bit fingerprint of this state: that of its view or symmetry, if any. */
  long fingerprint();
}
