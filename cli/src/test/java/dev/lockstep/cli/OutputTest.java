package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "449, 0.4 s",
    "9940, 9.9 s",
    "9999, 10 s",
    "59400, 59 s",
    "59600, 1 min 0 s",
    "185000, 3 min 5 s"
  })
  void durations_read_as_people_say_them(long millis, String text) {
    assertThat(Output.duration(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void numbers_are_grouped() {
    assertThat(Output.number(8013025)).isEqualTo("8,013,025");
    assertThat(Output.number(94)).isEqualTo("94");
  }
}
