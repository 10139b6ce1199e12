package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

  @Test
  void what_the_launcher_says_is_believed_for_each_output() {
    assertThat(Terminal.of("out,err", XTERM)).isEqualTo(new Terminal(true, true, true, 80));
    assertThat(Terminal.of("out", XTERM)).isEqualTo(new Terminal(true, false, true, 80));
    assertThat(Terminal.of(",err", XTERM)).isEqualTo(new Terminal(false, true, true, 80));
    assertThat(Terminal.of("", XTERM)).isEqualTo(new Terminal(false, false, true, 80));
  }

  @Test
  void no_color_wins_unless_it_is_empty() {
    assertThat(Terminal.of("out", Map.of("TERM", "xterm", "NO_COLOR", "1")).colour()).isFalse();
    assertThat(Terminal.of("out", Map.of("TERM", "xterm", "NO_COLOR", "")).colour()).isTrue();
  }

  @Test
  void a_dumb_terminal_gets_neither_colours_nor_progress() {
    assertThat(Terminal.of("out,err", Map.of("TERM", "dumb")))
        .isEqualTo(new Terminal(true, false, false, 80));
  }

  @Test
  void the_width_is_what_the_shell_says_if_it_makes_sense() {
    assertThat(Terminal.of("", Map.of("COLUMNS", "132")).columns()).isEqualTo(132);
    assertThat(Terminal.of("", Map.of("COLUMNS", "0")).columns()).isEqualTo(20);
    assertThat(Terminal.of("", Map.of("COLUMNS", "wide")).columns()).isEqualTo(80);
  }
}
