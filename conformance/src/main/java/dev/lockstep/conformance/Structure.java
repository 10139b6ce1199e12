package dev.lockstep.conformance;

import dev.lockstep.core.Composed;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * 64-bit hashes of plain Java values by what they consist of: records by their class and
 * components, lists by their elements in order, sets and maps by their elements in any order, enum
 * constants, strings and numbers by themselves; equal values have the same hash in every JVM. A
 * {@link Network} and what is {@link Composed} have the hash of their content.
 *
 * <p>What else there is, an object of some class with an {@code equals} of its own, is kept and
 * gets a number when it turns up first: exact, but not the same in another JVM, not renamed, and at
 * the cost of memory.
 *
 * <p>Names can be replaced on the way: with a permutation, a string that it maps counts as its
 * image, so that a value renamed has the hash of the value under that renaming.
 *
 * <p>Safe for use by several threads.
 */
final class Structure {

  private static final long NOTHING = Mix.of("null");
  private static final long LIST = Mix.of("list");
  private static final long SET = Mix.of("set");
  private static final long MAP = Mix.of("map");
  private static final long ARRAY = Mix.of("array");
  private static final long OPTIONAL = Mix.of("optional");

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  private final List<Map<String, String>> renamings;
  private final ConcurrentMap<Object, Long> numbers = new ConcurrentHashMap<>();
  private final AtomicLong lastNumber = new AtomicLong();

  /**
   * How to hash objects of a class.
   *
   * @param name a hash of its name
   * @param components how to get at the components, if it is a record that lets us
   */
  private record Shape(long name, Optional<List<MethodHandle>> components) {

    private static final MethodType GET = MethodType.methodType(Object.class, Object.class);

    static Shape of(Class<?> type) {
      long name = Mix.of(type.getName());
      if (!type.isRecord()) {
        return new Shape(name, Optional.empty());
      }
      List<MethodHandle> components = new ArrayList<>();
      try {
        for (RecordComponent component : type.getRecordComponents()) {
          Method accessor = component.getAccessor();
          accessor.setAccessible(true);
          components.add(MethodHandles.lookup().unreflect(accessor).asType(GET));
        }
        return new Shape(name, Optional.of(components));
      } catch (IllegalAccessException | InaccessibleObjectException e) {
        // A record of a closed module is an object like any other.
        return new Shape(name, Optional.empty());
      }
    }
  }

  /**
   * Creates it.
   *
   * @param renamings the permutations to hash under, by their index; the first is usually empty
   */
  Structure(List<Map<String, String>> renamings) {
    this.renamings = List.copyOf(renamings);
  }

  /** Returns how many permutations there are. */
  int renamings() {
    return renamings.size();
  }

  /** Returns the hashes of {@code value} under every permutation. */
  long[] hashes(Object value) {
    long[] hashes = new long[renamings.size()];
    for (int renaming = 0; renaming < hashes.length; renaming++) {
      hashes[renaming] = hash(value, renaming);
    }
    return hashes;
  }

  /** Returns the hash of {@code value} under one permutation. */
  @SuppressWarnings("ReferenceEquality") // a network that has no other content says so by itself
  long hash(@Nullable Object value, int renaming) {
    return switch (value) {
      case null -> NOTHING;
      case String text -> Mix.of(renamings.get(renaming).getOrDefault(text, text));
      case Enum<?> constant ->
          Mix.of(SHAPES.get(constant.getDeclaringClass()).name(), Mix.of(constant.name()));
      case Integer number -> Mix.of(1, number);
      case Long number -> Mix.of(2, number);
      case Boolean truth -> Mix.of(3, truth ? 1 : 0);
      case Character letter -> Mix.of(4, letter);
      case Short number -> Mix.of(5, number);
      case Byte number -> Mix.of(6, number);
      case Double number -> Mix.of(7, Double.doubleToLongBits(number));
      case Float number -> Mix.of(8, Float.floatToIntBits(number));
      case List<?> list -> sequence(LIST, list, renaming);
      case Set<?> set -> Mix.of(SET ^ set.size(), sum(set, renaming));
      case Map<?, ?> map -> mappings(map, renaming);
      case Optional<?> optional -> Mix.of(OPTIONAL, hash(optional.orElse(null), renaming));
      case Object[] array -> sequence(ARRAY, List.of(array), renaming);
      case Network<?> network when network.content() != network ->
          Mix.of(SHAPES.get(network.getClass()).name(), hash(network.content(), renaming));
      case Composed composed ->
          Mix.of(SHAPES.get(composed.getClass()).name(), hash(composed.content(), renaming));
      default -> other(value, renaming);
    };
  }

  private long other(Object value, int renaming) {
    Shape shape = SHAPES.get(value.getClass());
    if (shape.components().isEmpty()) {
      // Under another permutation it is another object: nobody can say what it would look like.
      return Mix.of(Mix.of(shape.name(), number(value)), renaming);
    }
    long hash = shape.name();
    for (MethodHandle component : shape.components().get()) {
      hash = Mix.of(hash, hash(get(component, value), renaming));
    }
    return hash;
  }

  private static @Nullable Object get(MethodHandle component, Object value) {
    try {
      return component.invokeExact(value);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a component of a record cannot be read: " + value, e);
    }
  }

  private long number(Object value) {
    return numbers.computeIfAbsent(value, added -> lastNumber.incrementAndGet());
  }

  private long sequence(long kind, List<?> list, int renaming) {
    long hash = kind ^ list.size();
    for (Object element : list) {
      hash = Mix.of(hash, hash(element, renaming));
    }
    return hash;
  }

  /** Adds what is mixed, so that the order does not matter. */
  private long sum(Set<?> set, int renaming) {
    long sum = 0;
    for (Object element : set) {
      sum += Mix.of(hash(element, renaming));
    }
    return sum;
  }

  private long mappings(Map<?, ?> map, int renaming) {
    long sum = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      sum += Mix.of(hash(entry.getKey(), renaming), hash(entry.getValue(), renaming));
    }
    return Mix.of(MAP ^ map.size(), sum);
  }
}
