package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final StringWriter screen = new StringWriter();
  private long now;

  @Test
  void without_a_terminal_nothing_is_written() {
    try (Progress progress = progress(false)) {
      progress.show("1 state");
    }

    assertThat(screen.toString()).isEmpty();
  }

  @Test
  void a_line_replaces_the_one_before_and_is_gone_at_the_end() {
    try (Progress progress = progress(true)) {
      progress.show("1 state");
      now += 200_000_000;
      progress.show("2 states");
    }

    assertThat(screen.toString()).isEqualTo("\r\u001B[K1 state\r\u001B[K2 states\r\u001B[K");
  }

  @Test
  void a_fast_loop_does_not_flood_the_terminal() {
    try (Progress progress = progress(true)) {
      for (int state = 1; state <= 1000; state++) {
        progress.show(state + " states");
      }
    }

    assertThat(screen.toString()).isEqualTo("\r\u001B[K1 states\r\u001B[K");
  }

  @Test
  void a_line_never_wraps() {
    try (Progress progress = progress(true)) {
      progress.show("12345678901234567890123");
    }

    assertThat(screen.toString()).isEqualTo("\r\u001B[K1234567890123456789\r\u001B[K");
  }

  private Progress progress(boolean visible) {
    return new Progress(new PrintWriter(screen), visible, 20, () -> now);
  }
}
