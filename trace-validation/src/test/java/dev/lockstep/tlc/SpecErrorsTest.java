package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What is wrong with a spec or its configuration")
class SpecErrorsTest {

  @TempDir Path directory;

  private SpecException failure(String text, String config) {
    SpecException failure =
        catchThrowableOfType(
            SpecException.class,
            () -> {
              try (Spec spec = Spec.load(TestSpecs.source(directory, "Counter", text, config))) {
                throw new AssertionError("loaded " + spec.module());
              }
            });
    assertThat(failure.getMessage()).doesNotContain("Exception").doesNotContain("\n");
    return failure;
  }

  @ParameterizedTest(name = "is told with line and column: {0} for {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "n = 0 | n = = 0 | 6 | 15 | the module does not parse: found \"0\" after \"=\"",
        "n = 0 | m = 0 | 6 | 9 | Unknown operator: 'm'.",
        "n = 0 | m = k | 6 | 9 | Unknown operator: 'm'. (and one more error)",
        "EXTENDS Naturals | EXTENDS Naturals, Foo | 2 | 19 | module Counter needs module Foo, but"
            + " there is no Foo.tla in",
        "==== | '' | 14 | 1 | the module does not parse: found the end of the file after \"2\"",
        "n' = 0 | n' = \"abc | 9 | 32 | the module does not parse: no word of TLA+ starts here",
        "n' = 0 | n'' = 0 | 9 | 23 | Level error in applying operator '",
        "n' = 0 | n' = Bounded(3) | 9 | 28 | Unknown operator: 'Bounded'.",
        "n' = 0 | n' = 0 /\\ TRUE \\/ FALSE | 9 | 30 | the module does not parse: Precedence"
            + " conflict between ops",
        "Limit > 0 | Limit > 3 | 4 | 27 | the assumption Limit > 3 is false for the constants in"
            + " Counter.cfg",
        "---- MODULE Counter | hello | 1 | 1 | this is not a TLA+ module",
      })
  void is_told_with_line_and_column_in_the_module(
      String was, String is, int line, int column, String message) {
    SpecException failure =
        failure(
            TestSpecs.COUNTER.replaceFirst(
                java.util.regex.Pattern.quote(was), java.util.regex.Matcher.quoteReplacement(is)),
            "SPECIFICATION Spec\nCONSTANT Limit = 3");
    assertThat(failure).hasMessageStartingWith(message);
    assertThat(failure.file()).endsWith("Counter.tla");
    assertThat(failure.line()).isEqualTo(line);
    assertThat(failure.column()).isEqualTo(column);
  }

  @ParameterizedTest(name = "is told with line and column in the configuration: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CONSTANT Limit = 3 | 0 | 0 | Counter.cfg does not say which behaviours are meant",
        "SPECIFICATION Spec | 0 | 0 | constant Limit of module Counter has no value: give it one"
            + ", such as CONSTANT Limit = …, or <- … if it has parameters, in Counter.cfg",
        "SPECIFICATION Spek CONSTANT Limit = 3 | 1 | 15 | Counter.cfg names Spek as a name, but"
            + " module Counter has no such definition",
        "INIT Init CONSTANT Limit = 3 | 0 | 0 | Counter.cfg names no next-state relation",
        "INIT Init NEXT Foo CONSTANT Limit = 3 | 1 | 16 | Counter.cfg names Foo as a next state"
            + " action",
        "INIT Init NEXT Next SPECIFICATION Spec CONSTANT Limit = 3 | 1 | 21 | Counter.cfg has both"
            + " SPECIFICATION and INIT or NEXT",
        "SPECIFICATION Spec CONSTANTS Limit = 3 Foo = 3 | 1 | 40 | Counter.cfg gives Foo a value,"
            + " but module Counter has no constant",
        "SPECIFICATION Spec CONSTANTS Limit = 3 Foo <- Small | 1 | 40 | Counter.cfg replaces Foo,"
            + " but module Counter has no constant",
        "SPECIFICATION Spec CONSTANTS Limit = 3 Small <- Foo | 1 | 49 | Counter.cfg replaces Small"
            + " by Foo, but module Counter has no definition Foo",
        "SPECIFICATION Spec CONSTANT Limit = 3 INVARIANT Foo | 1 | 49 | Counter.cfg names Foo as an"
            + " invariant",
        "SPECIFICATION Spec CONSTANT Limit = 3 INVARIANT Next | 1 | 49 | Next cannot be an"
            + " invariant in Counter.cfg",
        "SPECIFICATION Spec CONSTANT Limit = 3 INVARIANT Small POSTCONDITION Foo | 1 | 55 | this"
            + " version of TLC does not know POSTCONDITION",
        "SPECIFICATION Spec CONSTANT Limit 3 | 1 | 0 | the configuration does not parse: It was"
            + " expecting = or <-",
        "SPECIFICATION Spec CONSTANT Limit = | 1 | 0 | the configuration does not parse: It was"
            + " expecting a value",
        "SPECIFICATION Spec CONSTANT Limit = 99999999999 | 1 | 37 | 99999999999 is too large: TLC's"
            + " integers go up to 2147483647",
        "SPECIFICATION Spec § CONSTANT Limit = 3 | 1 | 20 | this is not the text of a"
            + " configuration",
      })
  void is_told_with_line_and_column_in_the_configuration(
      String config, int line, int column, String message) {
    SpecException failure = failure(TestSpecs.COUNTER, config);
    assertThat(failure).hasMessageStartingWith(message);
    assertThat(failure.file()).isEqualTo("Counter.cfg");
    assertThat(failure.line()).isEqualTo(line);
    assertThat(failure.column()).isEqualTo(column);
  }

  @Test
  void is_told_when_a_file_is_missing_or_is_a_directory() throws Exception {
    Path tla = Files.writeString(directory.resolve("Counter.tla"), TestSpecs.COUNTER);
    Path cfg = Files.writeString(directory.resolve("Counter.cfg"), "SPECIFICATION Spec");
    assertThat(sourceFailure(directory.resolve("No.tla"), cfg))
        .hasMessageContaining("there is no file")
        .hasMessageContaining("No.tla for the module");
    assertThat(sourceFailure(tla, directory.resolve("No.cfg")))
        .hasMessageContaining("No.cfg for the configuration");
    assertThat(sourceFailure(directory, cfg)).hasMessageContaining("is a directory");
    assertThat(sourceFailure(tla, directory)).hasMessageContaining("is a directory");
    assertThat(sourceFailure(cfg, cfg)).hasMessageContaining("a module's file ends in .tla");
    assertThat(
            catchThrowableOfType(
                SpecException.class,
                () -> SpecSource.ofFiles(tla, cfg, List.of(directory.resolve("lib")))))
        .hasMessageContaining("there is no directory");
  }

  @Test
  void is_told_when_a_module_is_not_called_like_its_file() throws Exception {
    Path tla = Files.writeString(directory.resolve("Other.tla"), TestSpecs.COUNTER);
    Path cfg = Files.writeString(directory.resolve("Other.cfg"), "SPECIFICATION Spec");
    SpecException failure = sourceFailure(tla, cfg);
    assertThat(failure)
        .hasMessage(
            "the module is called Counter, but its file is Other.tla: rename one of the two");
    assertThat(failure.line()).isEqualTo(1);
    assertThat(failure.column()).isEqualTo(13);
  }

  private static SpecException sourceFailure(Path tla, Path cfg) {
    return catchThrowableOfType(SpecException.class, () -> SpecSource.ofFiles(tla, cfg, List.of()));
  }

  @Test
  void is_found_in_modules_from_other_directories() throws Exception {
    Path library = Files.createDirectory(directory.resolve("library"));
    TestSpecs.write(library, "Counter", TestSpecs.COUNTER);
    Path tla =
        Files.writeString(
            directory.resolve("User.tla"), "---- MODULE User ----\nEXTENDS Counter\n====\n");
    Path cfg =
        Files.writeString(directory.resolve("User.cfg"), "SPECIFICATION Spec\nCONSTANT Limit = 2");
    try (Spec spec = Spec.load(SpecSource.ofFiles(tla, cfg, List.of(library)))) {
      assertThat(TestSpecs.explore(spec)).isEqualTo(new TestSpecs.Count(3, 4));
    }
  }

  @Test
  void is_told_when_a_step_leaves_a_variable_without_a_value() throws Exception {
    String text = TestSpecs.COUNTER.replace("/\\ n' = n + 1", "/\\ TRUE");
    try (Spec spec =
        Spec.load(
            TestSpecs.source(
                directory, "Counter", text, "SPECIFICATION Spec CONSTANT Limit = 3"))) {
      SpecState start = spec.initialStates().getFirst();
      assertThat(catchThrowableOfType(SpecException.class, () -> spec.successors(start)))
          .hasMessage("the successor by Increment gives no value to n");
    }
  }

  @Test
  void is_told_when_a_definition_does_not_end() throws Exception {
    String text =
        TestSpecs.COUNTER.replace(
            "Small == n < 2", "RECURSIVE F(_)\nF(k) == 1 + F(k + n)\nSmall == F(1) < 2");
    try (Spec spec =
        Spec.load(
            TestSpecs.source(
                directory, "Counter", text, "SPECIFICATION Spec CONSTANT Limit = 3"))) {
      SpecState start = spec.initialStates().getFirst();
      assertThat(catchThrowableOfType(SpecException.class, () -> spec.holds("Small", start)))
          .hasMessage("the evaluation of Small does not come to an end");
    }
  }
}
