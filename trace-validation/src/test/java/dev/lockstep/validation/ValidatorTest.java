package dev.lockstep.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.observation.Difference;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.Log;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The kinds of reasons, budgets and warnings, on a small spec with every kind of value. */
class ValidatorTest {

  @Test
  void a_run_that_follows_the_spec_holds_whatever_its_values_look_like_in_json() throws Exception {
    Validation validation =
        validate(
            """
            {"action":"Order","args":["cup"],"state":{"queue":[{"kind":"cup","nr":0}],"count":1}}
            {"action":"Take","args":["ann"],"state":{"owner/ann":{"kind":"cup","nr":0},"owner/bob":"Nil","queue":[]}}
            {"action":"Finish","state":{"done":[["ann","cup"]],"bag":{"cup":1},"owner":{"ann":"Nil","bob":"Nil"}}}
            {"action":"Scrap","state":{"done":[]}}
            """);

    assertThat(validation.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(validation.matched()).isEqualTo(4);
    assertThat(validation.peakStates()).isEqualTo(1);
    assertThat(validation.warnings()).isEmpty();
  }

  @Test
  void an_unknown_action_is_rejected_with_the_nearest_name() throws Exception {
    Validation validation = validate("{\"action\":\"Ordre\",\"args\":[\"cup\"]}\n");

    Reason.UnknownAction reason = (Reason.UnknownAction) reason(validation);
    assertThat(reason.nearest()).contains("Order");
    assertThat(reason.sentence()).isEqualTo("the spec has no action Ordre");
    assertThat(validation.matched()).isZero();
  }

  @Test
  void the_wrong_number_of_arguments_is_rejected_with_the_parameters() throws Exception {
    Reason reason = reason(validate("{\"action\":\"Take\",\"args\":[\"ann\",1]}\n"));

    assertThat(reason.kind()).isEqualTo("unknown-argument");
    assertThat(reason.sentence())
        .contains("the log gives 2 arguments, but the spec's action takes 1: w");
  }

  @Test
  void an_argument_that_was_not_logged_may_be_any() throws Exception {
    assertThat(
            validate(
                    """
                    {"action":"Order","args":[null]}
                    {"action":"Take","args":[null],"state":{"owner/bob":{"kind":"pot","nr":0}}}
                    """)
                .verdict())
        .isEqualTo(Verdict.HOLDS);
  }

  @Test
  void an_action_that_is_not_enabled_is_rejected_with_its_false_guard() throws Exception {
    Validation validation =
        validate(
            """
            {"action":"Order","args":["cup"]}
            {"action":"Finish","args":["bob"]}
            """);

    Reason.NotEnabled reason = (Reason.NotEnabled) reason(validation);
    assertThat(validation.matched()).isEqualTo(1);
    assertThat(reason.call()).isEqualTo("Finish(\"bob\")");
    assertThat(reason.conjuncts().getFirst().conjunct().text()).isEqualTo("owner[w] # Nil");
    assertThat(validation.stopped().orElseThrow().allowed())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("Order(\"cup\")", "Order(\"pot\")", "Take(ann)", "Take(bob)");
  }

  @Test
  void values_that_differ_are_shown_against_the_nearest_step() throws Exception {
    Validation validation =
        validate(
            """
            {"action":"Order","state":{"queue":[{"kind":"cup","nr":7}],"count":1}}
            """);

    Reason.ValuesDiffer reason = (Reason.ValuesDiffer) reason(validation);
    assertThat(reason.steps()).isEqualTo(2);
    assertThat(reason.differences())
        .containsExactly(
            new Difference(
                "queue",
                "[{\"kind\":\"cup\",\"nr\":7}]",
                "[{\"kind\":\"cup\",\"nr\":7}]",
                "<<[kind |-> \"cup\", nr |-> 0]>>",
                List.of()));
  }

  @Test
  void a_place_that_does_not_exist_differs() throws Exception {
    Reason.ValuesDiffer reason =
        (Reason.ValuesDiffer)
            reason(validate("{\"action\":\"Order\",\"state\":{\"owner/carl\":\"Nil\"}}\n"));

    assertThat(reason.differences().getFirst().spec()).contains("no such place");
  }

  @Test
  void a_projection_is_observed_like_a_value() throws Exception {
    String order = "{\"action\":\"Order\",\"args\":[\"cup\"],\"state\":{%s}}\n";

    assertThat(
            validate(
                    order.formatted(
                        "\"length(queue)\":1,\"last(queue)/nr\":0,\"domain(owner)\":[\"bob\",\"ann\"],"
                            + "\"size(done)\":0,\"size(range(owner))\":1"))
                .verdict())
        .isEqualTo(Verdict.HOLDS);
    Reason.ValuesDiffer wrong =
        (Reason.ValuesDiffer) reason(validate(order.formatted("\"length(queue)\":2")));
    assertThat(wrong.differences().getFirst().place()).isEqualTo("length(queue)");
    assertThat(wrong.differences().getFirst().spec()).isEqualTo("1");
  }

  @Test
  void a_projection_that_cannot_be_taken_is_a_difference_that_says_so() throws Exception {
    Reason.ValuesDiffer reason =
        (Reason.ValuesDiffer)
            reason(
                validate(
                    "{\"action\":\"Order\",\"args\":[\"cup\"],\"state\":{\"length(first(queue)/nr)\":1}}\n"));

    assertThat(reason.differences().getFirst().spec())
        .isEqualTo("nothing: length is for a sequence, and first(queue)/nr is 0");
  }

  @Test
  void an_event_without_a_name_is_any_step_that_fits_its_values() throws Exception {
    assertThat(validate("{\"state\":{\"count\":1}}\n").verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(reason(validate("{\"state\":{\"count\":2}}\n")).kind()).isEqualTo("values-differ");
    assertThat(reason(validate("{\"state\":{\"count\":0}}\n")).kind()).isEqualTo("values-differ");
  }

  @Test
  void an_initial_state_that_the_spec_does_not_have_is_rejected() throws Exception {
    Spec spec = TestSpec.workshop();
    TraceHeader header =
        Log.HEADER.withState(new TreeMap<>(Map.of(Place.of("count"), new LoggedValue.Whole(3))));

    Validation validation =
        new Validator(spec, SearchOptions.DEFAULT)
            .validate(new Log(List.of(TraceEvent.ANY)), header);

    Reason.InitialStateImpossible reason = (Reason.InitialStateImpossible) reason(validation);
    assertThat(reason.differences().getFirst().spec()).isEqualTo("0");
    assertThat(validation.matched()).isZero();
  }

  @Test
  void a_run_without_events_is_bad_input() {
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> validate(""))
        .withMessage("log:1: this run has no events, so that there is nothing to validate");
  }

  @Test
  void a_variable_that_the_spec_does_not_have_is_bad_input_with_the_nearest_name() {
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> validate("{\"state\":{\"ower/ann\":\"Nil\"}}\n"))
        .withMessageContaining("log:2: the spec Workshop has no variable ower")
        .withMessageContaining("did you mean owner?");
  }

  @Test
  void a_budget_of_states_that_runs_out_is_inconclusive_and_said() throws Exception {
    Validation validation =
        validate("{}\n{}\n{}\n{}\n", SearchOptions.DEFAULT.withBudget(3, Duration.ofMinutes(1)));

    assertThat(validation.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(validation.exhausted().orElseThrow())
        .contains("more than 3 states after event")
        .contains("--budget-states");
    assertThat(validation.stopped()).isEmpty();
  }

  @Test
  void a_budget_of_time_that_runs_out_is_inconclusive_and_said() throws Exception {
    Validation validation =
        validate("{}\n{}\n", SearchOptions.DEFAULT.withBudget(1000, Duration.ZERO));

    assertThat(validation.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(validation.exhausted().orElseThrow()).contains("--budget-seconds");
    assertThat(validation.matched()).isZero();
  }

  @Test
  void invariants_are_checked_on_request() throws Exception {
    String log = "{\"action\":\"Order\"}\n{\"action\":\"Take\"}\n".repeat(2) + order(3);
    SearchOptions withInvariants = SearchOptions.DEFAULT.withInvariants(true);
    log = log.replace("{\"action\":\"Take\"}\n" + order(3), order(3));

    assertThat(validate(log).verdict()).isEqualTo(Verdict.HOLDS);
    Validation validation = validate(log, withInvariants);

    assertThat(reason(validation)).isInstanceOf(Reason.InvariantBroken.class);
    assertThat(reason(validation).sentence()).contains("invariant Few is broken");
    assertThat(validation.stopped().orElseThrow().number()).isEqualTo(4);
    assertThat(validation.matched()).isEqualTo(4);
  }

  @Test
  void an_invariant_counts_only_on_behaviours_that_agree_with_the_whole_log() throws Exception {
    SearchOptions withInvariants = SearchOptions.DEFAULT.withInvariants(true);
    String three = "{\"action\":\"Order\"}\n{\"action\":\"Take\"}\n{\"action\":\"Order\"}\n";
    String broken = three + "{\"action\":\"Take\"}\n{\"action\":\"Order\"}\n";

    Validation unrelated = validate(broken + "{\"action\":\"Scrap\"}\n", withInvariants);
    Validation either = validate(three + "{}\n{}\n", withInvariants);

    assertThat(reason(unrelated)).isInstanceOf(Reason.NotEnabled.class);
    assertThat(either.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(either.warnings())
        .contains(
            "some behaviours that agree with the log break Few, others do not: log more to tell"
                + " which one it was");
  }

  @Test
  void what_was_never_observed_is_said() throws Exception {
    Validation validation = validate("{\"state\":{\"count\":1}}\n");

    assertThat(validation.warnings())
        .containsExactly(
            "never observed, so anything goes for: bag, done, owner, queue",
            "no event names its action: any action that fits the values was accepted",
            "the log does not determine the state: the spec can be in 2 states at its end");
  }

  @Test
  void a_file_may_have_several_runs_each_from_the_initial_state() throws Exception {
    byte[] bytes =
        (HEADER + order(1) + HEADER + order(1) + order(1)).getBytes(StandardCharsets.UTF_8);
    Validator validator = new Validator(TestSpec.workshop(), SearchOptions.DEFAULT);
    try (TraceReader reader = TraceReader.of("log", new ByteArrayInputStream(bytes))) {
      assertThat(validator.validate(reader, reader.nextRun().orElseThrow()).verdict())
          .isEqualTo(Verdict.HOLDS);
      Validation second = validator.validate(reader, reader.nextRun().orElseThrow());
      assertThat(second.matched()).isEqualTo(1);
      assertThat(second.stopped().orElseThrow().event().line()).isEqualTo(5);
      assertThat(reader.nextRun()).isEmpty();
    }
  }

  private static final String HEADER =
      "{\"lockstep-trace\":1,\"spec\":\"Workshop\",\"constants\":{}}\n";

  private static String order(int count) {
    return "{\"action\":\"Order\",\"state\":{\"count\":" + count + "}}\n";
  }

  private static Validation validate(String events) throws Exception {
    return validate(events, SearchOptions.DEFAULT);
  }

  private static Validation validate(String events, SearchOptions options) throws Exception {
    byte[] bytes = (HEADER + events).getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = TraceReader.of("log", new ByteArrayInputStream(bytes))) {
      TraceHeader header = reader.nextRun().orElseThrow();
      return new Validator(TestSpec.workshop(), options).validate(reader, header);
    }
  }

  private static Reason reason(Validation validation) {
    assertThat(validation.verdict()).isEqualTo(Verdict.VIOLATED);
    return validation.stopped().orElseThrow().reason();
  }
}
