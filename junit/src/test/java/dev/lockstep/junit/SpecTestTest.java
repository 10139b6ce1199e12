package dev.lockstep.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.lockstep.driver.Arguments;
import dev.lockstep.driver.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** What users see of {@link SpecTest}: runs JUnit inside of a test. */
class SpecTestTest {

  /** Somebody's own clock. */
  static class Clock {
    long time;

    long tick() {
      return ++time;
    }

    void merge(long other) {
      time = Math.max(time, other) + 1;
    }
  }

  /** One who forgets his own time at receiving. */
  static final class ForgetfulClock extends Clock {
    @Override
    void merge(long other) {
      time = other + 1;
    }
  }

  private record Letter(String from, String to, long clock) {}

  /** A test as users write it. */
  @FollowsSpec(protocol = "lamport-clock", model = "small")
  static class ClockTestCase implements SpecTest {
    private final Map<String, Clock> clocks = new LinkedHashMap<>();
    private final Set<Letter> letters = new HashSet<>();

    Clock clock() {
      return new Clock();
    }

    @Override
    public void init(Setup setup) {
      clocks.clear();
      letters.clear();
      setup.names("Process").forEach(name -> clocks.put(name, clock()));
    }

    @Override
    public boolean step(String action, Arguments arguments) {
      Clock clock = Objects.requireNonNull(clocks.get(arguments.text(0)));
      switch (action) {
        case "Tick" -> clock.tick();
        case "Send" -> {
          if (arguments.text(0).equals(arguments.text(1))) {
            return false;
          }
          letters.add(new Letter(arguments.text(0), arguments.text(1), clock.tick()));
        }
        case "Receive" -> {
          Letter letter =
              new Letter(
                  arguments.text(1, "from"), arguments.text(1, "to"), arguments.number(1, "clock"));
          if (!letter.to().equals(arguments.text(0)) || !letters.remove(letter)) {
            return false;
          }
          clock.merge(letter.clock());
        }
        default -> throw new IllegalArgumentException(action);
      }
      return true;
    }

    @Override
    public Map<String, ?> observe() {
      Map<String, Long> times = new HashMap<>();
      clocks.forEach((name, clock) -> times.put(name, clock.time));
      return Map.of("clock", times, "msgs", letters);
    }
  }

  static final class ForgetfulTestCase extends ClockTestCase {
    @Override
    Clock clock() {
      return new ForgetfulClock();
    }
  }

  /** The spec is a file of the user's own, and half of the state is not looked at. */
  @FollowsSpec(spec = "classpath:Light.tla", scenario = "target/light.ndjson")
  static class LightTestCase implements SpecTest {
    boolean on;

    @Override
    public void init(Setup setup) {
      on = false;
    }

    @Override
    public boolean step(String action, Arguments arguments) {
      // Broken: pressing the switch twice does not turn it off.
      on = true;
      return true;
    }

    @Override
    public Map<String, ?> observe() {
      return Map.of("on", on);
    }
  }

  @FollowsSpec(protocol = "lamport-clok")
  static final class MisspelledTestCase extends ClockTestCase {}

  @FollowsSpec(protocol = "lamport-clock", maxStates = 5)
  static final class ShortOfTimeTestCase extends ClockTestCase {}

  private static Events run(Class<?> test) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(test)).execute().allEvents();
  }

  private static List<String> messages(Events events) {
    return events.failed().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> String.valueOf(result.getThrowable().orElseThrow().getMessage()))
        .toList();
  }

  @Test
  void code_that_follows_the_spec_passes_a_test_for_each_action() {
    Events events = run(ClockTestCase.class);
    assertThat(messages(events)).isEmpty();
    assertThat(events.dynamicallyRegistered().stream().map(Event::getTestDescriptor))
        .extracting(descriptor -> descriptor.getDisplayName())
        .containsExactly(
            "Receive: 1,248 of 1,248 steps",
            "Send: 4,056 of 4,056 steps",
            "Tick: 2,028 of 2,028 steps",
            "lamport-clock small: the whole");
  }

  @Test
  void code_that_does_not_fails_the_test_of_the_action_with_the_shortest_run() {
    Events events = run(ForgetfulTestCase.class);
    assertThat(messages(events)).hasSize(1);
    assertThat(messages(events).getFirst())
        .startsWith("The code takes the step to another state than the spec: Receive(")
        .contains("observed ")
        .contains("by the shortest way");
  }

  @Test
  void a_spec_of_ones_own_is_found_on_the_class_path_and_a_scenario_is_written() throws Exception {
    Path scenario = Path.of("target/light.ndjson");
    Files.deleteIfExists(scenario);
    Events events = run(LightTestCase.class);
    assertThat(messages(events)).hasSize(1);
    assertThat(messages(events).getFirst())
        .contains("Press")
        .contains("expected FALSE")
        .contains("observed true");
    assertThat(Files.readAllLines(scenario)).hasSize(3);
  }

  @Test
  void a_name_that_nobody_has_is_said_in_the_failure() {
    assertThat(messages(run(MisspelledTestCase.class)).getFirst())
        .contains("did you mean 'lamport-clock'?");
  }

  @Test
  void a_budget_that_runs_out_is_no_success() {
    assertThat(messages(run(ShortOfTimeTestCase.class)))
        .containsExactly("inconclusive: the limit of 5 states was reached");
  }
}
