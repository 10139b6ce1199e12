package dev.lockstep.tlc.engine;

import java.util.Arrays;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.IntervalValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/**
 * One round of colouring atoms by their places in a state.
 *
 * <p>A value is walked twice. On the way up, each part gets a hash in which a free atom counts by
 * its colour and the order of elements does not count; on the way down, each place gets a hash of
 * the way to it: the hashes of all parts around it and the position in each. An atom's new colour
 * is made of its old one and the sum over its places.
 *
 * <p>TLC has several representations of one value (a record, a sequence, a function given by its
 * pairs), so all of them are hashed as functions.
 */
final class Colouring {

  private static final int INITIAL = 256;

  private static final long TRUTH = 0x9E37_79B9_7F4A_7C15L;
  private static final long WHOLE = 0xC2B2_AE3D_27D4_EB4FL;
  private static final long TEXT = 0x1656_67B1_9E37_79F9L;
  private static final long MODEL = 0x27D4_EB2F_1656_67C5L;
  private static final long SET = 0x85EB_CA77_C2B2_AE63L;
  private static final long FUNCTION = 0xFF51_AFD7_ED55_8CCDL;
  private static final long KEY = 0xC4CE_B9FE_1A85_EC53L;
  private static final long IMAGE = 0x2545_F491_4F6C_DD1DL;
  private static final long COUNT = 0xA076_1D64_78BD_642FL;
  private static final long VARIABLE = 0xD6E8_FEB8_6659_FD93L;

  private final EngineAtoms atoms;
  private final long free;
  private final long[] colours;
  private final long[] places;

  /** Of each part of the value at hand, in the order of the walk: its hash. */
  private long[] hashes = new long[INITIAL];

  /** Of each part: which free atoms are in it. */
  private long[] contents = new long[INITIAL];

  /** Of each part: the number of the first part that is not inside. */
  private int[] ends = new int[INITIAL];

  private int parts;
  private long joined;

  Colouring(EngineAtoms atoms, long free, long[] colours) {
    this.atoms = atoms;
    this.free = free;
    this.colours = colours;
    this.places = new long[colours.length];
  }

  /** Adds what can be seen in the value of a variable. */
  void add(int variable, Value value) {
    parts = 0;
    hash(value);
    if (contents[0] != 0) {
      place(value, 0, mix(VARIABLE + variable), true);
    }
  }

  /** Writes the new colours, and returns the free atoms that are in one fact with another. */
  long finish() {
    for (long rest = free; rest != 0; rest &= rest - 1) {
      int number = Long.numberOfTrailingZeros(rest);
      colours[number] = mix(colours[number] * IMAGE + places[number]);
    }
    return joined;
  }

  // ---- Upwards

  private int begin() {
    if (parts == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * parts);
      contents = Arrays.copyOf(contents, 2 * parts);
      ends = Arrays.copyOf(ends, 2 * parts);
    }
    return parts++;
  }

  private long end(int part, long hash, long content) {
    hashes[part] = hash;
    contents[part] = content;
    ends[part] = parts;
    return hash;
  }

  private long hash(Value value) {
    int part = begin();
    return switch (value) {
      case StringValue string -> atom(part, atoms.number(string.val), TEXT, string.val.toString());
      case ModelValue model -> atom(part, atoms.number(model), MODEL, model.val.toString());
      case BoolValue bool -> end(part, mix(TRUTH + (bool.val ? 1 : 0)), 0);
      case IntValue integer -> end(part, hashOf(integer.val), 0);
      case SetEnumValue set -> {
        long sum = SET;
        long content = 0;
        for (int i = 0; i < set.elems.size(); i++) {
          int element = parts;
          sum += mix(hash(set.elems.elementAt(i)));
          content |= contents[element];
        }
        yield end(part, counted(sum, content), content);
      }
      case IntervalValue interval -> {
        long sum = SET;
        for (long i = interval.low; i <= interval.high; i++) {
          sum += mix(hashOf((int) i));
        }
        yield end(part, mix(sum), 0);
      }
      case FcnRcdValue function when function.domain != null -> {
        long sum = FUNCTION;
        long content = 0;
        for (int i = 0; i < function.values.length; i++) {
          int key = parts;
          long keyHash = hash(function.domain[i]);
          int image = parts;
          long imageHash = hash(function.values[i]);
          sum += pair(keyHash, imageHash, contents[key] | contents[image]);
          content |= contents[key] | contents[image];
        }
        yield end(part, counted(sum, content), content);
      }
      case FcnRcdValue function -> sequence(part, function.values, function.intv.low);
      case TupleValue tuple -> sequence(part, tuple.elems, 1);
      case RecordValue record -> {
        long sum = FUNCTION;
        long content = 0;
        for (int i = 0; i < record.values.length; i++) {
          int key = begin();
          long keyHash = atom(key, atoms.number(record.names[i]), TEXT, record.names[i].toString());
          int image = parts;
          long imageHash = hash(record.values[i]);
          sum += pair(keyHash, imageHash, contents[key] | contents[image]);
          content |= contents[key] | contents[image];
        }
        yield end(part, counted(sum, content), content);
      }
      // Nothing that can be in a state that is listed; renaming it fails with a message.
      default -> end(part, SET, 0);
    };
  }

  private long atom(int part, int number, long kind, String name) {
    if (number >= 0 && (free >>> number & 1) != 0) {
      return end(part, colours[number], 1L << number);
    }
    return end(part, mix(kind + name.hashCode()), 0);
  }

  private long sequence(int part, Value[] elements, int first) {
    long sum = FUNCTION;
    long content = 0;
    for (int i = 0; i < elements.length; i++) {
      int image = parts;
      long imageHash = hash(elements[i]);
      sum += pair(hashOf(first + i), imageHash, contents[image]);
      content |= contents[image];
    }
    return end(part, counted(sum, content), content);
  }

  private static long hashOf(int integer) {
    return mix(WHOLE + integer);
  }

  private static long pair(long key, long image, long content) {
    return counted(key * KEY + mix(image), content);
  }

  /** Adds how many free atoms are inside: from a to a is not from a to b, of the same colour. */
  private static long counted(long bits, long content) {
    return mix(bits + COUNT * Long.bitCount(content));
  }

  // ---- Downwards

  /**
   * Adds up the places of the free atoms in a part.
   *
   * @param way the hash of the way to the part
   * @param apart whether each element of the part is a fact of its own: it is in a set or function
   *     that is the variable's value, or in one that a key without free atoms leads to
   */
  private void place(Value value, int part, long way, boolean apart) {
    if (contents[part] == 0) {
      return;
    }
    long here = mix(way * KEY + hashes[part]);
    switch (value) {
      case StringValue ignored -> occurs(part, here);
      case ModelValue ignored -> occurs(part, here);
      case SetEnumValue set -> {
        int element = part + 1;
        for (int i = 0; i < set.elems.size(); i++) {
          if (apart) {
            join(contents[element]);
          }
          place(set.elems.elementAt(i), element, here, false);
          element = ends[element];
        }
      }
      case FcnRcdValue function when function.domain != null -> {
        int key = part + 1;
        for (int i = 0; i < function.values.length; i++) {
          int image = ends[key];
          long pair = mapping(key, image, here, apart);
          place(function.domain[i], key, pair + KEY, false);
          place(function.values[i], image, pair, apart && contents[key] == 0);
          key = ends[image];
        }
      }
      case RecordValue record -> {
        int key = part + 1;
        for (int i = 0; i < record.values.length; i++) {
          int image = ends[key];
          long pair = mapping(key, image, here, apart);
          if (contents[key] != 0) {
            occurs(key, mix((pair + KEY) * KEY + hashes[key]));
          }
          place(record.values[i], image, pair, apart && contents[key] == 0);
          key = ends[image];
        }
      }
      case FcnRcdValue function -> sequence(function.values, function.intv.low, part, here, apart);
      case TupleValue tuple -> sequence(tuple.elems, 1, part, here, apart);
      default -> {
        // Without free atoms.
      }
    }
  }

  private void sequence(Value[] elements, int first, int part, long here, boolean apart) {
    int image = part + 1;
    for (int i = 0; i < elements.length; i++) {
      place(
          elements[i],
          image,
          mix(here + pair(hashOf(first + i), hashes[image], contents[image])),
          apart);
      image = ends[image];
    }
  }

  /** Returns the hash of the way into a pair of a function. */
  private long mapping(int key, int image, long here, boolean apart) {
    long content = contents[key] | contents[image];
    if (apart && contents[key] != 0) {
      join(content);
    }
    return mix(here + pair(hashes[key], hashes[image], content));
  }

  private void occurs(int part, long here) {
    places[Long.numberOfTrailingZeros(contents[part])] += here;
  }

  private void join(long content) {
    if ((content & content - 1) != 0) {
      joined |= content;
    }
  }

  /** Spreads every bit over all others; the finalizer of SplitMix64 in Stafford's variant 13. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 31);
  }
}
