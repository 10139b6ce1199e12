package dev.lockstep.value;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;

/** What the codec looks up about Java types. */
final class Shapes {

  /** The field of a TLA+ record that says which record of a sealed interface it is. */
  static final String TYPE = "type";

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class,
          char.class, Character.class);

  private Shapes() {}

  @SuppressWarnings("unchecked") // a primitive type and its box stand for the same values
  static <T> Class<T> boxed(Class<T> type) {
    return (Class<T>) BOXES.getOrDefault(type, type);
  }

  /** The default rule for names: a record of no sealed interface with one {@code String name}. */
  static boolean isName(Class<?> type) {
    if (!type.isRecord() || isOfSealedInterface(type)) {
      return false;
    }
    RecordComponent[] components = type.getRecordComponents();
    return components.length == 1
        && components[0].getName().equals("name")
        && components[0].getType() == String.class;
  }

  static boolean isOfSealedInterface(Class<?> type) {
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isSealed() || isOfSealedInterface(parent)) {
        return true;
      }
    }
    return false;
  }

  /** Returns {@code IN_DOUBT} as {@code inDoubt}. */
  static String lowerCamel(String constant) {
    StringBuilder name = new StringBuilder();
    boolean upper = false;
    for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
      if (!word.isEmpty()) {
        name.append(
            upper ? word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) : word);
        upper = true;
      }
    }
    return name.toString();
  }

  /** Returns the accessor of a component as a function from object to object. */
  static MethodHandle accessor(RecordComponent component) {
    try {
      return lookup(component.getDeclaringRecord())
          .unreflect(component.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new CodecException("cannot read " + component, e);
    }
  }

  /** Returns the canonical constructor of a record as a function from an array to an object. */
  static MethodHandle constructor(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] parameters = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      parameters[i] = components[i].getType();
    }
    try {
      return lookup(type)
          .unreflectConstructor(type.getDeclaredConstructor(parameters))
          .asSpreader(Object[].class, components.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new CodecException("cannot construct " + type.getName(), e);
    }
  }

  private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  /** Throws on what a record's own code threw. */
  static RuntimeException failed(String what, Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof CodecException known) {
      return known;
    }
    return new CodecException(what + ": " + thrown.getMessage(), thrown);
  }
}
