package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecState;
import dev.lockstep.value.TlaValue;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tlc2.tool.TLCState;
import tlc2.util.FP64;
import tlc2.value.IValue;

/** A state of TLC whose values are all listed and in order, so that threads may share it. */
final class EngineState implements SpecState {

  private final SpecEngine spec;
  private final TLCState state;

  /** The fingerprint of all values, without view and symmetry; 0 until it is asked for. */
  private long content;

  EngineState(SpecEngine spec, TLCState state) {
    this.spec = spec;
    this.state = state;
  }

  /** The fingerprints of the values, once somebody asked; written at once and never changed. */
  private long @Nullable [] each;

  SpecEngine spec() {
    return spec;
  }

  TLCState state() {
    return state;
  }

  IValue value(int slot) {
    return state.lookup(spec.slots()[slot]);
  }

  @Override
  public TlaValue get(String variable) {
    return spec.values().fromTlc(value(spec.slot(variable)));
  }

  @Override
  public boolean agreesOn(String variable, SpecState other) {
    if (!(other instanceof EngineState that) || that.spec != spec) {
      throw new IllegalArgumentException("a state of another spec");
    }
    int slot = spec.slot(variable);
    return Values.same(value(slot), that.value(slot));
  }

  @Override
  public SortedMap<String, TlaValue> values() {
    SortedMap<String, TlaValue> values = new TreeMap<>();
    for (String variable : spec.variables()) {
      values.put(variable, get(variable));
    }
    return Collections.unmodifiableSortedMap(values);
  }

  @Override
  public long fingerprint() {
    spec.checkOpen();
    return spec.comparesWholeStates() ? content() : state.fingerPrint();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // what the step left alone is the same object
  public long[] fingerprints(SpecState near) {
    long[] known = each;
    if (known == null) {
      EngineState other = spec.own(near);
      long[] others = other.each;
      known = new long[spec.slots().length];
      for (int slot = 0; slot < known.length; slot++) {
        IValue value = value(slot);
        known[slot] =
            others != null && value == other.value(slot)
                ? others[slot]
                : value.fingerPrint(FP64.New());
      }
      each = known;
    }
    return known.clone();
  }

  private long content() {
    long fingerprint = content;
    if (fingerprint == 0) {
      spec.checkOpen();
      if (spec.comparesWholeStates()) {
        fingerprint = state.fingerPrint();
      } else {
        fingerprint = FP64.New();
        for (int slot = 0; slot < spec.slots().length; slot++) {
          fingerprint = value(slot).fingerPrint(fingerprint);
        }
      }
      content = fingerprint;
    }
    return fingerprint;
  }

  /** Says whether all values are the same, without computing a fingerprint. */
  boolean sameValues(EngineState other) {
    for (int slot = 0; slot < spec.slots().length; slot++) {
      if (!Values.same(value(slot), other.value(slot))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof EngineState that
            && spec == that.spec
            && content() == that.content()
            && sameValues(that));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(content());
  }

  /** Returns the state as a conjunction of TLA+, one variable a line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String variable : spec.variables()) {
      text.append(text.isEmpty() ? "" : "\n").append("/\\ ").append(variable).append(" = ");
      text.append(get(variable));
    }
    return text.toString();
  }
}
