package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.Verifications.Result;
import dev.lockstep.tlc.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationsTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Result CHECKED = new Result("p", "check", Verdict.HOLDS, NOON);
  private static final Result CONFORMED = new Result("p", "conform", Verdict.VIOLATED, NOON);

  @TempDir Path folder;

  @Test
  void what_is_added_is_read_again() throws IOException {
    Verifications.in(folder).add(List.of(CONFORMED, CHECKED));

    assertThat(Verifications.in(folder).read()).containsExactly(CHECKED, CONFORMED);
  }

  @Test
  void a_newer_answer_replaces_the_one_to_the_same_question() throws IOException {
    Result again = new Result("p", "conform", Verdict.HOLDS, NOON.plusSeconds(60));

    Verifications.in(folder).add(List.of(CHECKED, CONFORMED));
    Verifications.in(folder).add(List.of(again));

    assertThat(Verifications.in(folder).read()).containsExactly(CHECKED, again);
    assertThat(folder).isDirectoryContaining("glob:**verified.json");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void nothing_is_known_before_the_first() {
    assertThat(Verifications.in(folder).read()).isEmpty();
  }

  @Test
  void a_damaged_file_counts_as_none() throws IOException {
    for (String damage : List.of("", "{", "[]", "{\"results\":[{\"verdict\":\"maybe\"}]}")) {
      Files.writeString(folder.resolve("verified.json"), damage);
      assertThat(Verifications.in(folder).read()).as(damage).isEmpty();
    }
  }
}
