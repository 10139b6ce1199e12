package dev.lockstep.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.driver.Finding.Kind;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.tlc.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  /** A lamp as it should be; tests break it. */
  static class Lamp implements Driver {
    boolean on;
    int pressed;

    @Override
    public void init(Setup setup) {
      on = false;
      pressed = 0;
    }

    @Override
    public boolean step(String action, Arguments arguments) {
      return action.equals("TurnOn") ? turnOn() : turnOff();
    }

    boolean turnOn() {
      if (on) {
        return false;
      }
      on = true;
      pressed++;
      return true;
    }

    boolean turnOff() {
      boolean was = on;
      on = false;
      return was;
    }

    @Override
    public Map<String, ?> observe() {
      return new HashMap<>(Map.of("on", on, "pressed", pressed));
    }
  }

  private TrialReport lamp(Supplier<? extends Driver> driver) throws Exception {
    return lamp(driver, TrialOptions.ALL);
  }

  private TrialReport lamp(Supplier<? extends Driver> driver, TrialOptions options)
      throws Exception {
    try (BoundedModel model = Specs.lamp(directory);
        Implementation code = Implementation.of(driver, PATIENCE)) {
      return Trial.run(model, code, options, progress -> {});
    }
  }

  private static Kind kind(TrialReport report) {
    return report.finding().orElseThrow().kind();
  }

  @Test
  void code_that_is_the_spec_holds_and_is_tried_everywhere() throws Exception {
    TrialReport report = lamp(Lamp::new);
    assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(report.edges()).isEqualTo(report.allEdges()).isEqualTo(4);
    assertThat(report.states()).isEqualTo(5);
    assertThat(report.forbiddenTried()).isEqualTo(5);
    assertThat(report.beyondTried()).isEqualTo(1);
    assertThat(report.neverObserved()).isEmpty();
  }

  @Test
  void a_step_that_is_refused_though_allowed_is_found() throws Exception {
    TrialReport report =
        lamp(
            () ->
                new Lamp() {
                  @Override
                  boolean turnOn() {
                    return pressed == 0 && super.turnOn();
                  }
                });
    assertThat(kind(report)).isEqualTo(Kind.REFUSED);
    assertThat(report.finding().orElseThrow().length()).isEqualTo(3);
  }

  @Test
  void a_step_that_is_taken_though_forbidden_is_found_with_the_guard_that_is_false()
      throws Exception {
    TrialReport report =
        lamp(
            () ->
                new Lamp() {
                  @Override
                  boolean turnOn() {
                    on = true;
                    pressed++;
                    return true;
                  }
                });
    assertThat(kind(report)).isEqualTo(Kind.FORBIDDEN);
    Finding finding = report.finding().orElseThrow();
    assertThat(finding.length()).isEqualTo(2);
    assertThat(finding.shortest()).isTrue();
    assertThat(finding.falseConjunct().orElseThrow().text()).isEqualTo("~on");
  }

  @Test
  void a_wrong_state_beyond_the_bounds_of_the_model_is_found() throws Exception {
    TrialReport report =
        lamp(
            () ->
                new Lamp() {
                  @Override
                  boolean turnOn() {
                    boolean taken = super.turnOn();
                    pressed = Math.min(pressed, 2);
                    return taken;
                  }
                });
    assertThat(kind(report)).isEqualTo(Kind.OTHER_STATE);
    assertThat(report.finding().orElseThrow().length()).isEqualTo(5);
  }

  @Test
  void a_refusal_that_changes_something_is_found() throws Exception {
    TrialReport report =
        lamp(
            () ->
                new Lamp() {
                  @Override
                  boolean turnOff() {
                    pressed += on ? 0 : 1;
                    return super.turnOff();
                  }
                });
    assertThat(kind(report)).isEqualTo(Kind.CHANGED_BY_REFUSAL);
  }

  @Test
  void code_that_throws_or_does_not_return_is_found() throws Exception {
    TrialReport thrown =
        lamp(
            () ->
                new Lamp() {
                  @Override
                  boolean turnOff() {
                    throw new IllegalStateException("burnt out");
                  }
                });
    assertThat(kind(thrown)).isEqualTo(Kind.CODE_FAILED);
    assertThat(thrown.finding().orElseThrow().message()).contains("burnt out");
    try (BoundedModel model = Specs.lamp(directory);
        Implementation code =
            Implementation.of(
                () ->
                    new Lamp() {
                      @Override
                      boolean turnOff() {
                        while (!Thread.interrupted()) {
                          Thread.onSpinWait();
                        }
                        return false;
                      }
                    },
                Duration.ofMillis(200))) {
      TrialReport hung = Trial.run(model, code, TrialOptions.ALL, progress -> {});
      assertThat(kind(hung)).isEqualTo(Kind.TIMED_OUT);
    }
  }

  @Test
  void a_wrong_start_is_found() throws Exception {
    TrialReport report =
        lamp(
            () ->
                new Lamp() {
                  @Override
                  public void init(Setup setup) {
                    on = true;
                  }
                });
    assertThat(kind(report)).isEqualTo(Kind.INITIAL_STATE);
  }

  @Test
  void code_that_remembers_what_was_before_its_start_is_not_a_function_of_its_inputs()
      throws Exception {
    int[] presses = new int[1];
    TrialReport report =
        lamp(
            () ->
                new Lamp() {
                  @Override
                  boolean turnOn() {
                    return presses[0]++ != 2 && super.turnOn();
                  }
                });
    assertThat(kind(report)).isEqualTo(Kind.NOT_A_FUNCTION);
  }

  @Test
  void a_difference_that_depends_on_the_way_is_shrunk() throws Exception {
    TrialReport report =
        lamp(
            () ->
                new Lamp() {
                  private boolean triedToTurnOff;

                  @Override
                  public void init(Setup setup) {
                    super.init(setup);
                    triedToTurnOff = false;
                  }

                  @Override
                  boolean turnOff() {
                    triedToTurnOff |= !on;
                    return super.turnOff();
                  }

                  @Override
                  boolean turnOn() {
                    return !triedToTurnOff && super.turnOn();
                  }
                });
    Finding finding = report.finding().orElseThrow();
    assertThat(finding.kind()).isEqualTo(Kind.REFUSED);
    assertThat(finding.run()).hasSize(2);
    assertThat(finding.run().getLast().action().orElseThrow().name()).isEqualTo("TurnOff");
  }

  @Test
  void what_it_says_that_it_would_accept_is_compared_both_ways() throws Exception {
    assertThat(kind(lamp(() -> offering(List.of("TurnOn", "TurnOff"))))).isEqualTo(Kind.OFFERED);
    assertThat(kind(lamp(() -> offering(List.of())))).isEqualTo(Kind.NOT_OFFERED);
    assertThat(kind(lamp(() -> offering(List.of("TurnOn", "Explode"))))).isEqualTo(Kind.OFFERED);
    TrialReport right =
        lamp(
            () ->
                new Lamp() {
                  @Override
                  public Optional<Collection<Step>> enabled() {
                    return Optional.of(List.of(Step.of(on ? "TurnOff" : "TurnOn")));
                  }
                });
    assertThat(right.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(right.enabledAsked()).isEqualTo(5);
  }

  private static Lamp offering(List<String> actions) {
    return new Lamp() {
      @Override
      public Optional<Collection<Step>> enabled() {
        return Optional.of(new ArrayList<>(actions.stream().map(Step::of).toList()));
      }
    };
  }

  @Test
  void what_is_not_supported_or_left_open_is_said() throws Exception {
    TrialReport unsupported =
        lamp(
            () ->
                new Lamp() {
                  @Override
                  public Map<String, String> unsupported() {
                    return Map.of("TurnOff", "no such button");
                  }
                });
    assertThat(unsupported.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(unsupported.allEdges()).isEqualTo(1);
    assertThat(unsupported.notSupported()).isEqualTo(3);
    TrialReport open =
        lamp(
            () ->
                new Lamp() {
                  @Override
                  boolean turnOff() {
                    return false;
                  }
                },
            TrialOptions.ALL.with(Freedom.of(Map.of("TurnOff", "stays on"), Map.of())));
    assertThat(open.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(open.edges()).isEqualTo(1);
    assertThat(TrialText.lines(open, 80)).anyMatch(line -> line.contains("stays on"));
  }

  @Test
  void a_budget_that_runs_out_is_inconclusive() throws Exception {
    TrialReport report = lamp(Lamp::new, TrialOptions.ALL.within(2, PATIENCE));
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.exhausted()).contains("the limit of 2 steps was reached");
  }

  @Test
  void names_that_the_spec_does_not_have_are_the_drivers_mistake() {
    assertThatThrownBy(
            () ->
                lamp(
                    () ->
                        new Lamp() {
                          @Override
                          public Map<String, ?> observe() {
                            return Map.of("om", true);
                          }
                        }))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining("did you mean on?");
    assertThatThrownBy(
            () ->
                lamp(
                    () ->
                        new Lamp() {
                          @Override
                          public Map<String, String> unsupported() {
                            return Map.of("TurnOf", "typo");
                          }
                        }))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining("did you mean TurnOff?");
  }

  @Test
  void code_may_choose_among_several_outcomes_and_what_it_never_chose_is_said() throws Exception {
    try (BoundedModel model = Specs.coin(directory);
        Implementation code = Implementation.of(LoadedCoin::new, PATIENCE)) {
      TrialReport report = Trial.run(model, code, TrialOptions.ALL, progress -> {});
      assertThat(report.finding()).isEmpty();
      assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
      assertThat(report.allEdges()).isEqualTo(4);
      assertThat(report.edges()).isEqualTo(2);
      assertThat(report.notTaken()).isEqualTo(new TrialReport.NotTaken(0, 0, 2));
    }
  }

  /** A coin that always shows heads. */
  private static final class LoadedCoin implements Driver {
    private String side = "none";

    @Override
    public void init(Setup setup) {
      side = "none";
    }

    @Override
    public boolean step(String action, Arguments arguments) {
      String before = side;
      switch (action) {
        case "Flip" -> side = side.equals("none") ? "heads" : side;
        case "TakeHeads" -> side = side.equals("heads") ? "none" : side;
        default -> {}
      }
      return !side.equals(before);
    }

    @Override
    public Map<String, ?> observe() {
      return Map.of("side", side);
    }
  }
}
