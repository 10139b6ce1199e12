package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FingerprintTableTest {

  @Property(tries = 200)
  void a_table_is_a_set_that_numbers_what_is_added(
      @ForAll @Size(max = 3000) List<Long> fingerprints, @ForAll long other) {
    FingerprintTable table = new FingerprintTable();
    Map<Long, Integer> numbers = new LinkedHashMap<>();
    for (long fingerprint : fingerprints) {
      boolean isNew = !numbers.containsKey(fingerprint);
      if (isNew) {
        numbers.put(fingerprint, numbers.size());
      }
      assertThat(table.add(fingerprint)).isEqualTo(isNew);
    }
    assertThat(table.size()).isEqualTo(numbers.size());
    numbers.forEach((fingerprint, number) -> assertThat(table.find(fingerprint)).isEqualTo(number));
    assertThat(table.find(other)).isEqualTo(numbers.getOrDefault(other, -1));
  }

  @Test
  void zero_is_a_fingerprint_like_any_other() {
    FingerprintTable table = new FingerprintTable();
    assertThat(table.find(0)).isEqualTo(-1);
    assertThat(table.add(0)).isTrue();
    assertThat(table.add(0)).isFalse();
    assertThat(table.find(0)).isZero();
  }

  @Test
  void fingerprints_that_differ_in_high_bits_only_do_not_pile_up() {
    FingerprintTable table = new FingerprintTable();
    int many = 300_000;
    for (long i = 0; i < many; i++) {
      assertThat(table.add(i << 40)).isTrue();
    }
    assertThat(table.find((long) (many - 1) << 40)).isEqualTo(many - 1);
    assertThat(table.bytes()).isLessThan(25L * many);
  }

  @Test
  void others_may_look_while_one_adds_and_what_they_find_is_right() throws Exception {
    FingerprintTable table = new FingerprintTable();
    AtomicInteger added = new AtomicInteger();
    int many = 200_000;
    try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
      Future<Integer> wrong =
          reader.submit(
              () -> {
                int mistakes = 0;
                while (added.get() < many) {
                  int least = added.get();
                  for (int i = Math.max(0, least - 50); i < least + 50; i++) {
                    int found = table.find(Mix.of(i));
                    boolean right = i < least ? found == i : found == i || found == -1;
                    mistakes += right ? 0 : 1;
                  }
                }
                return mistakes;
              });
      for (int i = 0; i < many; i++) {
        table.add(Mix.of(i));
        added.set(i + 1);
      }
      assertThat(wrong.get()).isZero();
    }
  }
}
