package dev.lockstep.value;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** From Java to TLA+, by the class of each value. */
final class Encoders {

  private interface Encoder {
    TlaValue encode(Object value);
  }

  private final Set<String> modelValues;
  private final Predicate<Class<?>> names;
  private final ConcurrentMap<Class<?>, Encoder> known = new ConcurrentHashMap<>();

  Encoders(Set<String> modelValues, Predicate<Class<?>> names) {
    this.modelValues = modelValues;
    this.names = names;
  }

  Set<String> modelValues() {
    return modelValues;
  }

  TlaValue encode(@Nullable Object value) {
    if (value == null) {
      throw new CodecException(
          "null has no counterpart in TLA+: use a sealed interface with a case for it");
    }
    Class<?> type = value.getClass();
    Encoder encoder = known.get(type);
    if (encoder == null) {
      encoder = encoder(type, value);
      known.put(type, encoder);
    }
    return encoder.encode(value);
  }

  TlaValue atom(String name) {
    return modelValues.contains(name) ? new TlaValue.ModelValue(name) : TlaValue.of(name);
  }

  private Encoder encoder(Class<?> type, Object example) {
    return switch (example) {
      case TlaValue ignored -> TlaValue.class::cast;
      case Boolean ignored -> value -> TlaValue.of((boolean) value);
      case Long ignored -> value -> integer((long) value);
      case Integer ignored -> value -> TlaValue.of((int) value);
      case Short ignored -> value -> TlaValue.of((short) value);
      case Byte ignored -> value -> TlaValue.of((byte) value);
      case String ignored -> value -> TlaValue.of((String) value);
      case Enum<?> ignored -> enumeration(type);
      case List<?> ignored -> value -> TlaValue.sequence(elements((List<?>) value));
      case Set<?> ignored -> value -> TlaValue.set(elements((Set<?>) value));
      case Map<?, ?> ignored -> value -> function((Map<?, ?>) value);
      case Record ignored when names.test(type) -> name(type);
      case Record ignored -> record(type);
      default -> throw Codec.refused(type);
    };
  }

  private static TlaValue integer(long value) {
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw new CodecException(value + " does not fit into an integer of TLC, which has 32 bits");
    }
    return TlaValue.of((int) value);
  }

  private static Encoder enumeration(Class<?> type) {
    Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
    Map<Object, TlaValue> encoded = new HashMap<>();
    for (Object constant : declaring.getEnumConstants()) {
      encoded.put(constant, TlaValue.of(Shapes.lowerCamel(((Enum<?>) constant).name())));
    }
    return value -> {
      TlaValue found = encoded.get(value);
      if (found == null) {
        throw Codec.refused(type);
      }
      return found;
    };
  }

  private List<TlaValue> elements(Collection<?> collection) {
    List<TlaValue> elements = new ArrayList<>(collection.size());
    int index = 0;
    for (Object element : collection) {
      index++;
      try {
        elements.add(encode(element));
      } catch (CodecException e) {
        throw e.under("[" + (collection instanceof List ? index : element) + "]");
      }
    }
    return elements;
  }

  private TlaValue function(Map<?, ?> map) {
    SortedMap<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      try {
        TlaValue key = encode(entry.getKey());
        if (mappings.put(key, encode(entry.getValue())) != null) {
          throw new CodecException("two keys of this map are the same value in TLA+, " + key);
        }
      } catch (CodecException e) {
        throw e.under("[" + entry.getKey() + "]");
      }
    }
    return TlaValue.function(mappings);
  }

  private Encoder name(Class<?> type) {
    MethodHandle name = Shapes.accessor(type.getRecordComponents()[0]);
    return value -> {
      if (component(name, value) instanceof String text) {
        return atom(text);
      }
      throw new CodecException("the name of a " + type.getSimpleName() + " is null");
    };
  }

  private Encoder record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    MethodHandle[] accessors = new MethodHandle[components.length];
    String[] fields = new String[components.length];
    for (int i = 0; i < components.length; i++) {
      accessors[i] = Shapes.accessor(components[i]);
      fields[i] = components[i].getName();
    }
    if (!Shapes.isOfSealedInterface(type)) {
      return value -> TlaValue.record(fields(value, fields, accessors));
    }
    for (String field : fields) {
      if (field.equals(Shapes.TYPE)) {
        throw new CodecException(
            "%s is a record of a sealed interface and has a component called type, which would"
                    .formatted(type.getSimpleName())
                + " hide its own name in TLA+: rename the component");
      }
    }
    TlaValue tag = TlaValue.of(type.getSimpleName());
    return value -> {
      SortedMap<String, TlaValue> encoded = fields(value, fields, accessors);
      encoded.put(Shapes.TYPE, tag);
      return TlaValue.record(encoded);
    };
  }

  private SortedMap<String, TlaValue> fields(
      Object value, String[] fields, MethodHandle[] accessors) {
    SortedMap<String, TlaValue> encoded = new TreeMap<>();
    for (int i = 0; i < fields.length; i++) {
      try {
        encoded.put(fields[i], encode(component(accessors[i], value)));
      } catch (CodecException e) {
        throw e.under(fields[i]);
      }
    }
    return encoded;
  }

  private static @Nullable Object component(MethodHandle accessor, Object value) {
    try {
      return (Object) accessor.invokeExact(value);
    } catch (Throwable e) {
      throw Shapes.failed("an accessor failed", e);
    }
  }
}
