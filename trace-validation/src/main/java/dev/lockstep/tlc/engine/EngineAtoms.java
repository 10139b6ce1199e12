package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.Atoms;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.value.TlaValue;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import tlc2.tool.TLCState;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** Atoms numbered by TLC's own numbers of strings and model values, so that finding one is fast. */
final class EngineAtoms implements Atoms {

  private static final int NONE = -1;

  private final SpecEngine spec;
  private final List<TlaValue> list;
  private final Value[] known;
  private final int[] numberOfString;
  private final int[] numberOfModelValue;

  EngineAtoms(SpecEngine spec, List<TlaValue> atoms) {
    if (atoms.size() > MAX) {
      throw new IllegalArgumentException(
          "there are %d atoms, more than %d".formatted(atoms.size(), MAX));
    }
    if (new HashSet<>(atoms).size() < atoms.size()) {
      throw new IllegalArgumentException("an atom comes twice: " + atoms);
    }
    this.spec = spec;
    this.list = List.copyOf(atoms);
    this.known = new Value[atoms.size()];
    int strings = 0;
    int modelValues = 0;
    for (int number = 0; number < known.length; number++) {
      known[number] = spec.values().toTlc(list.get(number));
      switch (known[number]) {
        case StringValue string -> strings = Math.max(strings, string.val.getTok() + 1);
        case ModelValue model -> modelValues = Math.max(modelValues, model.index + 1);
        default ->
            throw new IllegalArgumentException(
                "neither a string nor a model value: " + list.get(number));
      }
    }
    this.numberOfString = new int[strings];
    this.numberOfModelValue = new int[modelValues];
    Arrays.fill(numberOfString, NONE);
    Arrays.fill(numberOfModelValue, NONE);
    for (int number = 0; number < known.length; number++) {
      if (known[number] instanceof StringValue string) {
        numberOfString[string.val.getTok()] = number;
      } else if (known[number] instanceof ModelValue model) {
        numberOfModelValue[model.index] = number;
      }
    }
  }

  /** Returns the number of a string, or a negative one if it is none of the atoms. */
  int number(UniqueString string) {
    int token = string.getTok();
    return token < numberOfString.length ? numberOfString[token] : NONE;
  }

  /** Returns the number of a model value, or a negative one if it is none of the atoms. */
  int number(ModelValue model) {
    return model.index < numberOfModelValue.length ? numberOfModelValue[model.index] : NONE;
  }

  /** Returns the atom with a number. */
  Value atom(int number) {
    return known[number];
  }

  @Override
  public List<TlaValue> list() {
    return list;
  }

  @Override
  public long recolour(SpecState state, long free, long[] colours) {
    EngineState own = spec.own(state);
    Colouring colouring = new Colouring(this, free, colours);
    for (int slot = 0; slot < spec.slots().length; slot++) {
      colouring.add(slot, (Value) own.value(slot));
    }
    return colouring.finish();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // what does not change is the same object
  public SpecState renamed(SpecState state, byte[] images) {
    EngineState own = spec.own(state);
    AtomRenaming renaming = new AtomRenaming(this, images);
    TLCState target = null;
    for (int slot = 0; slot < spec.slots().length; slot++) {
      Value value = (Value) own.value(slot);
      Value renamed = renaming.renamed(value);
      if (renamed != value) {
        if (target == null) {
          target = copy(own);
        }
        target.bind(spec.slots()[slot], renamed);
      }
    }
    return target == null ? state : new EngineState(spec, target);
  }

  private TLCState copy(EngineState state) {
    TLCState copy = TLCState.Empty.createEmpty();
    for (int slot = 0; slot < spec.slots().length; slot++) {
      copy.bind(spec.slots()[slot], state.value(slot));
    }
    return copy;
  }
}
