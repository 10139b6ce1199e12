package dev.lockstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a run, each written once and named by its number: an atom as its text; a set, a
 * sequence, a record or a function as {@code [kind, …]} with the numbers of its parts, those of
 * keys and images in turn.
 */
final class ValueTable {

  /** A larger value is not worth looking for: it is written again. */
  private static final int SMALL = 200;

  private static final class Compound {
    final String kind;
    final int[] parts;

    Compound(String kind, List<Integer> parts) {
      this.kind = kind;
      this.parts = parts.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private final List<Object> entries = new ArrayList<>();
  private final Map<String, Integer> atoms = new HashMap<>();
  private final Map<TlaValue, Integer> small = new HashMap<>();

  /** Returns the number of {@code value}. */
  int number(TlaValue value) {
    if (isAtom(value)) {
      return atom(value.toString());
    }
    boolean worthFinding = size(value, SMALL) < SMALL;
    if (worthFinding) {
      Integer known = small.get(value);
      if (known != null) {
        return known;
      }
    }
    int number = add(compound(value));
    if (worthFinding) {
      small.put(value, number);
    }
    return number;
  }

  private int atom(String text) {
    Integer known = atoms.get(text);
    if (known != null) {
      return known;
    }
    int number = add(text);
    atoms.put(text, number);
    return number;
  }

  private int add(Object entry) {
    entries.add(entry);
    return entries.size() - 1;
  }

  private Compound compound(TlaValue value) {
    List<Integer> parts = new ArrayList<>();
    String kind =
        switch (value) {
          case TlaValue.SetOf set -> {
            set.elements().forEach(element -> parts.add(number(element)));
            yield "s";
          }
          case TlaValue.SequenceOf sequence -> {
            sequence.elements().forEach(element -> parts.add(number(element)));
            yield "q";
          }
          case TlaValue.RecordOf record -> {
            record
                .fields()
                .forEach(
                    (name, field) -> {
                      parts.add(atom(name));
                      parts.add(number(field));
                    });
            yield "r";
          }
          case TlaValue.FunctionOf function -> {
            function
                .mappings()
                .forEach(
                    (key, image) -> {
                      parts.add(number(key));
                      parts.add(number(image));
                    });
            yield "f";
          }
          default -> throw new IllegalArgumentException("an atom: " + value);
        };
    return new Compound(kind, parts);
  }

  private static boolean isAtom(TlaValue value) {
    return value instanceof TlaValue.Bool
        || value instanceof TlaValue.Int
        || value instanceof TlaValue.Str
        || value instanceof TlaValue.ModelValue;
  }

  /** Returns how many parts a value has, counted up to about {@code limit}. */
  private static int size(TlaValue value, int limit) {
    return switch (value) {
      case TlaValue.SetOf set -> size(set.elements(), limit);
      case TlaValue.SequenceOf sequence -> size(sequence.elements(), limit);
      case TlaValue.RecordOf record -> size(record.fields().values(), limit);
      case TlaValue.FunctionOf function -> size(function.mappings().values(), limit);
      default -> 1;
    };
  }

  private static int size(Iterable<TlaValue> parts, int limit) {
    int size = 1;
    for (TlaValue part : parts) {
      if (size >= limit) {
        break;
      }
      size += size(part, limit - size);
    }
    return size;
  }

  /** Writes the values as an array. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Object entry : entries) {
      if (entry instanceof Compound compound) {
        json.writeStartArray();
        json.writeString(compound.kind);
        for (int part : compound.parts) {
          json.writeNumber(part);
        }
        json.writeEndArray();
      } else {
        json.writeString(entry.toString());
      }
    }
    json.writeEndArray();
  }
}
