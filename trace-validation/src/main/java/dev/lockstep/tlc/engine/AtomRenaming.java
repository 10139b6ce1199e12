package dev.lockstep.tlc.engine;

import org.jspecify.annotations.Nullable;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.IntervalValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import tlc2.value.impl.ValueVec;
import util.UniqueString;

/**
 * A permutation of atoms, applied to values of TLC that are listed and in order; so are the renamed
 * ones. What contains no atom that moves is returned as it is.
 */
@SuppressWarnings("ReferenceEquality") // what does not change is the same object
final class AtomRenaming {

  private final EngineAtoms atoms;
  private final byte[] images;

  AtomRenaming(EngineAtoms atoms, byte[] images) {
    this.atoms = atoms;
    this.images = images;
  }

  Value renamed(Value value) {
    return switch (value) {
      case StringValue string -> renamed(string, atoms.number(string.val));
      case ModelValue model -> renamed(model, atoms.number(model));
      case BoolValue ignored -> value;
      case IntValue ignored -> value;
      case IntervalValue ignored -> value;
      case SetEnumValue set -> set(set);
      case RecordValue record -> record(record);
      case FcnRcdValue function -> function(function);
      case TupleValue tuple -> {
        Value[] elements = all(tuple.elems);
        yield elements == tuple.elems ? tuple : new TupleValue(elements);
      }
      default ->
          throw new IllegalArgumentException(
              "a value whose strings and model values cannot be renamed: "
                  + value.toStringUnchecked());
    };
  }

  private Value renamed(Value value, int number) {
    return number < 0 || images[number] == number ? value : atoms.atom(images[number]);
  }

  private Value set(SetEnumValue set) {
    ValueVec elements = set.elems;
    Value[] renamed = null;
    int size = elements.size();
    for (int i = 0; i < size; i++) {
      Value element = elements.elementAt(i);
      Value image = renamed(element);
      if (image != element) {
        if (renamed == null) {
          renamed = elements.toArray();
        }
        renamed[i] = image;
      }
    }
    return renamed == null ? set : new SetEnumValue(renamed, false).normalize();
  }

  private Value record(RecordValue record) {
    UniqueString[] names = record.names;
    for (int i = 0; i < names.length; i++) {
      int number = atoms.number(names[i]);
      if (number >= 0 && atoms.atom(images[number]) instanceof StringValue image) {
        if (names == record.names) {
          names = record.names.clone();
        }
        names[i] = image.val;
      }
    }
    Value[] values = all(record.values);
    if (names == record.names && values == record.values) {
      return record;
    }
    if (names == record.names) {
      return new RecordValue(names, values, true);
    }
    // Putting them in order works in place.
    Value[] own = values == record.values ? values.clone() : values;
    return new RecordValue(names, own, false).normalize();
  }

  private Value function(FcnRcdValue function) {
    Value[] values = all(function.values);
    if (function.domain == null) {
      return values == function.values ? function : new FcnRcdValue(function.intv, values);
    }
    Value[] domain = all(function.domain);
    if (domain == function.domain) {
      return values == function.values ? function : new FcnRcdValue(domain, values, true);
    }
    Value[] own = values == function.values ? values.clone() : values;
    return new FcnRcdValue(domain, own, false).normalize();
  }

  /** Returns the renamed values, in the same array if none changes. */
  private Value[] all(Value[] values) {
    Value @Nullable [] renamed = null;
    for (int i = 0; i < values.length; i++) {
      Value image = renamed(values[i]);
      if (image != values[i]) {
        if (renamed == null) {
          renamed = values.clone();
        }
        renamed[i] = image;
      }
    }
    return renamed == null ? values : renamed;
  }
}
