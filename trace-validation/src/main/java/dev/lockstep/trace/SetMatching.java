package dev.lockstep.trace;

import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * Says whether an array can stand for a set. Comparing each item with each element takes long for
 * large sets: these are put into buckets by a hash that is the same for a logged value and for
 * every value that it can stand for, and only values in the same bucket are compared.
 *
 * <p>The hash of an array cannot depend on order or repetition, as it can stand for a set; and an
 * object whose keys are {@code 1..n} can stand for a sequence, so it has the hash of an array.
 */
final class SetMatching {

  private static final int SMALL = 8;
  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final long COLLECTION = 3;
  private static final long KEYED = 5;

  private static final class Bucket {
    private final List<LoggedValue> logged = new ArrayList<>();
    private final List<TlaValue> elements = new ArrayList<>();
  }

  private SetMatching() {}

  static boolean matches(List<LoggedValue> logged, SortedSet<TlaValue> elements) {
    if (elements.size() > logged.size()) {
      return false;
    }
    if (logged.size() <= SMALL) {
      return match(logged, elements);
    }
    Map<Long, Bucket> buckets = new HashMap<>();
    for (TlaValue element : elements) {
      buckets.computeIfAbsent(hash(element), hash -> new Bucket()).elements.add(element);
    }
    for (LoggedValue item : logged) {
      Bucket bucket = buckets.get(hash(item));
      if (bucket == null) {
        return false;
      }
      // The same atom again says nothing new, and would make its bucket long.
      if (bucket.logged.isEmpty() || !bucket.logged.getLast().equals(item)) {
        bucket.logged.add(item);
      }
    }
    return buckets.values().stream().allMatch(bucket -> match(bucket.logged, bucket.elements));
  }

  private static boolean match(List<LoggedValue> logged, Collection<TlaValue> elements) {
    return elements.size() <= logged.stream().distinct().count()
        && logged.stream().allMatch(item -> elements.stream().anyMatch(item::matches))
        && elements.stream()
            .allMatch(element -> logged.stream().anyMatch(item -> item.matches(element)));
  }

  private static long hash(LoggedValue logged) {
    return switch (logged) {
      case LoggedValue.Text text -> hash(text.value());
      case LoggedValue.Whole whole -> mixed(whole.value());
      case LoggedValue.Truth truth -> truth.value() ? 1 : 2;
      case LoggedValue.Nothing ignored -> 0;
      case LoggedValue.Items items -> {
        Set<Long> hashes = new HashSet<>();
        items.values().forEach(item -> hashes.add(hash(item)));
        yield sum(hashes);
      }
      case LoggedValue.Fields fields -> {
        Map<String, Long> hashes = new HashMap<>();
        fields.values().forEach((key, value) -> hashes.put(key, hash(value)));
        yield sum(hashes);
      }
    };
  }

  private static long hash(TlaValue value) {
    return switch (value) {
      case TlaValue.Str string -> hash(string.value());
      case TlaValue.ModelValue model -> hash(model.name());
      case TlaValue.Int integer -> mixed(integer.value());
      case TlaValue.Bool bool -> bool.value() ? 1 : 2;
      case TlaValue.SetOf set -> sum(hashes(set.elements()));
      case TlaValue.SequenceOf sequence -> sum(hashes(sequence.elements()));
      case TlaValue.RecordOf record -> {
        Map<String, Long> hashes = new HashMap<>();
        record.fields().forEach((key, field) -> hashes.put(key, hash(field)));
        yield sum(hashes);
      }
      case TlaValue.FunctionOf function -> {
        Map<String, Long> hashes = new HashMap<>();
        function
            .mappings()
            .forEach((key, image) -> hashes.put(LoggedValue.keyText(key), hash(image)));
        yield sum(hashes);
      }
    };
  }

  private static Set<Long> hashes(Collection<TlaValue> values) {
    Set<Long> hashes = new HashSet<>();
    values.forEach(value -> hashes.add(hash(value)));
    return hashes;
  }

  private static long sum(Set<Long> hashes) {
    long sum = COLLECTION;
    for (long hash : hashes) {
      sum += mixed(hash);
    }
    return mixed(sum);
  }

  private static long sum(Map<String, Long> hashes) {
    for (int position = 1; position <= hashes.size(); position++) {
      if (!hashes.containsKey(Integer.toString(position))) {
        long sum = KEYED;
        for (Map.Entry<String, Long> entry : hashes.entrySet()) {
          sum += mixed(hash(entry.getKey()) + FACTOR * entry.getValue());
        }
        return mixed(sum);
      }
    }
    return sum(new HashSet<>(hashes.values()));
  }

  private static long hash(String text) {
    long hash = text.length();
    for (int at = 0; at < text.length(); at++) {
      hash = mixed(hash + text.charAt(at));
    }
    return hash;
  }

  private static long mixed(long value) {
    long mixed = (value + FACTOR) * FACTOR;
    return mixed ^ (mixed >>> 29);
  }
}
