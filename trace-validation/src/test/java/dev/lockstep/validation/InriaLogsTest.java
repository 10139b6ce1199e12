package dev.lockstep.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.mapping.Mapping;
import dev.lockstep.mapping.SpecNames;
import dev.lockstep.observation.Difference;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.InriaLog;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.testing.Walk;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.InriaReader;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs in INRIA's format, at every level of detail, whole and corrupted. */
class InriaLogsTest {

  /** Everybody votes yes, the manager hears one vote twice, commits, and everybody hears of it. */
  private static final List<String> COMMIT =
      List.of(
          event(
              "RMPrepare",
              "rm-0",
              sent("\"rm\": \"rm-0\", \"type\": \"Prepared\""),
              state(0, "prepared")),
          event("TMRcvPrepared", "rm-0", heard(0)),
          event(
              "RMPrepare",
              "rm-1",
              sent("\"type\": \"Prepared\", \"rm\": \"rm-1\""),
              state(1, "prepared")),
          event("TMRcvPrepared", "rm-0", heard(0)),
          event(
              "RMPrepare",
              "rm-2",
              sent("\"type\": \"Prepared\", \"rm\": \"rm-2\""),
              state(2, "prepared")),
          event("TMRcvPrepared", "rm-2", heard(2)),
          event("TMRcvPrepared", "rm-1", heard(1)),
          "{\"event\": \"TMCommit\", "
              + sent("\"type\": \"Commit\"")
              + ", \"tmState\": [{\"op\": \"Update\", \"path\": [], \"args\": [\"done\"]}]}",
          event("RMRcvCommitMsg", "rm-1", state(1, "committed")),
          event("RMRcvCommitMsg", "rm-0", state(0, "committed")),
          event("RMRcvCommitMsg", "rm-2", state(2, "committed")));

  @Test
  void a_log_of_a_commit_holds() throws Exception {
    Validation validation = validate(COMMIT);

    assertThat(validation.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(validation.matched()).isEqualTo(11);
    assertThat(validation.stateCount()).isEqualTo(1);
    assertThat(validation.warnings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"E", "EA", "V", "VEA"})
  void walks_are_accepted_at_every_level_of_detail_that_the_format_has(Walk.Detail detail)
      throws Exception {
    for (long seed = 1; seed <= 12; seed++) {
      Walk walk = Walk.random(TestSpec.twoPhase(), seed, 20);

      Validation validation = validate(InriaLog.lines(walk.events(detail)));

      assertThat(validation.verdict()).as("seed " + seed).isEqualTo(Verdict.HOLDS);
      assertThat(validation.matched()).isEqualTo(walk.steps().size());
    }
  }

  @Test
  void a_commit_before_the_last_vote_is_rejected_there_with_the_guard_that_is_false()
      throws Exception {
    List<String> log = new ArrayList<>(COMMIT);
    log.remove(6);

    Validation validation = validate(log);

    assertThat(validation.matched()).isEqualTo(6);
    Reason.NotEnabled reason = (Reason.NotEnabled) stop(validation).reason();
    assertThat(stop(validation).event().line()).isEqualTo(7);
    Reason.FalseConjunct first = reason.conjuncts().getFirst();
    assertThat(first.conjunct().module()).isEqualTo("TwoPhase");
    assertThat(first.conjunct().text()).isEqualTo("tmPrepared = RM");
    assertThat(first.conjunct().line()).isPositive();
    assertThat(first.conjunct().values().get("tmPrepared")).hasToString("{\"rm-0\", \"rm-2\"}");
    assertThat(first.conjunct().notes()).anyMatch(note -> note.contains("\"rm-1\""));
    assertThat(first.falseIn()).isEqualTo(first.candidates());
    assertThat(stop(validation).allowed())
        .extracting(Object::toString)
        .contains("TMAbort", "TMRcvPrepared(\"rm-1\")")
        .doesNotContain("TMCommit");
  }

  @Test
  void the_guard_is_shown_in_the_state_that_lacks_least() throws Exception {
    List<String> log = new ArrayList<>();
    for (String line : COMMIT.subList(0, 8)) {
      log.add("{\"event\": \"" + line.replaceAll(".*\"event\": \"(\\w+)\".*", "$1") + "\"}");
    }
    log.remove(6);
    log.remove(5);

    Validation validation = validate(log);

    assertThat(validation.stateCount()).isGreaterThan(1);
    Reason.NotEnabled reason = (Reason.NotEnabled) stop(validation).reason();
    Reason.FalseConjunct first = reason.conjuncts().getFirst();
    assertThat(first.falseIn()).isEqualTo(first.candidates()).isGreaterThan(1);
    assertThat(first.conjunct().notes()).hasSize(1);
    assertThat(stop(validation).nearest().orElseThrow().get("tmPrepared"))
        .isEqualTo(first.conjunct().values().get("tmPrepared"));
  }

  @Test
  void a_vote_that_is_logged_with_the_wrong_value_is_rejected_there() throws Exception {
    List<String> log = new ArrayList<>(COMMIT);
    log.set(2, log.get(2).replace("\"prepared\"", "\"committed\""));

    Validation validation = validate(log);

    assertThat(validation.matched()).isEqualTo(2);
    Reason.ValuesDiffer reason = (Reason.ValuesDiffer) stop(validation).reason();
    assertThat(reason.differences()).hasSize(1);
    Difference difference = reason.differences().getFirst();
    assertThat(difference.place()).isEqualTo("rmState");
    assertThat(difference.logged()).isEqualTo("Update at rm-1 \"committed\"");
    assertThat(difference.expected()).contains("rm-1 |-> \"committed\"");
    assertThat(difference.spec()).contains("rm-1 |-> \"prepared\"");
  }

  @Test
  void a_message_that_was_never_sent_cannot_be_received() throws Exception {
    List<String> log = new ArrayList<>(COMMIT);
    log.remove(0);

    Validation validation = validate(log);

    assertThat(validation.matched()).isZero();
    Reason.NotEnabled reason = (Reason.NotEnabled) stop(validation).reason();
    assertThat(reason.conjuncts().getFirst().conjunct().text()).contains("\\in msgs");
  }

  @Test
  void a_resource_manager_that_the_spec_does_not_have_is_named_with_those_it_has()
      throws Exception {
    List<String> log = List.of("{\"event\": \"RMPrepare\", \"event_args\": [\"rm-9\"]}");

    Reason reason = stop(validate(log)).reason();

    assertThat(reason.kind()).isEqualTo("unknown-argument");
    assertThat(reason.sentence())
        .contains("r cannot be \"rm-9\", only rm-0, rm-1, rm-2")
        .contains("did you mean rm-0?");
  }

  @Test
  void a_variable_that_the_spec_does_not_have_is_bad_input() {
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(
            () ->
                validate(
                    List.of("{\"tmPrepard\": [{\"op\": \"Clear\", \"path\": [], \"args\": []}]}")))
        .withMessage(
            "log.ndjson:1: the spec TwoPhase has no variable tmPrepard; did you mean tmPrepared?");
  }

  @Test
  void lines_of_constants_in_front_are_the_header_and_what_is_not_used_is_said() throws Exception {
    try (InriaReader reader =
        InriaLog.reader(
            List.of(
                "{\"RM\": [\"a\"]}",
                "{\"TM\": [\"tm\"]}",
                "{\"event\": \"TMAbort\", \"clock\": 3, \"sender\": \"x\", \"desc\": \"y\"}"))) {
      TraceHeader header = reader.nextRun().orElseThrow();
      assertThat(header.constants()).containsOnlyKeys("RM", "TM");
      assertThat(reader.nextEvent().orElseThrow().clock()).contains(3L);
      assertThat(reader.nextEvent()).isEmpty();
      assertThat(reader.unusedFields()).containsExactly("desc", "sender");
    }
  }

  @Test
  void a_mapping_translates_actions_arguments_variables_and_values() throws Exception {
    Mapping mapping =
        Mapping.parse(
            "map.json",
            """
            {"lockstep-mapping": 1,
             "actions": {"vote": {"action": "RMPrepare", "args": [null, "r"]},
                         "abort": "TMAbort", "heartbeat": null},
             "variables": {"participants": "rmState", "wallClock": null},
             "values": {"P0": "rm-0", "READY": "prepared"}}
            """);
    List<String> log =
        List.of(
            "{\"event\": \"heartbeat\"}",
            "{\"event\": \"vote\", \"event_args\": [17, \"P0\"], \"participants\": [{\"op\":"
                + " \"Update\", \"path\": [\"P0\"], \"args\": [\"READY\"]}], \"wallClock\":"
                + " [{\"op\": \"Add\", \"path\": [], \"args\": [1]}]}",
            "{\"event\": \"abort\"}");

    Validation validation = validate(log, mapping);

    assertThat(validation.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(validation.matched()).isEqualTo(2);
    assertThat(validation.warnings())
        .contains("in the log, but without part in the verdict: wallClock");
  }

  @Test
  void a_mapping_to_a_name_that_the_spec_does_not_have_is_bad_input() throws Exception {
    SpecNames names = SpecNames.of(TestSpec.twoPhase());
    Mapping action = Mapping.parse("m", "{\"lockstep-mapping\":1,\"actions\":{\"a\":\"TMComit\"}}");
    Mapping variable = Mapping.parse("m", "{\"lockstep-mapping\":1,\"variables\":{\"a\":\"msg\"}}");
    Mapping parameter =
        Mapping.parse(
            "m",
            "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"action\":\"RMPrepare\",\"args\":[\"x\"]}}}");

    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> action.check(names))
        .withMessage("m:1:38: the spec has no action TMComit; did you mean TMCommit?");
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> variable.check(names))
        .withMessage("m:1:40: the spec has no variable msg; did you mean msgs?");
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> parameter.check(names))
        .withMessageContaining("no parameter of RMPrepare x");
  }

  @Test
  void a_mapping_file_with_a_slip_says_where() {
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> Mapping.parse("m", "{\"lockstep-mapping\":1,\n \"action\":{}}"))
        .withMessage("m:2:2: unknown field \"action\"; did you mean actions?");
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> Mapping.parse("m", "{}"))
        .withMessageContaining("\"lockstep-mapping\":1");
  }

  private static Validation validate(List<String> lines) throws Exception {
    return validate(lines, Mapping.NONE);
  }

  private static Validation validate(List<String> lines, Mapping mapping) throws Exception {
    Spec spec = TestSpec.twoPhase();
    try (InriaReader reader = InriaLog.reader(lines);
        TraceSource source = mapping.apply(reader, () -> SpecNames.of(spec))) {
      TraceHeader header = source.nextRun().orElseThrow();
      return new Validator(spec, SearchOptions.DEFAULT).validate(source, header);
    }
  }

  private static Validation.Stop stop(Validation validation) {
    assertThat(validation.verdict()).isEqualTo(Verdict.VIOLATED);
    return validation.stopped().orElseThrow();
  }

  private static String event(String name, String argument, String... changes) {
    return "{"
        + String.join(", ", changes)
        + ", \"event\": \""
        + name
        + "\", \"event_args\": [\""
        + argument
        + "\"]}";
  }

  private static String sent(String fields) {
    return "\"msgs\": [{\"op\": \"AddElement\", \"path\": [], \"args\": [{" + fields + "}]}]";
  }

  private static String heard(int rm) {
    return "\"tmPrepared\": [{\"op\": \"AddElement\", \"path\": [], \"args\": [\"rm-"
        + rm
        + "\"]}]";
  }

  private static String state(int rm, String state) {
    return "\"rmState\": [{\"op\": \"Update\", \"path\": [\"rm-"
        + rm
        + "\"], \"args\": [\""
        + state
        + "\"]}]";
  }
}
