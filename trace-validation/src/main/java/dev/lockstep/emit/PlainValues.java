package dev.lockstep.emit;

import dev.lockstep.trace.LoggedValue;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Logged values as the values of TLA+ that they stand for, where that is evident: from the names of
 * model values, from the strings in the text of the spec and from the initial values of a variable.
 * TLC compares them faster, and people read them more easily, than logged values of several
 * meanings. Should a guess about a kind be wrong all the same, TLC stops with an error, since it
 * does not compare values of different kinds.
 */
final class PlainValues {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Names names;
  private final Set<String> modelValues;

  PlainValues(Names names, Set<String> modelValues) {
    this.names = names;
    this.modelValues = modelValues;
  }

  /**
   * Returns the value.
   *
   * @param hints values that stood in its place
   */
  Optional<TlaValue> of(LoggedValue logged, List<TlaValue> hints) {
    return switch (logged) {
      case LoggedValue.Whole whole ->
          fits(hints, TlaValue.Int.class)
              ? Optional.of(TlaValue.of(whole.value()))
              : Optional.empty();
      case LoggedValue.Truth truth ->
          fits(hints, TlaValue.Bool.class)
              ? Optional.of(TlaValue.of(truth.value()))
              : Optional.empty();
      case LoggedValue.Nothing ignored -> Optional.empty();
      case LoggedValue.Text text ->
          hints.stream().allMatch(PlainValues::isAtom) ? atom(text.value()) : Optional.empty();
      case LoggedValue.Items items -> collection(items.values(), hints);
      case LoggedValue.Fields fields -> map(fields.values(), hints);
    };
  }

  private static boolean fits(List<TlaValue> hints, Class<? extends TlaValue> kind) {
    return hints.stream().allMatch(kind::isInstance);
  }

  private static boolean isAtom(TlaValue value) {
    return value instanceof TlaValue.Str || value instanceof TlaValue.ModelValue;
  }

  /** The string, or the model value if the spec cannot have the string. */
  private Optional<TlaValue> atom(String text) {
    if (!modelValues.contains(text)) {
      return Optional.of(TlaValue.of(text));
    }
    return names.canBeString(text) ? Optional.empty() : Optional.of(new TlaValue.ModelValue(text));
  }

  private Optional<TlaValue> collection(List<LoggedValue> items, List<TlaValue> hints) {
    boolean set = fits(hints, TlaValue.SetOf.class);
    if (hints.isEmpty() || !(set || fits(hints, TlaValue.SequenceOf.class))) {
      return Optional.empty();
    }
    List<TlaValue> inner = new ArrayList<>();
    for (TlaValue hint : hints) {
      if (hint instanceof TlaValue.SetOf elements) {
        inner.addAll(elements.elements());
      } else if (hint instanceof TlaValue.SequenceOf elements) {
        inner.addAll(elements.elements());
      }
    }
    List<TlaValue> values = new ArrayList<>();
    for (LoggedValue item : items) {
      Optional<TlaValue> value = of(item, inner);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(set ? TlaValue.set(values) : TlaValue.sequence(values));
  }

  private Optional<TlaValue> map(SortedMap<String, LoggedValue> fields, List<TlaValue> hints) {
    boolean maps =
        hints.stream()
            .allMatch(
                hint -> hint instanceof TlaValue.RecordOf || hint instanceof TlaValue.FunctionOf);
    if (fields.isEmpty() || !maps) {
      return Optional.empty();
    }
    SortedMap<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
    for (Map.Entry<String, LoggedValue> field : fields.entrySet()) {
      List<TlaValue> inner = new ArrayList<>();
      Optional<TlaValue> key = Optional.empty();
      for (TlaValue hint : hints) {
        for (Map.Entry<TlaValue, TlaValue> mapping : mappings(hint).entrySet()) {
          if (LoggedValue.keyText(mapping.getKey()).equals(field.getKey())) {
            if (key.isPresent() && !key.get().equals(mapping.getKey())) {
              return Optional.empty();
            }
            key = Optional.of(mapping.getKey());
            inner.add(mapping.getValue());
          }
        }
      }
      if (key.isEmpty()) {
        key = hints.isEmpty() || isName(field.getKey()) ? key(field.getKey()) : Optional.empty();
      }
      Optional<TlaValue> value = of(field.getValue(), inner);
      if (key.isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      mappings.put(key.get(), value.get());
    }
    return Optional.of(TlaValue.function(mappings));
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.equals("TRUE") && !text.equals("FALSE");
  }

  private Optional<TlaValue> key(String text) {
    return isName(text) ? atom(text) : Optional.empty();
  }

  private static SortedMap<TlaValue, TlaValue> mappings(TlaValue map) {
    SortedMap<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
    if (map instanceof TlaValue.RecordOf record) {
      record.fields().forEach((name, value) -> mappings.put(TlaValue.of(name), value));
    } else if (map instanceof TlaValue.FunctionOf function) {
      mappings.putAll(function.mappings());
    }
    return mappings;
  }
}
