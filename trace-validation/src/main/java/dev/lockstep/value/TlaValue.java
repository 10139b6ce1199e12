package dev.lockstep.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A value of TLA+, immutable, in canonical form: two values are equal in Java exactly when they are
 * equal in TLA+. A function whose domain is {@code 1..n} is always a {@link SequenceOf}, one whose
 * domain consists of strings is always a {@link RecordOf}; {@link #function} sees to that.
 *
 * <p>{@code toString} prints TLA+ syntax, with the elements of sets and the fields of records in
 * the total order of {@link #ORDER}, so that equal values print alike on every machine.
 */
public sealed interface TlaValue {

  /** A total order over all values: by kind, then by content. It has no meaning in TLA+. */
  Comparator<TlaValue> ORDER = TlaOrder::compare;

  /** {@code TRUE} or {@code FALSE}. */
  record Bool(boolean value) implements TlaValue {
    @Override
    public String toString() {
      return value ? "TRUE" : "FALSE";
    }
  }

  /** An integer; TLC's integers have 32 bits. */
  record Int(int value) implements TlaValue {
    @Override
    public String toString() {
      return Integer.toString(value);
    }
  }

  /** A string. */
  record Str(String value) implements TlaValue {
    @Override
    public String toString() {
      return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  /** A model value: a constant of the configuration that equals nothing but itself. */
  record ModelValue(String name) implements TlaValue {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A finite set. */
  record SetOf(SortedSet<TlaValue> elements) implements TlaValue {
    /** Copies the elements. */
    public SetOf {
      SortedSet<TlaValue> copy = new TreeSet<>(ORDER);
      copy.addAll(elements);
      elements = Collections.unmodifiableSortedSet(copy);
    }

    @Override
    public String toString() {
      return elements.stream().map(TlaValue::toString).collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** A sequence or tuple: a function whose domain is {@code 1..n}; the empty one has no domain. */
  record SequenceOf(List<TlaValue> elements) implements TlaValue {
    /** Copies the elements. */
    public SequenceOf {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return elements.stream()
          .map(TlaValue::toString)
          .collect(Collectors.joining(", ", "<<", ">>"));
    }
  }

  /** A record: a function whose domain is a non-empty set of strings. */
  record RecordOf(SortedMap<String, TlaValue> fields) implements TlaValue {
    /** Copies the fields. */
    public RecordOf {
      fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
      if (fields.isEmpty()) {
        throw new IllegalArgumentException("the empty function is the empty sequence");
      }
    }

    @Override
    public String toString() {
      return fields.entrySet().stream()
          .map(field -> field.getKey() + " |-> " + field.getValue())
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** Any other finite function. */
  record FunctionOf(SortedMap<TlaValue, TlaValue> mappings) implements TlaValue {
    /** Copies the mappings; use {@link TlaValue#function} unless the domain is known to fit. */
    public FunctionOf {
      SortedMap<TlaValue, TlaValue> copy = new TreeMap<>(ORDER);
      copy.putAll(mappings);
      mappings = Collections.unmodifiableSortedMap(copy);
      if (TlaOrder.isSequenceDomain(mappings) || TlaOrder.isRecordDomain(mappings)) {
        throw new IllegalArgumentException(
            "a sequence or a record, not a plain function: " + mappings);
      }
    }

    @Override
    public String toString() {
      return mappings.entrySet().stream()
          .map(mapping -> mapping.getKey() + " :> " + mapping.getValue())
          .collect(Collectors.joining(" @@ ", "(", ")"));
    }
  }

  /**
   * Returns this value with the strings and model values in {@code atoms} replaced by their images,
   * as elements, as keys of functions and as names of fields.
   *
   * @param atoms an injective renaming; what is not in it keeps its name
   */
  default TlaValue renamed(Map<TlaValue, TlaValue> atoms) {
    return Renaming.renamed(this, atoms);
  }

  /** Returns {@code TRUE} or {@code FALSE}. */
  static TlaValue of(boolean value) {
    return new Bool(value);
  }

  /** Returns an integer. */
  static TlaValue of(int value) {
    return new Int(value);
  }

  /** Returns a string. */
  static TlaValue of(String value) {
    return new Str(value);
  }

  /** Returns the set of {@code elements}. */
  static TlaValue set(Collection<? extends TlaValue> elements) {
    SortedSet<TlaValue> sorted = new TreeSet<>(ORDER);
    sorted.addAll(elements);
    return new SetOf(sorted);
  }

  /** Returns the sequence of {@code elements}. */
  static TlaValue sequence(List<? extends TlaValue> elements) {
    return new SequenceOf(List.copyOf(elements));
  }

  /** Returns the record with {@code fields}, or the empty function if there are none. */
  static TlaValue record(Map<String, ? extends TlaValue> fields) {
    return fields.isEmpty() ? new SequenceOf(List.of()) : new RecordOf(new TreeMap<>(fields));
  }

  /** Returns the function with {@code mappings}, in canonical form. */
  static TlaValue function(Map<? extends TlaValue, ? extends TlaValue> mappings) {
    SortedMap<TlaValue, TlaValue> sorted = new TreeMap<>(ORDER);
    sorted.putAll(mappings);
    if (TlaOrder.isSequenceDomain(sorted)) {
      return new SequenceOf(new ArrayList<>(sorted.values()));
    }
    if (TlaOrder.isRecordDomain(sorted)) {
      SortedMap<String, TlaValue> fields = new TreeMap<>();
      sorted.forEach((key, value) -> fields.put(((Str) key).value(), value));
      return new RecordOf(fields);
    }
    return new FunctionOf(sorted);
  }
}
