package dev.lockstep.trace;

import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a log says about a value instead of the value itself, such as the length of a sequence. In a
 * {@link Place} it stands in front of what it is taken of: {@code length(log/n1)}.
 */
public enum Projection implements Place.Segment {
  /** The length of a sequence. */
  LENGTH("length", "a sequence"),
  /** The number of elements of a set. */
  SIZE("size", "a set"),
  /** The domain of a function, record or sequence. */
  DOMAIN("domain", "a function, record or sequence"),
  /** The values of a function, record or sequence. */
  RANGE("range", "a function, record or sequence"),
  /** The first element of a sequence. */
  FIRST("first", "a sequence with an element"),
  /** The last element of a sequence. */
  LAST("last", "a sequence with an element"),
  /** The smallest element of a set of integers. */
  MIN("min", "a set of integers with an element"),
  /** The largest element of a set of integers. */
  MAX("max", "a set of integers with an element");

  private final String word;
  private final String needs;

  Projection(String word, String needs) {
    this.word = word;
    this.needs = needs;
  }

  /** Returns its name in a place. */
  public String word() {
    return word;
  }

  /** Returns what it can be taken of, in words. */
  public String needs() {
    return needs;
  }

  /** Returns the names of all projections. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Projection::word).toList();
  }

  static Optional<Projection> named(String word) {
    return Arrays.stream(values()).filter(projection -> projection.word.equals(word)).findFirst();
  }

  /** Returns what it gives for {@code value}, or nothing if it cannot be taken of it. */
  public Optional<TlaValue> of(TlaValue value) {
    return switch (this) {
      case LENGTH -> sequence(value).map(elements -> TlaValue.of(elements.size()));
      case SIZE -> set(value).map(elements -> TlaValue.of(elements.size()));
      case DOMAIN -> domain(value);
      case RANGE -> range(value);
      case FIRST -> sequence(value).filter(all -> !all.isEmpty()).map(List::getFirst);
      case LAST -> sequence(value).filter(all -> !all.isEmpty()).map(List::getLast);
      case MIN ->
          integers(value)
              .flatMap(all -> all.stream().min(Comparator.naturalOrder()))
              .map(TlaValue::of);
      case MAX ->
          integers(value)
              .flatMap(all -> all.stream().max(Comparator.naturalOrder()))
              .map(TlaValue::of);
    };
  }

  private static Optional<List<TlaValue>> sequence(TlaValue value) {
    return value instanceof TlaValue.SequenceOf sequence
        ? Optional.of(sequence.elements())
        : Optional.empty();
  }

  private static Optional<List<TlaValue>> set(TlaValue value) {
    return value instanceof TlaValue.SetOf set
        ? Optional.of(List.copyOf(set.elements()))
        : Optional.empty();
  }

  private static Optional<List<Integer>> integers(TlaValue value) {
    return set(value)
        .filter(all -> all.stream().allMatch(element -> element instanceof TlaValue.Int))
        .map(all -> all.stream().map(element -> ((TlaValue.Int) element).value()).toList());
  }

  private static Optional<TlaValue> domain(TlaValue value) {
    return switch (value) {
      case TlaValue.FunctionOf function -> Optional.of(TlaValue.set(function.mappings().keySet()));
      case TlaValue.RecordOf record ->
          Optional.of(TlaValue.set(record.fields().keySet().stream().map(TlaValue::of).toList()));
      case TlaValue.SequenceOf sequence -> {
        List<TlaValue> positions = new ArrayList<>();
        for (int position = 1; position <= sequence.elements().size(); position++) {
          positions.add(TlaValue.of(position));
        }
        yield Optional.of(TlaValue.set(positions));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<TlaValue> range(TlaValue value) {
    return switch (value) {
      case TlaValue.FunctionOf function -> Optional.of(TlaValue.set(function.mappings().values()));
      case TlaValue.RecordOf record -> Optional.of(TlaValue.set(record.fields().values()));
      case TlaValue.SequenceOf sequence -> Optional.of(TlaValue.set(sequence.elements()));
      default -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return word;
  }
}
