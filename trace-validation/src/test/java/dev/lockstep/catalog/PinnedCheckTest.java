package dev.lockstep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.tlc.ModelChecker.Kind;
import dev.lockstep.tlc.ModelChecker.Options;
import dev.lockstep.tlc.ModelChecker.Result;
import dev.lockstep.tlc.ModelChecker.Violation;
import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class PinnedCheckTest {

  /** Every model of every protocol that takes seconds: the numbers of the catalog are facts. */
  @TestFactory
  Stream<DynamicTest> every_model_is_as_pinned() {
    Catalog catalog = Catalog.load();
    return catalog.protocols().stream()
        .flatMap(
            protocol ->
                protocol.models().stream()
                    .filter(model -> model.time() == Model.Time.CI)
                    .map(
                        model ->
                            DynamicTest.dynamicTest(
                                protocol.name() + " " + model.name(),
                                () -> isAsPinned(catalog, protocol, model))));
  }

  private static void isAsPinned(Catalog catalog, Protocol protocol, Model model) throws Exception {
    try (SpecFiles files = catalog.extract(protocol)) {
      PinnedCheck check = PinnedCheck.run(files, model, Options.deterministic());

      assertThat(check.differences()).isEmpty();
      assertThat(check.verdict()).isEqualTo(Verdict.HOLDS);
      assertThat(check.result().trace().isEmpty()).isEqualTo(model.verdict() == Verdict.HOLDS);
      assertThat(check.result().trace().stream().skip(1))
          .allSatisfy(step -> assertThat(step.action()).isPresent());
    }
  }

  @Test
  void other_counts_are_a_difference() {
    assertThat(PinnedCheck.differences(holds(), result(Verdict.HOLDS, Optional.empty()), true))
        .containsExactly(
            "1,234 distinct states, pinned are 1,000", "5,678 states in all, pinned are 5,000");
  }

  @Test
  void another_verdict_or_property_is_the_only_difference() {
    Result fell =
        result(Verdict.VIOLATED, Optional.of(new Violation(Kind.INVARIANT, "TypeOK", "")));

    assertThat(PinnedCheck.differences(holds(), fell, true))
        .containsExactly("TLC says violated (TypeOK), expected is holds");
    assertThat(PinnedCheck.differences(twin("Other"), fell, true))
        .containsExactly("TLC says violated (TypeOK), expected is violated (Other)");
  }

  @Test
  void a_twin_that_is_refuted_as_expected_holds() {
    Result fell =
        result(Verdict.VIOLATED, Optional.of(new Violation(Kind.INVARIANT, "TypeOK", "")));
    List<String> differences = PinnedCheck.differences(twin("TypeOK"), fell, false);

    assertThat(differences).isEmpty();
    assertThat(new PinnedCheck(twin("TypeOK"), fell, differences).verdict())
        .isEqualTo(Verdict.HOLDS);
    assertThat(PinnedCheck.differences(twin("TypeOK"), fell, true)).hasSize(2);
  }

  @Test
  void a_run_that_ended_early_is_compared_with_nothing() {
    Result early = result(Verdict.INCONCLUSIVE, Optional.empty());
    PinnedCheck check =
        new PinnedCheck(holds(), early, PinnedCheck.differences(holds(), early, true));

    assertThat(check.differences()).isEmpty();
    assertThat(check.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  private static Model holds() {
    return model(Verdict.HOLDS, Optional.empty());
  }

  private static Model twin(String property) {
    return model(Verdict.VIOLATED, Optional.of(property));
  }

  private static Model model(Verdict verdict, Optional<String> property) {
    return new Model(
        "m",
        "M",
        "M.cfg",
        Model.Kind.HOLDS,
        "",
        Model.Time.CI,
        false,
        verdict,
        property,
        OptionalLong.of(1000),
        OptionalLong.of(5000));
  }

  private static Result result(Verdict verdict, Optional<Violation> violation) {
    return new Result(
        verdict, violation, List.of(), OptionalInt.empty(), "", 5678, 1234, 7, Duration.ZERO);
  }
}
