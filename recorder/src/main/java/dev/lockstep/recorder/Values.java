package dev.lockstep.recorder;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Copies of values as JSON will show them: null, {@link String}, {@link Boolean}, {@link Integer},
 * {@link List} or {@link Map} of such. A copy, so that an event holds what was true when it was
 * told, whatever becomes of the caller's collections.
 */
final class Values {

  /** Readers take 200 levels for a line, of which those around a value are a few. */
  private static final int MAX_DEPTH = 190;

  private static final ClassValue<Component[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected Component[] computeValue(Class<?> type) {
          RecordComponent[] declared = type.getRecordComponents();
          Component[] components = new Component[declared.length];
          for (int i = 0; i < declared.length; i++) {
            components[i] = new Component(declared[i].getName(), declared[i].getAccessor());
            // Most records are not public. Where a module forbids it, reading says so.
            components[i].accessor().trySetAccessible();
          }
          return components;
        }
      };

  /**
   * The order of what has none of its own, so that the same value has the same bytes in every
   * process, whatever its hashes are there.
   */
  private static final Comparator<@Nullable Object> ORDER =
      Comparator.<@Nullable Object>comparingInt(
              value -> value instanceof Integer number ? number : Integer.MAX_VALUE)
          .thenComparing(String::valueOf);

  private record Component(String name, Method accessor) {}

  private Values() {}

  /** Returns a copy of {@code value}. */
  static @Nullable Object copy(@Nullable Object value) throws BadValueException {
    try {
      return copy(value, 0);
    } catch (RuntimeException e) {
      // What a collection throws that another thread changes meanwhile, for example.
      throw new BadValueException("it cannot be read: " + e, e);
    }
  }

  private static @Nullable Object copy(@Nullable Object value, int depth) throws BadValueException {
    if (depth > MAX_DEPTH) {
      throw new BadValueException("it is nested deeper than " + MAX_DEPTH + " levels", null);
    }
    return switch (value) {
      case null -> null;
      case String text -> text(text);
      case Boolean truth -> truth;
      case Integer number -> number;
      case Long number -> whole(number);
      case Short number -> number.intValue();
      case Byte number -> number.intValue();
      case Enum<?> constant -> constant.name();
      case Optional<?> optional -> copy(optional.orElse(null), depth);
      case Collection<?> collection -> items(collection, depth);
      case Map<?, ?> map -> fields(map, depth);
      case Record record -> fields(record, depth);
      default -> throw unknown(value);
    };
  }

  /** Returns what stands for {@code key} in a place, or as the key of an object. */
  static String keyText(@Nullable Object key) throws BadValueException {
    return switch (key) {
      case String text -> text(text);
      case Enum<?> constant -> constant.name();
      case Boolean truth -> truth ? "TRUE" : "FALSE";
      case Integer number -> number.toString();
      case Long number -> whole(number).toString();
      case Short number -> number.toString();
      case Byte number -> number.toString();
      case null, default ->
          throw new BadValueException(
              "a key must be a String, an enum, a boolean or an integer, not " + describe(key),
              null);
    };
  }

  /** Returns {@code text}, which UTF-8 must be able to express. */
  static String text(String text) throws BadValueException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          throw new BadValueException("the text has half a surrogate pair at " + i, null);
        }
        i++;
      }
    }
    return text;
  }

  private static Integer whole(long number) throws BadValueException {
    if (number != (int) number) {
      throw new BadValueException(
          number + " does not fit the 32 bits of an integer in TLC; log it as a String", null);
    }
    return (int) number;
  }

  private static List<@Nullable Object> items(Collection<?> collection, int depth)
      throws BadValueException {
    List<@Nullable Object> items = new ArrayList<>(collection.size());
    for (Object item : collection) {
      try {
        items.add(copy(item, depth + 1));
      } catch (BadValueException e) {
        throw e.inside(Integer.toString(items.size() + 1));
      }
    }
    if (collection instanceof Set && !(collection instanceof SequencedCollection)) {
      items.sort(ORDER);
    }
    return items;
  }

  private static Map<String, @Nullable Object> fields(Map<?, ?> map, int depth)
      throws BadValueException {
    Map<String, @Nullable Object> fields =
        map instanceof SequencedMap ? LinkedHashMap.newLinkedHashMap(map.size()) : new TreeMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = keyText(entry.getKey());
      if (fields.containsKey(key)) {
        throw new BadValueException("two keys have the text \"" + key + "\"", null);
      }
      try {
        fields.put(key, copy(entry.getValue(), depth + 1));
      } catch (BadValueException e) {
        throw e.inside(key);
      }
    }
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Record record, int depth)
      throws BadValueException {
    Component[] components = COMPONENTS.get(record.getClass());
    Map<String, @Nullable Object> fields = LinkedHashMap.newLinkedHashMap(components.length);
    for (Component component : components) {
      try {
        fields.put(component.name(), copy(component.accessor().invoke(record), depth + 1));
      } catch (BadValueException e) {
        throw e.inside(component.name());
      } catch (InvocationTargetException e) {
        throw new BadValueException(component.name() + "() threw " + e.getCause(), e);
      } catch (IllegalAccessException | InaccessibleObjectException e) {
        throw new BadValueException(
            component.name()
                + "() cannot be called from here; open the package of "
                + record.getClass().getName()
                + " to dev.lockstep.recorder, or log a Map",
            e);
      }
    }
    return fields;
  }

  private static BadValueException unknown(Object value) {
    return new BadValueException(
        describe(value)
            + " has no counterpart in a log; use a String, boolean, int, Collection, Map, record,"
            + " enum or Optional",
        null);
  }

  private static String describe(@Nullable Object value) {
    return value == null ? "null" : "a value of " + value.getClass().getTypeName();
  }
}
