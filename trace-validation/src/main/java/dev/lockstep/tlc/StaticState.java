package dev.lockstep.tlc;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the static fields of some classes hold, with all that hangs from them: the fields of
 * objects, the elements of arrays, collections and maps. It is remembered once and can be put back
 * as often as one likes; it is put back in place, so that every object stays the one that it was.
 *
 * <p>Of the JDK's classes, collections, maps and counters are remembered, all others are taken for
 * immutable. Not thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // The same object is put back, not one that equals it.
final class StaticState {

  /** Types of which an object never changes. */
  private static final Set<Class<?>> CONSTANTS =
      Set.of(String.class, Class.class, Pattern.class, Integer.class, Long.class, Boolean.class);

  /** Something that can change, and what was in it. */
  private interface Place {
    void restore() throws IllegalAccessException;
  }

  private final ClassLoader loader;
  private final List<Place> places = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> reached = new ArrayDeque<>();

  private StaticState(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Remembers what the static fields of initialized classes hold.
   *
   * @param loader whose classes' objects are looked into
   */
  static StaticState of(Collection<Class<?>> classes, ClassLoader loader) {
    StaticState state = new StaticState(loader);
    try {
      for (Class<?> type : classes) {
        for (Field field : type.getDeclaredFields()) {
          if (isOwn(field)) {
            state.remember(field, /* object= */ null);
          }
        }
      }
      while (!state.reached.isEmpty()) {
        state.lookInto(state.reached.remove());
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class that is meant to be open is not", e);
    }
    state.seen.clear();
    return state;
  }

  /** Returns whether a class has a static field that can change, itself or what hangs from it. */
  static boolean isIn(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .anyMatch(field -> isOwn(field) && !isConstant(field));
  }

  /** Puts everything back. */
  void restore() {
    try {
      for (Place place : places) {
        place.restore();
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class that was open is closed", e);
    }
  }

  /** Whether the field is static and was written by a person; the compiler's never change. */
  private static boolean isOwn(Field field) {
    return Modifier.isStatic(field.getModifiers()) && !field.isSynthetic();
  }

  private static boolean isConstant(Field field) {
    Class<?> type = field.getType();
    return Modifier.isFinal(field.getModifiers())
        && (type.isPrimitive() || type.isEnum() || CONSTANTS.contains(type));
  }

  private void remember(Field field, @Nullable Object object) throws IllegalAccessException {
    field.setAccessible(true);
    Object value = field.get(object);
    if (!Modifier.isFinal(field.getModifiers())) {
      places.add(() -> field.set(object, value));
    }
    reach(value);
  }

  private void reach(@Nullable Object object) {
    if (object != null && seen.add(object)) {
      reached.add(object);
    }
  }

  private void lookInto(Object object) throws IllegalAccessException {
    if (object.getClass().isArray()) {
      rememberArray(object);
    } else if (object instanceof AtomicInteger counter) {
      int value = counter.get();
      places.add(() -> counter.set(value));
    } else if (object instanceof AtomicLong counter) {
      long value = counter.get();
      places.add(() -> counter.set(value));
    } else if (object instanceof Map<?, ?> map) {
      rememberMap(map);
    } else if (object instanceof Collection<?> collection) {
      rememberCollection(collection);
    }
    for (Class<?> type = object.getClass();
        type != null && type.getClassLoader() == loader;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          remember(field, object);
        }
      }
    }
  }

  private void rememberArray(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    places.add(() -> System.arraycopy(copy, 0, array, 0, length));
    if (copy instanceof Object[] elements) {
      for (Object element : elements) {
        reach(element);
      }
    }
  }

  /** A map that did not change is left alone, so that one that never does may be immutable. */
  private <K, V> void rememberMap(Map<K, V> map) {
    Map<K, V> copy = new LinkedHashMap<>(map);
    places.add(
        () -> {
          if (!isSame(map, copy)) {
            map.clear();
            map.putAll(copy);
          }
        });
    copy.forEach(
        (key, value) -> {
          reach(key);
          reach(value);
        });
  }

  private static boolean isSame(Map<?, ?> map, Map<?, ?> copy) {
    return map.size() == copy.size()
        && copy.entrySet().stream().allMatch(entry -> map.get(entry.getKey()) == entry.getValue());
  }

  private <T> void rememberCollection(Collection<T> collection) {
    List<T> copy = new ArrayList<>(collection);
    places.add(
        () -> {
          if (!isSame(collection, copy)) {
            collection.clear();
            collection.addAll(copy);
          }
        });
    copy.forEach(this::reach);
  }

  private static boolean isSame(Collection<?> collection, List<?> copy) {
    if (collection.size() != copy.size()) {
      return false;
    }
    int index = 0;
    for (Object element : collection) {
      if (element != copy.get(index++)) {
        return false;
      }
    }
    return true;
  }
}
