package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.tlc.ModelChecker.Kind;
import dev.lockstep.tlc.ModelChecker.Options;
import dev.lockstep.tlc.ModelChecker.Progress;
import dev.lockstep.tlc.ModelChecker.Result;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.tlc.ModelChecker.Violation;
import dev.lockstep.value.TlaValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelCheckerTest {

  /** A clock with a hand that may stop: enough to break each kind of property. */
  private static final String CLOCK =
      """
      ---- MODULE Clock ----
      EXTENDS Naturals
      CONSTANT Hours
      ASSUME Enough == Hours > 1
      VARIABLES hour, rings
      vars == <<hour, rings>>
      Init == hour = 0 /\\ rings = {}
      Tick(by) == /\\ hour + by < Hours
                  /\\ hour' = hour + by
                  /\\ UNCHANGED rings
      Ring == /\\ hour = Hours - 1
              /\\ rings' = rings \\cup {hour}
              /\\ UNCHANGED hour
      Turn == /\\ hour = Hours - 1
              /\\ hour' = 0
              /\\ UNCHANGED rings
      Next == (\\E by \\in {1, 2} : Tick(by)) \\/ Ring \\/ Turn
      Spec == Init /\\ [][Next]_vars
      FairSpec == Spec /\\ WF_vars(Next)
      TypeOK == hour \\in 0 .. Hours - 1 /\\ rings \\subseteq 0 .. Hours - 1
      Early == hour < 2
      Silent == rings = {}
      Starts == hour = 1
      Small == [][hour' = hour + 1 \\/ hour' = 0]_hour
      Rings == <>(rings # {})
      Returns == (hour = 1) ~> (hour = 0)
      Steady == INSTANCE Counter WITH count <- hour
      SteadySpec == Steady!Spec
      Late == INSTANCE Counter WITH count <- hour + 1
      LateSpec == Late!Spec
      Broken == hour \\in rings.name
      ====
      """;

  private static final String COUNTER =
      """
      ---- MODULE Counter ----
      EXTENDS Naturals
      VARIABLE count
      Init == count = 0
      Next == count' = count + 1 \\/ count' = 0
      Spec == Init /\\ [][Next]_count
      ====
      """;

  @TempDir private Path directory;

  @Test
  void a_model_that_holds_has_tlcs_counts() throws Exception {
    Result result = check("SPECIFICATION Spec CONSTANT Hours = 4 INVARIANT TypeOK");

    assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(result.violation()).isEmpty();
    assertThat(result.trace()).isEmpty();
    assertThat(result.distinct()).isEqualTo(8);
    assertThat(result.generated()).isEqualTo(15);
    assertThat(result.depth()).isEqualTo(6);
  }

  @Test
  void several_workers_find_the_same_counts() throws Exception {
    Result result =
        ModelChecker.check(
            source("SPECIFICATION Spec CONSTANT Hours = 200 INVARIANT TypeOK"),
            Options.deterministic().withWorkers(3));

    assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(result.distinct()).isEqualTo(400);
  }

  @Test
  void a_fallen_invariant_is_named_and_its_run_is_shown_with_actions_and_arguments()
      throws Exception {
    Result result = check("SPECIFICATION Spec CONSTANT Hours = 4 INVARIANT TypeOK INVARIANT Early");

    assertThat(result.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(result.violation()).contains(new Violation(Kind.INVARIANT, "Early", ""));
    assertThat(actions(result)).containsExactly("", "Tick(2)");
    assertThat(result.trace().getLast().state())
        .containsEntry("hour", TlaValue.of(2))
        .containsEntry("rings", TlaValue.set(List.of()));
    assertThat(List.copyOf(result.trace().getFirst().state().keySet()))
        .containsExactly("hour", "rings");
  }

  @Test
  void an_invariant_may_fall_in_the_first_state() throws Exception {
    Result result = check("SPECIFICATION Spec CONSTANT Hours = 4 INVARIANT Starts");

    assertThat(result.violation()).contains(new Violation(Kind.INVARIANT, "Starts", ""));
    assertThat(actions(result)).containsExactly("");
  }

  @Test
  void a_property_of_the_first_state_is_named() throws Exception {
    Result result = check("SPECIFICATION Spec CONSTANT Hours = 4 PROPERTY Starts");

    assertThat(result.violation()).contains(new Violation(Kind.INITIAL_PROPERTY, "Starts", ""));
  }

  @Test
  void a_fallen_action_property_is_named() throws Exception {
    Result result = check("SPECIFICATION Spec CONSTANT Hours = 4 PROPERTY Small");

    assertThat(result.violation()).contains(new Violation(Kind.ACTION_PROPERTY, "Small", ""));
    assertThat(actions(result)).containsExactly("", "Tick(2)");
  }

  @Test
  void a_fallen_temporal_property_is_named_and_its_run_goes_on_for_ever() throws Exception {
    Result result = check("SPECIFICATION FairSpec CONSTANT Hours = 3 PROPERTY Rings");

    assertThat(result.violation()).contains(new Violation(Kind.TEMPORAL_PROPERTY, "Rings", ""));
    assertThat(result.loopsBackTo()).hasValue(0);
    assertThat(actions(result)).startsWith("").hasSizeGreaterThan(1);
    assertThat(result.trace())
        .allSatisfy(
            step -> assertThat(step.state()).containsEntry("rings", TlaValue.set(List.of())));
  }

  /** TLC tries to evaluate the operators' arguments without a state, and then does without. */
  @Test
  void a_temporal_property_may_have_operators_whose_arguments_depend_on_the_state()
      throws Exception {
    Files.writeString(
        directory.resolve("Leaving.tla"),
        """
        ---- MODULE Leaving ----
        EXTENDS Clock
        IsZero(count) == count = 0
        Leaves == (\\E by \\in {1, 2} : IsZero(hour - by)) ~> IsZero(hour)
        ====
        """);
    Result result =
        ModelChecker.check(
            new SpecSource(
                "Leaving",
                List.of(directory),
                "x.cfg",
                "SPECIFICATION FairSpec CONSTANT Hours = 4 PROPERTY Leaves"),
            Options.deterministic());

    assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(result.distinct()).isEqualTo(8);
  }

  @Test
  void among_several_temporal_properties_the_one_that_fell_is_named() throws Exception {
    Result rings =
        check("SPECIFICATION FairSpec CONSTANT Hours = 3 PROPERTY Returns PROPERTY Rings");
    // Without fairness, everything may stop at any time.
    Result stops = check("SPECIFICATION Spec CONSTANT Hours = 3 PROPERTY Returns");

    assertThat(rings.violation()).contains(new Violation(Kind.TEMPORAL_PROPERTY, "Rings", ""));
    assertThat(stops.violation()).contains(new Violation(Kind.TEMPORAL_PROPERTY, "Returns", ""));
    assertThat(stops.loopsBackTo()).isEqualTo(OptionalInt.of(stops.trace().size() - 1));
  }

  @Test
  void the_temporal_property_that_holds_of_the_run_is_not_the_one_that_is_named() throws Exception {
    String cfg = "SPECIFICATION FairSpec CONSTANT Hours = 2 PROPERTY %s PROPERTY %s";

    assertThat(check(cfg.formatted("Visits", "Rings")).property()).contains("Rings");
    assertThat(check(cfg.formatted("Rings", "Visits")).property()).contains("Rings");
  }

  @Test
  void a_refinement_is_named_by_the_configuration_and_says_how_it_fails() throws Exception {
    Result step = check("SPECIFICATION Spec CONSTANT Hours = 4 PROPERTY SteadySpec");
    Result first = check("SPECIFICATION Spec CONSTANT Hours = 4 PROPERTY LateSpec");

    assertThat(step.violation().map(Violation::kind)).contains(Kind.REFINEMENT);
    assertThat(step.property()).contains("SteadySpec");
    assertThat(step.violation().map(Violation::detail).orElse("")).contains("last step");
    assertThat(first.violation().map(Violation::kind)).contains(Kind.REFINEMENT);
    assertThat(first.property()).contains("LateSpec");
    assertThat(first.violation().map(Violation::detail).orElse("")).contains("first state");
  }

  @Test
  void a_deadlock_is_a_violation_unless_the_configuration_allows_it() throws Exception {
    Result stuck = check("INIT Init NEXT Ticks CONSTANT Hours = 3");
    Result allowed = check("INIT Init NEXT Ticks CONSTANT Hours = 3 CHECK_DEADLOCK FALSE");

    assertThat(stuck.violation()).contains(new Violation(Kind.DEADLOCK, "deadlock", ""));
    assertThat(stuck.trace().getLast().state()).containsEntry("hour", TlaValue.of(2));
    assertThat(allowed.verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void a_false_assumption_is_a_violation_and_has_its_name() throws Exception {
    Result result = check("SPECIFICATION Spec CONSTANT Hours = 1");

    assertThat(result.violation().map(Violation::kind)).contains(Kind.ASSUMPTION);
    assertThat(result.property()).contains("Enough");
    assertThat(result.trace()).isEmpty();
  }

  @Test
  void an_expression_that_cannot_be_evaluated_is_no_violation_and_has_a_place() {
    assertThatThrownBy(() -> check("SPECIFICATION Spec CONSTANT Hours = 4 INVARIANT Broken"))
        .isInstanceOfSatisfying(
            SpecException.class,
            e -> {
              assertThat(e.file()).endsWith("Clock.tla");
              assertThat(e.line()).isEqualTo(lineOf("Broken =="));
              assertThat(e)
                  .hasMessage(
                      "TLC cannot check it: Attempted to select field \"name\" from a non-record"
                          + " value {} (in the initial state /\\ hour = 0 /\\ rings = {})");
            });
  }

  @Test
  void a_module_that_is_missing_or_malformed_is_no_violation() throws Exception {
    assertThatThrownBy(
            () ->
                ModelChecker.check(
                    new SpecSource("Nowhere", List.of(directory), "x.cfg", "INIT Init NEXT Next"),
                    Options.deterministic()))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("Nowhere");

    Files.writeString(
        directory.resolve("Bad.tla"), "---- MODULE Bad ----\nVARIABLE x\nInit == x = \n====\n");
    assertThatThrownBy(
            () ->
                ModelChecker.check(
                    new SpecSource("Bad", List.of(directory), "x.cfg", "INIT Init NEXT Init"),
                    Options.deterministic()))
        .isInstanceOfSatisfying(
            SpecException.class,
            e -> {
              assertThat(e.file()).endsWith("Bad.tla");
              assertThat(e.line()).isGreaterThan(2);
            });
  }

  @Test
  void a_configuration_that_does_not_fit_is_no_violation() {
    assertThatThrownBy(() -> check("SPECIFICATION Spec CONSTANT Hours = 4 INVARIANT Nothing"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("Nothing");
    assertThatThrownBy(() -> check("SPECIFICATION Spec"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("Hours");
  }

  @Test
  void when_the_time_runs_out_the_result_is_inconclusive() throws Exception {
    Result result =
        ModelChecker.check(
            source("SPECIFICATION Forever CONSTANT Hours = 4"),
            Options.deterministic().withBudget(Duration.ofSeconds(2)));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).isEqualTo("the time of 2 s ran out");
    assertThat(result.trace()).isEmpty();
    assertThat(result.generated()).isPositive();
  }

  @Test
  void an_interrupt_ends_the_run() {
    Options options =
        Options.deterministic()
            .withProgress(
                progress -> {
                  if (progress.distinct() > 100) {
                    Thread.currentThread().interrupt();
                  }
                });

    assertThatThrownBy(
            () -> ModelChecker.check(source("SPECIFICATION Forever CONSTANT Hours = 4"), options))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void progress_ends_with_the_final_counts() throws Exception {
    List<Progress> heard = new ArrayList<>();
    Result result =
        ModelChecker.check(
            source("SPECIFICATION Spec CONSTANT Hours = 200 INVARIANT TypeOK"),
            Options.deterministic().withProgress(heard::add));

    assertThat(heard).isNotEmpty();
    assertThat(heard.getLast().generated()).isEqualTo(result.generated());
    assertThat(heard.getLast().distinct()).isEqualTo(result.distinct());
    assertThat(heard.getLast().queued()).isZero();
  }

  @Test
  void several_runs_at_once_do_not_disturb_each_other() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<Result>> holds = new ArrayList<>();
      List<Future<Result>> falls = new ArrayList<>();
      for (int hours = 3; hours < 6; hours++) {
        String constant = "CONSTANT Hours = " + hours;
        holds.add(pool.submit(() -> check("SPECIFICATION Spec INVARIANT TypeOK " + constant)));
        falls.add(pool.submit(() -> check("SPECIFICATION Spec INVARIANT Silent " + constant)));
      }
      for (int i = 0; i < holds.size(); i++) {
        assertThat(holds.get(i).get().distinct()).isEqualTo(2L * (i + 3));
        assertThat(falls.get(i).get().property()).contains("Silent");
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void nothing_is_printed_and_nothing_is_left_behind() throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream listening = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(listening);
    System.setErr(listening);
    try {
      check("SPECIFICATION FairSpec CONSTANT Hours = 3 PROPERTY Rings");
      check("SPECIFICATION Spec CONSTANT Hours = 4 INVARIANT Starts");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !thread.isDaemon())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("RMI") || name.startsWith("TLC"));
  }

  private static List<String> actions(Result result) {
    return result.trace().stream()
        .map(TraceStep::action)
        .map(action -> action.map(ActionCall::toString).orElse(""))
        .toList();
  }

  private Result check(String config) throws Exception {
    return ModelChecker.check(source(config), Options.deterministic());
  }

  @BeforeEach
  void writeModules() throws IOException {
    Files.writeString(directory.resolve("Clock.tla"), text());
    Files.writeString(directory.resolve("Counter.tla"), COUNTER);
  }

  private SpecSource source(String config) {
    return new SpecSource("Clock", List.of(directory), "Clock.cfg", config + "\n");
  }

  private static String text() {
    return CLOCK.replace(
        "====",
        """
        Ticks == \\E by \\in {1, 2} : Tick(by)
        Visits == []<>(hour = 0)
        Grow == hour' = hour + 1 /\\ rings' \\in {rings, rings \\cup {0}}
        Forever == Init /\\ [][Grow]_vars
        ====\
        """);
  }

  private static int lineOf(String start) {
    List<String> lines = text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(start)) {
        return i + 1;
      }
    }
    throw new AssertionError("no line starts with " + start);
  }
}
