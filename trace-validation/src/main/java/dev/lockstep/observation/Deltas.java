package dev.lockstep.observation;

import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Computes the value of a variable after logged changes.
 *
 * <p>JSON does not tell a string from a model value nor a set from a sequence. Where the changes
 * leave that open, the value that the spec has there decides ("guide"): if the logged value can
 * stand for it, it does. Otherwise the kinds of values around it decide, and last the set of model
 * values.
 */
final class Deltas {

  /** A change that the value does not allow, for example adding an element to an integer. */
  static final class Inapplicable extends Exception {
    private static final long serialVersionUID = 1L;

    Inapplicable(String message) {
      super(message, null, false, false);
    }
  }

  private static final TlaValue EMPTY_SEQUENCE = TlaValue.sequence(List.of());

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Set<String> modelValues;
  private final Map<String, TlaValue> initial;

  /**
   * Creates the computation for a spec.
   *
   * @param initial the initial values of the variables that have only one
   */
  Deltas(Set<String> modelValues, Map<String, TlaValue> initial) {
    this.modelValues = modelValues;
    this.initial = initial;
  }

  /**
   * Returns the value of {@code variable} after {@code changes} if it does not depend on the step
   * that is compared: nothing is left open by JSON.
   */
  Optional<TlaValue> certain(String variable, List<Change> changes, TlaValue old) {
    if (!changes.stream().flatMap(change -> change.arguments().stream()).allMatch(this::isCertain)
        || !changes.stream().allMatch(Deltas::hasCertainKeys)) {
      return Optional.empty();
    }
    try {
      return Optional.of(apply(variable, changes, old, old));
    } catch (Inapplicable e) {
      return Optional.empty();
    }
  }

  /** A name of a model value, and an array, can stand for several values; so can some keys. */
  private boolean isCertain(LoggedValue logged) {
    return switch (logged) {
      case LoggedValue.Text text -> !modelValues.contains(text.value());
      case LoggedValue.Whole ignored -> true;
      case LoggedValue.Truth ignored -> true;
      case LoggedValue.Nothing ignored -> false;
      case LoggedValue.Items ignored -> false;
      case LoggedValue.Fields fields ->
          !fields.values().isEmpty()
              && fields.values().entrySet().stream()
                  .allMatch(
                      field ->
                          NAME.matcher(field.getKey()).matches()
                              && !field.getKey().equals("TRUE")
                              && !field.getKey().equals("FALSE")
                              && !modelValues.contains(field.getKey())
                              && isCertain(field.getValue()));
    };
  }

  /** A key that is added may be of several kinds. */
  private static boolean hasCertainKeys(Change change) {
    return switch (change.operator()) {
      case SET_KEY, UPDATE_REC -> false;
      default -> true;
    };
  }

  /**
   * Returns the value of {@code variable} after {@code changes}.
   *
   * @param old its value before
   * @param guide its value after the step of the spec that is compared
   */
  TlaValue apply(String variable, List<Change> changes, TlaValue old, TlaValue guide)
      throws Inapplicable {
    TlaValue value = old;
    for (Change change : changes) {
      value = at(change.path(), value, guide, initial.get(variable), change);
    }
    return value;
  }

  private TlaValue at(
      List<String> path,
      TlaValue value,
      @Nullable TlaValue guide,
      @Nullable TlaValue start,
      Change change)
      throws Inapplicable {
    if (path.isEmpty()) {
      return apply(change, value, guide, start);
    }
    String key = path.getFirst();
    TlaValue inner = child(value, key);
    if (inner == null) {
      throw new Inapplicable(value + " has no key " + key);
    }
    TlaValue changed =
        at(
            path.subList(1, path.size()),
            inner,
            guide == null ? null : child(guide, key),
            start == null ? null : child(start, key),
            change);
    return put(value, key, changed);
  }

  private TlaValue apply(
      Change change, TlaValue value, @Nullable TlaValue guide, @Nullable TlaValue start)
      throws Inapplicable {
    List<LoggedValue> arguments = change.arguments();
    return switch (change.operator()) {
      case UPDATE -> resolve(arguments.get(0), guide, value);
      case ADD_ELEMENT -> added(value, List.of(arguments.get(0)), guide);
      case ADD_ELEMENTS -> added(value, items(arguments.get(0)), guide);
      case REMOVE_ELEMENT -> removed(value, List.of(arguments.get(0)));
      case REMOVE_ELEMENTS -> removed(value, items(arguments.get(0)));
      case CLEAR -> value instanceof TlaValue.SetOf ? TlaValue.set(List.of()) : cleared(value);
      case CLEAR_BAG -> EMPTY_SEQUENCE;
      case ADD_ELEMENT_TO_BAG -> counted(value, arguments.get(0), 1, guide);
      case REMOVE_ELEMENT_FROM_BAG -> counted(value, arguments.get(0), -1, guide);
      case APPEND_ELEMENT -> appended(value, arguments.get(0), guide);
      case SET_KEY -> setKey(value, key(arguments.get(0)), arguments.get(1), guide);
      case REMOVE_KEY -> without(value, key(arguments.get(0)));
      case RESET_KEY ->
          throw new Inapplicable(
              "ResetKey needs a mapping file whose \"nil\" says what the spec's value for \"none\""
                  + " is");
      case UPDATE_REC -> updated(value, arguments.get(0), guide);
      case INIT, INIT_REC -> {
        if (start == null) {
          throw new Inapplicable(
              change.operator().word() + " needs a single initial value, and the spec has several");
        }
        yield start;
      }
      case ADD -> sum(value, arguments.get(0), 1);
      case SUB -> sum(value, arguments.get(0), -1);
      case UNCHANGED -> value;
    };
  }

  private static List<LoggedValue> items(LoggedValue argument) throws Inapplicable {
    if (argument instanceof LoggedValue.Items items) {
      return items.values();
    }
    throw new Inapplicable(argument + " is not an array of elements");
  }

  private TlaValue added(TlaValue value, List<LoggedValue> logged, @Nullable TlaValue guide)
      throws Inapplicable {
    SortedSet<TlaValue> elements = elements(value);
    for (LoggedValue element : logged) {
      elements.add(resolve(element, hints(guide, value)));
    }
    return TlaValue.set(elements);
  }

  private TlaValue removed(TlaValue value, List<LoggedValue> logged) throws Inapplicable {
    SortedSet<TlaValue> elements = elements(value);
    for (LoggedValue element : logged) {
      elements.remove(resolve(element, List.copyOf(elements)));
    }
    return TlaValue.set(elements);
  }

  private static SortedSet<TlaValue> elements(TlaValue value) throws Inapplicable {
    if (value instanceof TlaValue.SetOf set) {
      return new TreeSet<>(set.elements());
    }
    throw new Inapplicable(value + " is not a set");
  }

  private static TlaValue cleared(TlaValue value) throws Inapplicable {
    return switch (value) {
      case TlaValue.SequenceOf ignored -> EMPTY_SEQUENCE;
      case TlaValue.RecordOf ignored -> EMPTY_SEQUENCE;
      case TlaValue.FunctionOf ignored -> EMPTY_SEQUENCE;
      default -> throw new Inapplicable(value + " is not a set, a sequence or a function");
    };
  }

  private TlaValue appended(TlaValue value, LoggedValue logged, @Nullable TlaValue guide)
      throws Inapplicable {
    if (!(value instanceof TlaValue.SequenceOf sequence)) {
      throw new Inapplicable(value + " is not a sequence");
    }
    List<TlaValue> hints = new ArrayList<>();
    TlaValue there =
        guide == null ? null : child(guide, Integer.toString(sequence.elements().size() + 1));
    if (there != null) {
      hints.add(there);
    }
    hints.addAll(sequence.elements());
    List<TlaValue> elements = new ArrayList<>(sequence.elements());
    elements.add(resolve(logged, hints));
    return TlaValue.sequence(elements);
  }

  private TlaValue counted(TlaValue value, LoggedValue logged, int change, @Nullable TlaValue guide)
      throws Inapplicable {
    SortedMap<TlaValue, TlaValue> bag = mappings(value);
    List<TlaValue> hints = new ArrayList<>();
    if (guide != null) {
      hints.addAll(mappings(guide).keySet());
    }
    hints.addAll(bag.keySet());
    TlaValue element = resolve(logged, hints);
    TlaValue count = bag.get(element);
    if (count == null) {
      if (change > 0) {
        bag.put(element, TlaValue.of(change));
      }
      return TlaValue.function(bag);
    }
    if (!(count instanceof TlaValue.Int number)) {
      throw new Inapplicable(value + " is not a bag: it maps " + element + " to " + count);
    }
    bag.put(element, TlaValue.of(number.value() + change));
    return TlaValue.function(bag);
  }

  private TlaValue setKey(TlaValue value, String key, LoggedValue logged, @Nullable TlaValue guide)
      throws Inapplicable {
    TlaValue old = child(value, key);
    TlaValue there = guide == null ? null : child(guide, key);
    List<TlaValue> hints = new ArrayList<>();
    if (there != null) {
      hints.add(there);
    }
    if (old != null) {
      hints.add(old);
    }
    TlaValue image = resolve(logged, hints);
    if (old != null) {
      return put(value, key, image);
    }
    SortedMap<TlaValue, TlaValue> mappings = mappings(value);
    mappings.put(newKey(key, mappings, guide), image);
    return TlaValue.function(mappings);
  }

  /** A key that is new has the kind that it has in the guide, or else that of the other keys. */
  private TlaValue newKey(
      String key, SortedMap<TlaValue, TlaValue> mappings, @Nullable TlaValue guide)
      throws Inapplicable {
    if (guide != null && isMap(guide)) {
      for (TlaValue candidate : mappings(guide).keySet()) {
        if (LoggedValue.keyText(candidate).equals(key)) {
          return candidate;
        }
      }
    }
    boolean integers =
        !mappings.isEmpty() && mappings.keySet().stream().allMatch(TlaValue.Int.class::isInstance);
    if (integers && key.matches("-?[0-9]{1,9}")) {
      return TlaValue.of(Integer.parseInt(key));
    }
    return text(key);
  }

  private static TlaValue without(TlaValue value, String key) throws Inapplicable {
    SortedMap<TlaValue, TlaValue> mappings = mappings(value);
    mappings.keySet().removeIf(candidate -> LoggedValue.keyText(candidate).equals(key));
    return TlaValue.function(mappings);
  }

  private TlaValue updated(TlaValue value, LoggedValue logged, @Nullable TlaValue guide)
      throws Inapplicable {
    if (!(logged instanceof LoggedValue.Fields fields)) {
      throw new Inapplicable("UpdateRec needs an object, not " + logged);
    }
    TlaValue result = value;
    for (Map.Entry<String, LoggedValue> field : fields.values().entrySet()) {
      result = setKey(result, field.getKey(), field.getValue(), guide);
    }
    return result;
  }

  private static TlaValue sum(TlaValue value, LoggedValue logged, int sign) throws Inapplicable {
    if (value instanceof TlaValue.Int left && logged instanceof LoggedValue.Whole right) {
      return TlaValue.of(left.value() + sign * right.value());
    }
    throw new Inapplicable("not two integers: " + value + " and " + logged);
  }

  private static String key(LoggedValue logged) {
    return switch (logged) {
      case LoggedValue.Text text -> text.value();
      case LoggedValue.Truth truth -> TlaValue.of(truth.value()).toString();
      default -> logged.toString();
    };
  }

  /** The value at a key, or null. */
  static @Nullable TlaValue child(TlaValue value, String key) {
    return switch (value) {
      case TlaValue.RecordOf record -> record.fields().get(key);
      case TlaValue.SequenceOf sequence -> {
        int index = key.matches("[0-9]{1,9}") ? Integer.parseInt(key) : 0;
        yield index >= 1 && index <= sequence.elements().size()
            ? sequence.elements().get(index - 1)
            : null;
      }
      case TlaValue.FunctionOf function -> {
        for (Map.Entry<TlaValue, TlaValue> mapping : function.mappings().entrySet()) {
          if (LoggedValue.keyText(mapping.getKey()).equals(key)) {
            yield mapping.getValue();
          }
        }
        yield null;
      }
      default -> null;
    };
  }

  private static boolean isMap(TlaValue value) {
    return value instanceof TlaValue.RecordOf
        || value instanceof TlaValue.SequenceOf
        || value instanceof TlaValue.FunctionOf;
  }

  private static SortedMap<TlaValue, TlaValue> mappings(TlaValue value) throws Inapplicable {
    SortedMap<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
    switch (value) {
      case TlaValue.RecordOf record ->
          record.fields().forEach((name, field) -> mappings.put(TlaValue.of(name), field));
      case TlaValue.FunctionOf function -> mappings.putAll(function.mappings());
      case TlaValue.SequenceOf sequence -> {
        for (int index = 0; index < sequence.elements().size(); index++) {
          mappings.put(TlaValue.of(index + 1), sequence.elements().get(index));
        }
      }
      default -> throw new Inapplicable(value + " is not a function or a record");
    }
    return mappings;
  }

  private static TlaValue put(TlaValue value, String key, TlaValue image) throws Inapplicable {
    SortedMap<TlaValue, TlaValue> mappings = mappings(value);
    for (TlaValue candidate : mappings.keySet()) {
      if (LoggedValue.keyText(candidate).equals(key)) {
        mappings.put(candidate, image);
        return TlaValue.function(mappings);
      }
    }
    throw new Inapplicable(value + " has no key " + key);
  }

  private static List<TlaValue> hints(@Nullable TlaValue guide, TlaValue value) {
    List<TlaValue> hints = new ArrayList<>();
    if (guide instanceof TlaValue.SetOf set) {
      hints.addAll(set.elements());
    }
    if (value instanceof TlaValue.SetOf set) {
      hints.addAll(set.elements());
    }
    return hints;
  }

  private TlaValue resolve(LoggedValue logged, @Nullable TlaValue first, TlaValue second) {
    List<TlaValue> hints = new ArrayList<>();
    Optional.ofNullable(first).ifPresent(hints::add);
    hints.add(second);
    return resolve(logged, hints);
  }

  /**
   * The value that {@code logged} stands for: a hint that it matches, or one shaped like a hint.
   */
  private TlaValue resolve(LoggedValue logged, List<TlaValue> hints) {
    for (TlaValue hint : hints) {
      if (logged.matches(hint)) {
        return hint;
      }
    }
    return shaped(logged, hints);
  }

  private TlaValue shaped(LoggedValue logged, List<TlaValue> hints) {
    return switch (logged) {
      case LoggedValue.Whole whole -> TlaValue.of(whole.value());
      case LoggedValue.Truth truth -> TlaValue.of(truth.value());
      case LoggedValue.Nothing ignored -> TlaValue.of("null");
      case LoggedValue.Text text -> text(text.value());
      case LoggedValue.Items items -> {
        List<TlaValue> inner = new ArrayList<>();
        boolean set = false;
        for (TlaValue hint : hints) {
          if (hint instanceof TlaValue.SetOf elements) {
            set |= inner.isEmpty();
            inner.addAll(elements.elements());
          } else if (hint instanceof TlaValue.SequenceOf elements) {
            inner.addAll(elements.elements());
          }
        }
        List<TlaValue> elements =
            items.values().stream().map(item -> resolve(item, inner)).toList();
        yield set ? TlaValue.set(elements) : TlaValue.sequence(elements);
      }
      case LoggedValue.Fields fields -> shaped(fields, hints);
    };
  }

  private TlaValue shaped(LoggedValue.Fields fields, List<TlaValue> hints) {
    SortedMap<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
    for (Map.Entry<String, LoggedValue> field : fields.values().entrySet()) {
      List<TlaValue> inner = new ArrayList<>();
      TlaValue key = TlaValue.of(field.getKey());
      boolean found = false;
      for (TlaValue hint : hints) {
        if (hint instanceof TlaValue.FunctionOf function && !found) {
          for (TlaValue candidate : function.mappings().keySet()) {
            if (LoggedValue.keyText(candidate).equals(field.getKey())) {
              key = candidate;
              found = true;
            }
          }
        }
        Optional.ofNullable(child(hint, field.getKey())).ifPresent(inner::add);
      }
      mappings.put(key, resolve(field.getValue(), inner));
    }
    return TlaValue.function(mappings);
  }

  private TlaValue text(String text) {
    return modelValues.contains(text) ? new TlaValue.ModelValue(text) : TlaValue.of(text);
  }
}
