package dev.lockstep.value;

import dev.lockstep.value.TlaValue.Bool;
import dev.lockstep.value.TlaValue.FunctionOf;
import dev.lockstep.value.TlaValue.Int;
import dev.lockstep.value.TlaValue.ModelValue;
import dev.lockstep.value.TlaValue.RecordOf;
import dev.lockstep.value.TlaValue.SequenceOf;
import dev.lockstep.value.TlaValue.SetOf;
import dev.lockstep.value.TlaValue.Str;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;

/** The total order over values, and the tests on domains that keep functions canonical. */
final class TlaOrder {

  private TlaOrder() {}

  static int compare(TlaValue left, TlaValue right) {
    int byKind = Integer.compare(rank(left), rank(right));
    if (byKind != 0) {
      return byKind;
    }
    return switch (left) {
      case Bool bool -> Boolean.compare(bool.value(), ((Bool) right).value());
      case Int integer -> Integer.compare(integer.value(), ((Int) right).value());
      case Str string -> string.value().compareTo(((Str) right).value());
      case ModelValue model -> model.name().compareTo(((ModelValue) right).name());
      case SetOf set ->
          compareAll(set.elements().iterator(), ((SetOf) right).elements().iterator());
      case SequenceOf sequence ->
          compareAll(sequence.elements().iterator(), ((SequenceOf) right).elements().iterator());
      case RecordOf record -> compareFields(record, (RecordOf) right);
      case FunctionOf function -> compareMappings(function, (FunctionOf) right);
    };
  }

  static boolean isSequenceDomain(SortedMap<TlaValue, TlaValue> mappings) {
    int expected = 1;
    for (TlaValue key : mappings.keySet()) {
      if (!(key instanceof Int index) || index.value() != expected) {
        return false;
      }
      expected++;
    }
    return true;
  }

  static boolean isRecordDomain(SortedMap<TlaValue, TlaValue> mappings) {
    return !mappings.isEmpty() && mappings.keySet().stream().allMatch(Str.class::isInstance);
  }

  private static int rank(TlaValue value) {
    return switch (value) {
      case Bool ignored -> 0;
      case Int ignored -> 1;
      case Str ignored -> 2;
      case ModelValue ignored -> 3;
      case SetOf ignored -> 4;
      case SequenceOf ignored -> 5;
      case RecordOf ignored -> 6;
      case FunctionOf ignored -> 7;
    };
  }

  private static int compareAll(Iterator<TlaValue> left, Iterator<TlaValue> right) {
    while (left.hasNext() && right.hasNext()) {
      int result = compare(left.next(), right.next());
      if (result != 0) {
        return result;
      }
    }
    return Boolean.compare(left.hasNext(), right.hasNext());
  }

  private static int compareFields(RecordOf left, RecordOf right) {
    Iterator<Map.Entry<String, TlaValue>> others = right.fields().entrySet().iterator();
    for (Map.Entry<String, TlaValue> field : left.fields().entrySet()) {
      if (!others.hasNext()) {
        return 1;
      }
      Map.Entry<String, TlaValue> other = others.next();
      int byName = field.getKey().compareTo(other.getKey());
      int result = byName != 0 ? byName : compare(field.getValue(), other.getValue());
      if (result != 0) {
        return result;
      }
    }
    return others.hasNext() ? -1 : 0;
  }

  private static int compareMappings(FunctionOf left, FunctionOf right) {
    Iterator<Map.Entry<TlaValue, TlaValue>> others = right.mappings().entrySet().iterator();
    for (Map.Entry<TlaValue, TlaValue> mapping : left.mappings().entrySet()) {
      if (!others.hasNext()) {
        return 1;
      }
      Map.Entry<TlaValue, TlaValue> other = others.next();
      int byKey = compare(mapping.getKey(), other.getKey());
      int result = byKey != 0 ? byKey : compare(mapping.getValue(), other.getValue());
      if (result != 0) {
        return result;
      }
    }
    return others.hasNext() ? -1 : 0;
  }
}
