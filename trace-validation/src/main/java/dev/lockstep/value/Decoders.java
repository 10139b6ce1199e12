package dev.lockstep.value;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From TLA+ to Java, by the type that is asked for. */
final class Decoders {

  private interface Decoder {
    Object decode(TlaValue value);
  }

  private final Predicate<Class<?>> names;
  private final ConcurrentMap<Type, Decoder> known = new ConcurrentHashMap<>();

  Decoders(Predicate<Class<?>> names) {
    this.names = names;
  }

  Object decode(TlaValue value, Type type) {
    return resolved(value, resolve(type, Map.of()));
  }

  private Object resolved(TlaValue value, Type type) {
    Decoder decoder = known.get(type);
    if (decoder == null) {
      decoder =
          type instanceof Generic generic
              ? ofClass(generic.raw(), generic.arguments())
              : ofClass((Class<?>) type, List.of());
      known.put(type, decoder);
    }
    return decoder.decode(value);
  }

  /** A decoder that is looked up when it is used, so that types may contain themselves. */
  private Decoder later(Type type, Map<TypeVariable<?>, Type> variables) {
    Type resolved = resolve(type, variables);
    return value -> resolved(value, resolved);
  }

  /** A type with parameters, none of them a variable. */
  private record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return raw.getDeclaringClass();
    }
  }

  /** Returns the type as a class or a {@link Generic}. */
  private static Type resolve(Type type, Map<TypeVariable<?>, Type> variables) {
    return switch (type) {
      case Class<?> plain -> plain;
      case Generic generic -> generic;
      case ParameterizedType generic ->
          new Generic(
              (Class<?>) generic.getRawType(),
              Stream.of(generic.getActualTypeArguments())
                  .map(argument -> resolve(argument, variables))
                  .toList());
      case WildcardType wildcard -> resolve(wildcard.getUpperBounds()[0], variables);
      case TypeVariable<?> variable -> {
        Type bound = variables.get(variable);
        if (bound == null) {
          throw new CodecException("nothing says which type " + variable + " stands for");
        }
        yield bound;
      }
      default -> throw new CodecException("cannot decode to " + type.getTypeName());
    };
  }

  private Decoder element(List<Type> arguments, int position, Class<?> raw) {
    if (arguments.size() <= position) {
      throw new CodecException(
          "nothing says what a %s contains: ask for a type with parameters"
              .formatted(raw.getSimpleName()));
    }
    return later(arguments.get(position), Map.of());
  }

  private Decoder ofClass(Class<?> type, List<Type> arguments) {
    if (type == boolean.class || type == Boolean.class) {
      return Decoders::truth;
    }
    if (type == int.class || type == Integer.class) {
      return Decoders::integer;
    }
    if (type == long.class || type == Long.class) {
      return value -> (long) integer(value);
    }
    if (type == short.class || type == Short.class) {
      return value -> (short) integer(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
    if (type == byte.class || type == Byte.class) {
      return value -> (byte) integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
    if (type == String.class) {
      return Decoders::string;
    }
    if (TlaValue.class.isAssignableFrom(type)) {
      return value -> {
        if (type.isInstance(value)) {
          return value;
        }
        throw mismatch("a value of kind " + type.getSimpleName(), value);
      };
    }
    if (type == List.class) {
      return list(element(arguments, 0, type));
    }
    if (type == Set.class || type == SortedSet.class) {
      return set(element(arguments, 0, type), type == SortedSet.class);
    }
    if (type == Map.class || type == SortedMap.class) {
      return map(element(arguments, 0, type), element(arguments, 1, type), type == SortedMap.class);
    }
    if (type.isEnum()) {
      return enumeration(type);
    }
    if (type.isRecord()) {
      return names.test(type) ? name(type) : record(type, arguments);
    }
    if (type.isSealed() && type.isInterface()) {
      return sealed(type);
    }
    throw Codec.refused(type);
  }

  private static CodecException mismatch(String expected, TlaValue value) {
    return new CodecException("expected " + expected + ", but found " + value);
  }

  private static boolean truth(TlaValue value) {
    if (value instanceof TlaValue.Bool bool) {
      return bool.value();
    }
    throw mismatch("TRUE or FALSE", value);
  }

  private static String string(TlaValue value) {
    if (value instanceof TlaValue.Str string) {
      return string.value();
    }
    throw mismatch("a string", value);
  }

  private static int integer(TlaValue value) {
    if (value instanceof TlaValue.Int integer) {
      return integer.value();
    }
    throw mismatch("an integer", value);
  }

  private static int integer(TlaValue value, int least, int greatest) {
    int integer = integer(value);
    if (integer >= least && integer <= greatest) {
      return integer;
    }
    throw mismatch("an integer from %d to %d".formatted(least, greatest), value);
  }

  private static Decoder list(Decoder element) {
    return value -> {
      if (!(value instanceof TlaValue.SequenceOf sequence)) {
        throw mismatch("a sequence", value);
      }
      List<Object> decoded = new ArrayList<>(sequence.elements().size());
      for (TlaValue each : sequence.elements()) {
        try {
          decoded.add(element.decode(each));
        } catch (CodecException e) {
          throw e.under("[" + (decoded.size() + 1) + "]");
        }
      }
      return Collections.unmodifiableList(decoded);
    };
  }

  private static Decoder set(Decoder element, boolean sorted) {
    return value -> {
      if (!(value instanceof TlaValue.SetOf set)) {
        throw mismatch("a set", value);
      }
      Set<Object> decoded = sorted ? new TreeSet<>() : new LinkedHashSet<>();
      for (TlaValue each : set.elements()) {
        try {
          decoded.add(element.decode(each));
        } catch (CodecException e) {
          throw e.under("[" + each + "]");
        }
      }
      return decoded instanceof SortedSet<Object> ordered
          ? Collections.unmodifiableSortedSet(ordered)
          : Collections.unmodifiableSet(decoded);
    };
  }

  private static Decoder map(Decoder key, Decoder element, boolean sorted) {
    return value -> {
      Map<Object, Object> decoded = sorted ? new TreeMap<>() : new LinkedHashMap<>();
      for (Map.Entry<TlaValue, TlaValue> mapping : mappings(value).entrySet()) {
        try {
          decoded.put(key.decode(mapping.getKey()), element.decode(mapping.getValue()));
        } catch (CodecException e) {
          throw e.under("[" + mapping.getKey() + "]");
        }
      }
      return decoded instanceof SortedMap<Object, Object> ordered
          ? Collections.unmodifiableSortedMap(ordered)
          : Collections.unmodifiableMap(decoded);
    };
  }

  private static Map<TlaValue, TlaValue> mappings(TlaValue value) {
    return switch (value) {
      case TlaValue.FunctionOf function -> function.mappings();
      case TlaValue.RecordOf record -> {
        Map<TlaValue, TlaValue> mappings = new LinkedHashMap<>();
        record.fields().forEach((field, each) -> mappings.put(TlaValue.of(field), each));
        yield mappings;
      }
      case TlaValue.SequenceOf sequence -> {
        Map<TlaValue, TlaValue> mappings = new LinkedHashMap<>();
        for (TlaValue each : sequence.elements()) {
          mappings.put(TlaValue.of(mappings.size() + 1), each);
        }
        yield mappings;
      }
      default -> throw mismatch("a function", value);
    };
  }

  private static Decoder enumeration(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(Shapes.lowerCamel(((Enum<?>) constant).name()), constant);
    }
    return value -> {
      Object constant = value instanceof TlaValue.Str string ? constants.get(string.value()) : null;
      if (constant == null) {
        throw mismatch("one of the strings " + constants.keySet(), value);
      }
      return constant;
    };
  }

  private static Decoder name(Class<?> type) {
    MethodHandle constructor = Shapes.constructor(type);
    return value ->
        construct(
            type,
            constructor,
            switch (value) {
              case TlaValue.ModelValue model -> model.name();
              case TlaValue.Str string -> string.value();
              default -> throw mismatch("a name", value);
            });
  }

  private Decoder record(Class<?> type, List<Type> arguments) {
    Map<TypeVariable<?>, Type> variables = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      variables.put(type.getTypeParameters()[i], arguments.get(i));
    }
    RecordComponent[] components = type.getRecordComponents();
    List<String> fields = new ArrayList<>();
    List<Decoder> decoders = new ArrayList<>();
    for (RecordComponent component : components) {
      fields.add(component.getName());
      try {
        decoders.add(later(component.getGenericType(), variables));
      } catch (CodecException e) {
        throw e.under(component.getName());
      }
    }
    MethodHandle constructor = Shapes.constructor(type);
    String tag = Shapes.isOfSealedInterface(type) ? type.getSimpleName() : null;
    return value -> {
      List<TlaValue> found = fields(type, fields, tag, value);
      @Nullable Object[] decoded = new Object[found.size()];
      for (int i = 0; i < decoded.length; i++) {
        try {
          decoded[i] = decoders.get(i).decode(found.get(i));
        } catch (CodecException e) {
          throw e.under(fields.get(i));
        }
      }
      return construct(type, constructor, decoded);
    };
  }

  /** Returns the values of the fields in their order, after a look at what else there is. */
  private static List<TlaValue> fields(
      Class<?> type, List<String> fields, @Nullable String tag, TlaValue value) {
    SortedMap<String, TlaValue> found =
        switch (value) {
          case TlaValue.RecordOf record -> record.fields();
          case TlaValue.SequenceOf sequence when sequence.elements().isEmpty() ->
              Collections.emptySortedMap();
          default -> throw mismatch("a record for " + type.getSimpleName(), value);
        };
    List<TlaValue> values = new ArrayList<>(fields.size());
    for (String field : fields) {
      TlaValue each = found.get(field);
      if (each != null) {
        values.add(each);
      }
    }
    boolean tagged = tag == null || TlaValue.of(tag).equals(found.get(Shapes.TYPE));
    int expected = fields.size() + (tag == null ? 0 : 1);
    if (values.size() != fields.size() || found.size() != expected || !tagged) {
      List<String> wanted = new ArrayList<>(fields);
      if (tag != null) {
        wanted.add(0, Shapes.TYPE + " |-> \"" + tag + "\"");
      }
      throw mismatch("a record with the fields " + wanted, value);
    }
    return values;
  }

  private static Object construct(
      Class<?> type, MethodHandle constructor, @Nullable Object... components) {
    try {
      return (Object) constructor.invokeExact(components);
    } catch (Throwable e) {
      throw Shapes.failed("not a " + type.getSimpleName(), e);
    }
  }

  private Decoder sealed(Class<?> type) {
    Map<String, Class<?>> records = new LinkedHashMap<>();
    List<Class<?>> enums = new ArrayList<>();
    collect(type, records, enums);
    String cases =
        records.keySet().stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    return value -> {
      if (value instanceof TlaValue.RecordOf record
          && record.fields().get(Shapes.TYPE) instanceof TlaValue.Str tag) {
        Class<?> found = records.get(tag.value());
        if (found != null) {
          return decode(value, found);
        }
      } else if (value instanceof TlaValue.Str) {
        for (Class<?> each : enums) {
          for (Object constant : each.getEnumConstants()) {
            String name = Shapes.lowerCamel(((Enum<?>) constant).name());
            if (TlaValue.of(name).equals(value)) {
              return constant;
            }
          }
        }
      }
      throw mismatch("a record whose type is one of " + cases, value);
    };
  }

  private static void collect(Class<?> type, Map<String, Class<?>> records, List<Class<?>> enums) {
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      if (permitted.isRecord()) {
        Class<?> before = records.put(permitted.getSimpleName(), permitted);
        if (before != null) {
          throw new CodecException(
              "two records of %s have the same name: %s and %s"
                  .formatted(type.getSimpleName(), before.getName(), permitted.getName()));
        }
      } else if (permitted.isEnum()) {
        enums.add(permitted);
      } else if (permitted.isSealed()) {
        collect(permitted, records, enums);
      }
    }
  }
}
