package dev.lockstep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  private static final List<String> VERBS =
      List.of("check", "conform", "validate", "simulate", "verify", "list");

  @ParameterizedTest
  @CsvSource({
    "chekc, check",
    "CHECK, check",
    "confrom, conform",
    "valid, validate",
    "verfy, verify",
    "lst, list",
    "sim, simulate"
  })
  void a_slip_is_understood(String typed, String meant) {
    assertThat(Nearest.to(typed, VERBS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"deploy", "x", "frobnicate"})
  void something_else_is_not_guessed_at(String typed) {
    assertThat(Nearest.to(typed, VERBS)).isEmpty();
  }

  @Test
  void a_hint_names_the_nearest_or_else_everything() {
    assertThat(Nearest.hint("chekc", VERBS)).isEqualTo("; did you mean check?");
    assertThat(Nearest.hint("deploy", List.of("a", "b"))).isEqualTo("; there are: a, b");
    assertThat(Nearest.hint("deploy", List.of())).isEmpty();
  }

  @Test
  void nothing_is_near_when_there_is_nothing() {
    assertThat(Nearest.to("check", List.of())).isEmpty();
  }
}
