package dev.lockstep.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Diagram;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class RunTextTest {

  private static final Optional<Diagram> TWO_PHASE_COMMIT =
      Catalog.load().protocol("two-phase-commit").diagram();

  /** A run of two-phase commit, with the variables that matter here. */
  private final List<TraceStep> run = new ArrayList<>();

  @Test
  void the_table_shows_only_what_changed() {
    transaction();

    assertThat(ChangeTable.lines(run, OptionalInt.of(5), 76))
        .containsExactly(
            "step  action              what changed",
            "   1  (start)             rmState = (rm1 :> \"working\" @@ rm2 :> \"working\")",
            "                          tmState = \"init\"",
            "                          msgs = {}",
            "   2  TMPrepare           msgs: + [rm |-> rm1, type |-> \"Prepare\"]",
            "                          msgs: + [rm |-> rm2, type |-> \"Prepare\"]",
            "   3  RMPrepare(rm1)      rmState[rm1]: \"working\" -> \"prepared\"",
            "                          msgs: + [rm |-> rm1, type |-> \"Prepared\"]",
            "   4  TMRcvPrepared(rm1)  (nothing)",
            "   5  TMCrash             tmState: \"init\" -> \"crashed\"",
            "   6  LoseMessage([rm |-> rm1, type |-> \"Prepared\"])",
            "                          msgs: - [rm |-> rm1, type |-> \"Prepared\"]",
            "   7  TMRestart           tmState: \"crashed\" -> \"aborted\"",
            "                          msgs: + [rm |-> rm1, type |-> \"Abort\"]",
            "                          msgs: + [rm |-> rm2, type |-> \"Abort\"]",
            "      ↺ back to step 6, and so on for ever");
  }

  @Test
  void the_diagram_shows_who_does_what_and_which_messages_leave_arrive_and_get_lost() {
    transaction();

    assertThat(SequenceDiagram.lines(run, OptionalInt.of(6), TWO_PHASE_COMMIT, 80))
        .containsExactly(
            "   tm                    rm1                   rm2",
            "2  ● TMPrepare           │                     │",
            "   ├─Prepare────────────▶┼────────────────────▶│",
            "3  │                     ▶ RMPrepare           │",
            "   │◀───────────Prepared─┤                     │",
            "4  ▶ TMRcvPrepared(rm1)  │                     │",
            "5  ╳ TMCrash             │                     │",
            "6  ┊✗┄┄┄┄┄┄┄┄┄┄┄Prepared┄│                     │",
            "7  ○ TMRestart           │                     │",
            "   ├─Abort──────────────▶┼────────────────────▶│",
            "   … and so it stays for ever: nothing more happens",
            "",
            "   ● acts   ▶ acts on a message   ╳ crashes   ○ restarts   ✗ a message is lost");
  }

  @Test
  void no_line_is_wider_than_it_may_be() {
    transaction();

    for (int width : new int[] {40, 60, 80, 120}) {
      int most = width;
      assertThat(SequenceDiagram.lines(run, OptionalInt.empty(), TWO_PHASE_COMMIT, width))
          .filteredOn(line -> !line.contains("acts"))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(most));
      assertThat(ChangeTable.lines(run, OptionalInt.empty(), width))
          .filteredOn(line -> !line.contains("LoseMessage"))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Math.max(most, 52)));
    }
  }

  @Test
  void without_hints_the_first_argument_is_the_lane_and_there_are_no_arrows() {
    transaction();

    List<String> lines = SequenceDiagram.lines(run, OptionalInt.empty(), Optional.empty(), 80);

    assertThat(lines.getFirst()).isEqualTo("   rm1");
    assertThat(lines).contains("3  ● RMPrepare", "2  · TMPrepare");
    assertThat(String.join("\n", lines)).doesNotContain("├").doesNotContain("◀");
  }

  @Test
  void without_anybody_to_act_there_is_no_diagram() {
    step("", Map.of("x", TlaValue.of(0)));
    step("Count", Map.of("x", TlaValue.of(1)));

    assertThat(SequenceDiagram.lines(run, OptionalInt.empty(), Optional.empty(), 80)).isEmpty();
  }

  @Test
  void changes_are_shown_where_they_are() {
    TlaValue before =
        TlaValue.record(
            Map.of("log", sequence(1, 2), "seen", set(1), "at", function(Map.of(3, 4, 5, 6))));
    TlaValue after =
        TlaValue.record(
            Map.of("log", sequence(1, 2, 3), "seen", set(2), "at", function(Map.of(3, 7, 8, 9))));

    assertThat(Changes.between(Map.of("x", before), Map.of("x", after)))
        .containsExactlyInAnyOrder(
            "x.log: append 3",
            "x.seen: + 2",
            "x.seen: - 1",
            "x.at[3]: 4 -> 7",
            "x.at[8]: new 9",
            "x.at[5]: gone");
    assertThat(change(sequence(1, 2, 3), sequence(2, 3))).containsExactly("x: remove first 1");
    assertThat(change(sequence(1, 2, 3), sequence(1)))
        .containsExactly("x: remove last 2", "x: remove last 3");
    assertThat(change(sequence(1, 2), sequence(1, 5))).containsExactly("x[2]: 2 -> 5");
    assertThat(change(sequence(1, 2), sequence(7))).containsExactly("x: <<1, 2>> -> <<7>>");
    assertThat(change(set(1), sequence(1))).containsExactly("x: {1} -> <<1>>");
    assertThat(change(set(1), set(1))).isEmpty();
  }

  private static List<String> change(TlaValue before, TlaValue after) {
    return Changes.between(Map.of("x", before), Map.of("x", after));
  }

  private void transaction() {
    step("", state("working", "init"));
    step("TMPrepare", state("working", "init", "Prepare rm1", "Prepare rm2"));
    step("RMPrepare rm1", state("prepared", "init", "Prepare rm1", "Prepare rm2", "Prepared rm1"));
    step(
        "TMRcvPrepared rm1",
        state("prepared", "init", "Prepare rm1", "Prepare rm2", "Prepared rm1"));
    step("TMCrash", state("prepared", "crashed", "Prepare rm1", "Prepare rm2", "Prepared rm1"));
    run.add(
        new TraceStep(
            Optional.of(new ActionCall("LoseMessage", List.of(message("Prepared rm1")))),
            state("prepared", "crashed", "Prepare rm1", "Prepare rm2")));
    step(
        "TMRestart",
        state("prepared", "aborted", "Prepare rm1", "Prepare rm2", "Abort rm1", "Abort rm2"));
  }

  private void step(String action, Map<String, TlaValue> state) {
    String[] words = action.split(" ", -1);
    List<TlaValue> arguments =
        words.length == 1 ? List.of() : List.of(new TlaValue.ModelValue(words[1]));
    run.add(
        new TraceStep(
            action.isEmpty() ? Optional.empty() : Optional.of(new ActionCall(words[0], arguments)),
            state));
  }

  private static Map<String, TlaValue> state(String rm1, String tm, String... messages) {
    Map<String, TlaValue> state = new LinkedHashMap<>();
    state.put(
        "rmState",
        TlaValue.function(
            Map.of(
                new TlaValue.ModelValue("rm1"), TlaValue.of(rm1),
                new TlaValue.ModelValue("rm2"), TlaValue.of("working"))));
    state.put("tmState", TlaValue.of(tm));
    List<TlaValue> inFlight = new ArrayList<>();
    for (String message : messages) {
      inFlight.add(message(message));
    }
    state.put("msgs", TlaValue.set(inFlight));
    return state;
  }

  private static TlaValue message(String words) {
    String[] word = words.split(" ", -1);
    return TlaValue.record(
        Map.of("type", TlaValue.of(word[0]), "rm", new TlaValue.ModelValue(word[1])));
  }

  private static TlaValue sequence(int... numbers) {
    return TlaValue.sequence(values(numbers));
  }

  private static TlaValue set(int... numbers) {
    return TlaValue.set(values(numbers));
  }

  private static TlaValue function(Map<Integer, Integer> mappings) {
    Map<TlaValue, TlaValue> values = new LinkedHashMap<>();
    mappings.forEach((key, value) -> values.put(TlaValue.of(key), TlaValue.of(value)));
    return TlaValue.function(values);
  }

  private static List<TlaValue> values(int... numbers) {
    List<TlaValue> values = new ArrayList<>();
    for (int number : numbers) {
      values.add(TlaValue.of(number));
    }
    return values;
  }
}
