package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {

  static Stream<String> verbs() {
    return Main.verbs(Terminal.NONE).getSubcommands().keySet().stream();
  }

  @Test
  void without_a_verb_it_shows_what_there_is_and_counts_as_bad_usage() {
    CommandRun run = CommandRun.of();

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Usage: lockstep", "check", "conform", "validate", "simulate");
  }

  @Test
  void help_names_every_exit_code_and_goes_to_standard_output() {
    CommandRun run = CommandRun.of("--help");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("\n  0 ", "\n  1 ", "\n  2 ", "\n  3 ", "\n  70 ")
        .doesNotContain("\n\n\n");
  }

  @Test
  void version_names_java_too() {
    CommandRun run = CommandRun.of("--version");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("lockstep ", "Java " + Runtime.version().feature());
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void every_verb_explains_itself_with_examples(String verb) {
    CommandRun run = CommandRun.of(verb, "--help");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("Usage: lockstep " + verb, "--format", "Exit codes:", "Examples:")
        .contains("\n  lockstep " + verb);
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void help_fits_the_terminal(String verb) {
    CommandRun run = CommandRun.on(new Terminal(true, true, false, 80), verb, "--help");

    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void help_has_no_two_blank_lines_in_a_row(String verb) {
    assertThat(CommandRun.of(verb, "--help").out()).doesNotContain("\n\n\n");
  }

  @Test
  void an_unknown_verb_is_answered_with_the_nearest() {
    CommandRun run = CommandRun.of("chekc");

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .isEqualTo(
            """
            lockstep: unknown verb 'chekc'. Did you mean 'check'?
              `lockstep --help` shows how to use it.
            """);
  }

  @Test
  void an_unknown_option_is_answered_with_the_nearest() {
    CommandRun run = CommandRun.of("list", "--fromat", "json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .startsWith("lockstep list: unknown option '--fromat'. Did you mean '--format'?\n");
  }

  @Test
  void a_value_that_an_option_does_not_take_is_bad_usage() {
    CommandRun run = CommandRun.of("list", "--format", "yaml");

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("'--format'", "yaml").doesNotContain("Exception");
  }

  @Test
  void help_is_coloured_on_a_terminal_only() {
    List<String> arguments = List.of("--help");

    assertThat(CommandRun.on(new Terminal(true, true, true, 80), "--help").out())
        .contains("\u001B[");
    assertThat(CommandRun.of(arguments.getFirst()).out()).doesNotContain("\u001B[");
  }
}
