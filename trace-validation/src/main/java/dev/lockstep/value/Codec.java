package dev.lockstep.value;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Turns Java values into values of TLA+ and back, by their types alone.
 *
 * <table>
 * <caption>What corresponds to what</caption>
 * <tr><th>Java</th><th>TLA+</th></tr>
 * <tr><td>{@code boolean}</td><td>{@code TRUE}, {@code FALSE}</td></tr>
 * <tr><td>{@code byte}, {@code short}, {@code int}, {@code long}</td>
 *     <td>an integer; TLC's have 32 bits, so a larger one is refused</td></tr>
 * <tr><td>{@code String}</td><td>a string</td></tr>
 * <tr><td>constant of an enum, {@code WORKING}, {@code IN_DOUBT}</td>
 *     <td>a string, {@code "working"}, {@code "inDoubt"}</td></tr>
 * <tr><td>{@code List}</td><td>a sequence</td></tr>
 * <tr><td>{@code Set}</td><td>a set</td></tr>
 * <tr><td>{@code Map}</td><td>a function; with strings as keys that is a record</td></tr>
 * <tr><td>record</td><td>a record with the same components</td></tr>
 * <tr><td>record of a sealed interface</td>
 *     <td>the same with one more field, {@code type}: its simple name</td></tr>
 * <tr><td>name: a record of no sealed interface whose only component is {@code String name}</td>
 *     <td>the model value of that name if the spec has it, else a string</td></tr>
 * <tr><td>{@link TlaValue}</td><td>itself</td></tr>
 * </table>
 *
 * <p>Which records are names is a rule without annotations and can be replaced: {@link #withNames}.
 * {@code null} and {@code Optional} have no counterpart and are refused: a sealed interface, or a
 * set of at most one element, says the same in both languages.
 *
 * <p>Sets and maps are decoded to unmodifiable ones that iterate in {@link TlaValue#ORDER}. A codec
 * is immutable and safe for use by several threads; what it learns about a type it keeps.
 */
public final class Codec {

  private final Predicate<Class<?>> names;
  private final Encoders encoders;
  private final Decoders decoders;

  private Codec(Set<String> modelValues, Predicate<Class<?>> names) {
    Set<String> copy = Set.copyOf(modelValues);
    this.names = names;
    this.encoders = new Encoders(copy, names);
    this.decoders = new Decoders(names);
  }

  /** Returns a codec for a spec with these model values. */
  public static Codec withModelValues(Set<String> modelValues) {
    return new Codec(modelValues, Shapes::isName);
  }

  /** Returns a codec that takes the records that satisfy {@code isName} for names. */
  public Codec withNames(Predicate<Class<?>> isName) {
    return new Codec(encoders.modelValues(), isName);
  }

  /**
   * Returns the value of TLA+ for {@code value}.
   *
   * @throws CodecException if there is none; with the path to what is to blame
   */
  public TlaValue encode(Object value) {
    return encoders.encode(value);
  }

  /**
   * Returns the Java value of {@code type} for {@code value}.
   *
   * @throws CodecException if it does not fit; with the path to what is to blame
   */
  public <T> T decode(TlaValue value, Class<T> type) {
    return Shapes.boxed(type).cast(decode(value, (Type) type));
  }

  /**
   * Returns the Java value of {@code type}, which may have parameters like {@code Map<NodeId,
   * State>}, for {@code value}.
   *
   * @throws CodecException if it does not fit; with the path to what is to blame
   */
  public Object decode(TlaValue value, Type type) {
    return decoders.decode(value, type);
  }

  /** Says whether records of this class are names. */
  boolean isName(Class<?> type) {
    return names.test(type);
  }

  static CodecException refused(Class<?> type) {
    Map<Class<?>, String> advice =
        Map.of(
            Optional.class, "use a sealed interface, or a Set of at most one element",
            OptionalInt.class, "use a sealed interface, or a Set of at most one element",
            OptionalLong.class, "use a sealed interface, or a Set of at most one element",
            OptionalDouble.class, "TLC has no fractions",
            Double.class, "TLC has no fractions",
            Float.class, "TLC has no fractions");
    String what = type.getSimpleName();
    String hint = advice.get(type);
    return new CodecException(
        hint == null
            ? "a Java "
                + what
                + " has no counterpart in TLA+: use a record, an enum, a List, a Set or a Map"
            : "a Java " + what + " has no counterpart in TLA+: " + hint);
  }
}
