package dev.lockstep.history;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A value in a log, of JSON or EDN. Values are equal where they are written alike: {@code 1} is not
 * {@code "1"}, and the keyword {@code :a} is not the text {@code "a"}. Numbers are equal if their
 * amounts are. Immutable.
 */
public sealed interface Value {

  /** Nothing: JSON's {@code null}, EDN's {@code nil}, and what was left out. */
  record Nil() implements Value {

    /** The one that is used. */
    public static final Nil NIL = new Nil();

    @Override
    public int hashCode() {
      return 0;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Nil;
    }

    @Override
    public String toString() {
      return "nil";
    }
  }

  /** True or false. */
  record Bool(boolean value) implements Value {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** An integer of 64 bits. */
  record Int(long value) implements Value {
    @Override
    public int hashCode() {
      return Long.hashCode(value * 0x9E3779B97F4A7C15L);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Int number && number.value == value;
    }

    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** Any other number; {@link Value#number} makes the right one of the two. */
  record Decimal(BigDecimal value) implements Value {
    @Override
    public String toString() {
      return value.toString();
    }
  }

  /** A text. */
  record Text(String value) implements Value {
    @Override
    public int hashCode() {
      return value.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Text text && text.value.equals(value);
    }

    @Override
    public String toString() {
      return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
  }

  /** A keyword or symbol of EDN, as it is written: {@code :nemesis}. */
  record Word(String name) implements Value {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An array, vector or list; also a set of EDN, in any order. */
  record Sequence(List<Value> elements) implements Value {
    /** Copies the elements. */
    public Sequence {
      elements = List.copyOf(elements);
    }

    @Override
    public int hashCode() {
      return elements.hashCode() + 1;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Sequence sequence && sequence.elements.equals(elements);
    }

    @Override
    public String toString() {
      return elements.stream().map(Objects::toString).collect(Collectors.joining(" ", "[", "]"));
    }
  }

  /** A number. */
  static Value number(BigDecimal number) {
    BigDecimal canonical = number.stripTrailingZeros();
    if (canonical.scale() <= 0 && canonical.precision() - canonical.scale() <= 19) {
      try {
        return new Int(canonical.longValueExact());
      } catch (ArithmeticException tooLarge) {
        return new Decimal(canonical);
      }
    }
    return new Decimal(canonical);
  }

  /** Says whether this is {@link Nil}. */
  default boolean isNil() {
    return this instanceof Nil;
  }

  /** Returns the text of a text, the name of a keyword without its colon, else what is written. */
  default String plain() {
    return switch (this) {
      case Text text -> text.value();
      case Word word -> word.name().startsWith(":") ? word.name().substring(1) : word.name();
      default -> toString();
    };
  }
}
