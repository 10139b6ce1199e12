package dev.lockstep.tlc.engine;

import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tlc2.util.FP64;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.Enumerable;
import tlc2.value.impl.FcnLambdaValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.IntervalValue;
import tlc2.value.impl.LazyValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.SetOfFcnsValue;
import tlc2.value.impl.SetOfRcdsValue;
import tlc2.value.impl.SetOfTuplesValue;
import tlc2.value.impl.SetPredValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.SubsetValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import tlc2.value.impl.ValueEnumeration;
import tlc2.value.impl.ValueVec;
import util.UniqueString;

/**
 * TLC's values as ours and back. Most variables keep their value over most steps, and the same sets
 * and records turn up in state after state; so each distinct compound value is converted once and
 * then looked up by TLC's fingerprint and compared.
 */
@SuppressWarnings("ReferenceEquality") // TLC's values: identity is the fast answer, or was listed
final class Values {

  private static final int MAX_CACHED = 1 << 18;

  /** How many values are found by identity; a power of two. */
  private static final int RECENT = 1 << 14;

  /** Up to how many elements a constant set or function is listed. */
  private static final int MAX_LISTED = 1 << 14;

  /** Up to how many elements the set of subsets of a set is listed. */
  private static final int MAX_SUBSET = 14;

  private final Map<String, ModelValue> modelValues;
  private final ConcurrentMap<UniqueString, TlaValue> strings = new ConcurrentHashMap<>();
  private final ConcurrentMap<Key, TlaValue> compounds = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable Recent> recent = new AtomicReferenceArray<>(RECENT);

  private record Recent(Value value, TlaValue converted) {}

  Values(Map<String, ModelValue> modelValues) {
    this.modelValues = modelValues;
  }

  /** Says whether two values are the same; values that TLC cannot compare are not. */
  static boolean same(IValue left, IValue right) {
    if (left == right) {
      return true;
    }
    try {
      return left.equals(right);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Returns the value with every function and set in it listed and in order, so that nothing in it
   * changes when it is looked at, and several threads may do so.
   */
  static Value explicit(Value value) {
    Value listed = listed(value);
    listed.deepNormalize();
    return listed;
  }

  /**
   * A constant with what TLC kept as a formula listed.
   *
   * @param completely whether nothing is left that TLC would list later, when threads read it
   */
  record Settled(Value value, boolean completely) {}

  /** Lists the functions and filtered sets in a constant, unless they are too large. */
  static Settled settle(Value value) {
    try {
      if (isTooLarge(value)) {
        return new Settled(value, false);
      }
      return switch (value) {
        case FcnLambdaValue ignored -> new Settled(explicit(value), true);
        case SetPredValue ignored -> new Settled(explicit(value), true);
        case SetEnumValue ignored -> new Settled(explicit(value), true);
        case TupleValue ignored -> new Settled(explicit(value), true);
        case RecordValue ignored -> new Settled(explicit(value), true);
        case FcnRcdValue ignored -> new Settled(explicit(value), true);
        default -> new Settled(value, true);
      };
    } catch (RuntimeException | StackOverflowError e) {
      return new Settled(value, false);
    }
  }

  private static boolean isTooLarge(Value value) {
    return switch (value) {
      case FcnLambdaValue function -> function.params.size() > MAX_LISTED;
      case SetPredValue set -> isTooLarge(set.inVal);
      case SubsetValue set -> set.set.size() > MAX_SUBSET || isTooLarge(set.set);
      case SetOfFcnsValue set -> set.size() > MAX_LISTED;
      case SetOfRcdsValue set -> set.size() > MAX_LISTED;
      case SetOfTuplesValue set -> set.size() > MAX_LISTED;
      case SetEnumValue set -> anyTooLarge(set.elems.toArray());
      case TupleValue tuple -> anyTooLarge(tuple.elems);
      case RecordValue record -> anyTooLarge(record.values);
      case FcnRcdValue function -> anyTooLarge(function.values);
      default -> false;
    };
  }

  private static boolean anyTooLarge(Value[] values) {
    for (Value value : values) {
      if (isTooLarge(value)) {
        return true;
      }
    }
    return false;
  }

  private static Value listed(Value value) {
    return switch (value) {
      case SetEnumValue set -> {
        ValueVec elements = set.elems;
        for (int i = 0; i < elements.size(); i++) {
          Value element = elements.elementAt(i);
          Value explicit = listed(element);
          if (explicit != element) {
            elements.setElementAt(explicit, i);
          }
        }
        yield value;
      }
      case IntervalValue ignored -> value;
      case TupleValue tuple -> {
        listAll(tuple.elems);
        yield value;
      }
      case RecordValue record -> {
        listAll(record.values);
        yield value;
      }
      case FcnRcdValue function -> {
        if (function.domain != null) {
          listAll(function.domain);
        }
        listAll(function.values);
        yield value;
      }
      case FcnLambdaValue function -> listedOr(function, function.toFcnRcd());
      case LazyValue lazy when lazy.getValue() != null && !lazy.isUncachable() ->
          listed(lazy.getValue());
      case Enumerable ignored when value.isFinite() -> listedOr(value, value.toSetEnum());
      default -> value;
    };
  }

  private static Value listedOr(Value value, @Nullable Value converted) {
    return converted == null ? value : listed(converted);
  }

  private static void listAll(Value[] values) {
    for (int i = 0; i < values.length; i++) {
      Value explicit = listed(values[i]);
      if (explicit != values[i]) {
        values[i] = explicit;
      }
    }
  }

  /**
   * Returns the value as one of ours.
   *
   * @throws IllegalArgumentException if it is not a finite value, like the set of all strings
   */
  TlaValue fromTlc(IValue value) {
    return switch (value) {
      case BoolValue bool -> TlaValue.of(bool.val);
      case IntValue integer -> TlaValue.of(integer.val);
      case StringValue string ->
          strings.computeIfAbsent(string.val, text -> TlaValue.of(text.toString()));
      case ModelValue model ->
          strings.computeIfAbsent(
              UniqueString.uniqueStringOf("\u0000model " + model.val),
              text -> new TlaValue.ModelValue(model.val.toString()));
      case LazyValue lazy when lazy.getValue() != null && !lazy.isUncachable() ->
          fromTlc(lazy.getValue());
      default -> recent((Value) value);
    };
  }

  /** What was converted lately: states share most of their values, and those are found at once. */
  private TlaValue recent(Value value) {
    int place = System.identityHashCode(value) & (RECENT - 1);
    Recent known = recent.get(place);
    if (known == null || known.value() != value) {
      known = new Recent(value, compound(explicit(value)));
      recent.set(place, known);
    }
    return known.converted();
  }

  private TlaValue compound(Value value) {
    Key key = new Key(value, value.fingerPrint(FP64.New()));
    TlaValue known = compounds.get(key);
    if (known == null) {
      known = convert(value);
      if (compounds.size() >= MAX_CACHED) {
        compounds.clear();
      }
      compounds.put(key, known);
    }
    return known;
  }

  private TlaValue convert(Value value) {
    return switch (value) {
      case IntervalValue interval ->
          TlaValue.set(
              IntStream.rangeClosed(interval.low, interval.high).mapToObj(TlaValue::of).toList());
      case TupleValue tuple ->
          TlaValue.sequence(Stream.of(tuple.elems).map(this::fromTlc).toList());
      case RecordValue record -> {
        Map<String, TlaValue> fields = new TreeMap<>();
        for (int i = 0; i < record.names.length; i++) {
          fields.put(record.names[i].toString(), fromTlc(record.values[i]));
        }
        yield TlaValue.record(fields);
      }
      case FcnRcdValue function -> {
        Map<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
        for (int i = 0; i < function.values.length; i++) {
          TlaValue key =
              function.domain == null
                  ? TlaValue.of(function.intv.low + i)
                  : fromTlc(function.domain[i]);
          mappings.put(key, fromTlc(function.values[i]));
        }
        yield TlaValue.function(mappings);
      }
      case Enumerable set when value.isFinite() -> {
        List<TlaValue> elements = new ArrayList<>();
        ValueEnumeration enumeration = set.elements();
        for (Value element = enumeration.nextElement();
            element != null;
            element = enumeration.nextElement()) {
          elements.add(fromTlc(element));
        }
        yield TlaValue.set(elements);
      }
      default ->
          throw new IllegalArgumentException(
              "not a finite value that could be listed: " + value.toStringUnchecked());
    };
  }

  /**
   * Returns the value as one of TLC's.
   *
   * @throws IllegalArgumentException if it contains a model value that the spec does not have
   */
  Value toTlc(TlaValue value) {
    Value converted = toTlcUnordered(value);
    converted.deepNormalize();
    return converted;
  }

  private Value toTlcUnordered(TlaValue value) {
    return switch (value) {
      case TlaValue.Bool bool -> bool.value() ? BoolValue.ValTrue : BoolValue.ValFalse;
      case TlaValue.Int integer -> IntValue.gen(integer.value());
      case TlaValue.Str string -> new StringValue(string.value());
      case TlaValue.ModelValue model -> modelValue(model.name());
      case TlaValue.SetOf set -> {
        ValueVec elements = new ValueVec(set.elements().size());
        for (TlaValue element : set.elements()) {
          elements.addElement(toTlcUnordered(element));
        }
        yield new SetEnumValue(elements, false);
      }
      case TlaValue.SequenceOf sequence ->
          new TupleValue(
              sequence.elements().stream().map(this::toTlcUnordered).toArray(Value[]::new));
      case TlaValue.RecordOf record -> {
        UniqueString[] names =
            record.fields().keySet().stream()
                .map(UniqueString::uniqueStringOf)
                .toArray(UniqueString[]::new);
        Value[] values =
            record.fields().values().stream().map(this::toTlcUnordered).toArray(Value[]::new);
        yield new RecordValue(names, values, false);
      }
      case TlaValue.FunctionOf function -> {
        Value[] domain =
            function.mappings().keySet().stream().map(this::toTlcUnordered).toArray(Value[]::new);
        Value[] values =
            function.mappings().values().stream().map(this::toTlcUnordered).toArray(Value[]::new);
        yield new FcnRcdValue(domain, values, false);
      }
    };
  }

  private ModelValue modelValue(String name) {
    ModelValue model = modelValues.get(name);
    if (model == null) {
      throw new IllegalArgumentException(
          "the configuration has no model value "
              + name
              + (modelValues.isEmpty() ? " nor any other" : "; it has " + modelValues.keySet()));
    }
    return model;
  }

  /** A TLC value as a key: hashed by its fingerprint, compared by itself. */
  private record Key(Value value, long fingerprint) {
    @Override
    public int hashCode() {
      return Long.hashCode(fingerprint);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && fingerprint == key.fingerprint && same(value, key.value);
    }
  }
}
