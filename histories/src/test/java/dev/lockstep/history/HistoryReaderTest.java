package dev.lockstep.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs in both formats, and what is wrong with them. */
class HistoryReaderTest {

  private static final String INVOKE =
      "{\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"value\":null}";
  private static final String OK = "{\"process\":0,\"type\":\"ok\",\"f\":\"read\",\"value\":5}";

  @Test
  void json_and_edn_say_the_same() throws Exception {
    History json = Histories.read(Keys.FIELD, INVOKE, OK);
    History array = Histories.read(Keys.FIELD, "[", INVOKE + ",", OK, "]");
    String invoke = "{:process 0, :type :invoke, :f :read, :value nil}";
    String ok = "{:process 0, :type :ok, :f :read, :value 5}";
    History edn = Histories.read(Keys.FIELD, "; a comment", invoke, "", ok);
    History vector = Histories.read(Keys.FIELD, "[" + invoke, ok + "]");

    for (History history : List.of(json, array, edn, vector)) {
      assertThat(history.operations()).hasSize(1);
      Operation read = history.operations().getFirst();
      assertThat(read.function()).isEqualTo("read");
      assertThat(read.process()).isEqualTo(new Value.Int(0));
      assertThat(read.result()).isEqualTo(new Value.Int(5));
      assertThat(read.outcome()).isEqualTo(Outcome.OK);
    }
    assertThat(array.operations().getFirst().lines()).isEqualTo("lines 2 and 3");
    assertThat(edn.operations().getFirst().lines()).isEqualTo("lines 2 and 4");
    assertThat(vector.operations().getFirst().lines()).isEqualTo("lines 1 and 2");
  }

  @Test
  void an_operation_without_an_answer_is_pending() throws Exception {
    Operation open = Histories.of("0i write 1").operations().getFirst();
    Operation info = Histories.of("0i write 1; 0? write").operations().getFirst();

    assertThat(open.isPending()).isTrue();
    assertThat(info.isPending()).isTrue();
    assertThat(info.returned()).isEqualTo(Operation.NEVER);
  }

  @Test
  void the_nemesis_is_skipped_and_what_nobody_expects_is_named() throws Exception {
    History history =
        Histories.read(
            Keys.FIELD,
            "{:process :nemesis, :type :info, :f :start, :value nil, :time 1, :index 0}",
            "#jepsen.history.Op{:process 0, :type :invoke, :f :read, :value nil, :time 2,"
                + " :vlaue 1}");

    assertThat(history.skipped()).isEqualTo(1);
    assertThat(history.operations()).hasSize(1);
    assertThat(history.warnings()).containsExactly("fields that are not looked at: :vlaue");
  }

  @Test
  void keys_are_a_field_or_half_of_the_value() throws Exception {
    History field =
        Histories.read(
            Keys.FIELD_OR_PAIR, "{:process 0, :type :invoke, :f :get, :key \"a\", :value nil}");
    History pair =
        Histories.read(
            Keys.FIELD_OR_PAIR, "{:process 0, :type :invoke, :f :put, :value [\"a\" 1]}");

    assertThat(field.operations().getFirst().key()).isEqualTo(new Value.Text("a"));
    assertThat(pair.operations().getFirst().key()).isEqualTo(new Value.Text("a"));
    assertThat(pair.operations().getFirst().argument()).isEqualTo(new Value.Int(1));
  }

  @Test
  void numbers_are_equal_if_their_amounts_are() throws Exception {
    History history =
        Histories.read(
            Keys.FIELD,
            "{\"process\":0,\"type\":\"invoke\",\"f\":\"w\",\"value\":[1, 1.0, 1e0,"
                + " 123456789012345678901234567890, 1.5]}");
    Value.Sequence values = (Value.Sequence) history.operations().getFirst().argument();

    assertThat(values.elements().subList(0, 3)).containsOnly(new Value.Int(1));
    assertThat(values.toString()).isEqualTo("[1 1 1 1.2345678901234567890123456789E+29 1.5]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0o read 1 | 1 | process 0 is answered and has invoked nothing",
        "0i read; 0i read | 2 | process 0 invokes while its operation of line 1 has no answer",
        "0i read; 0? read; 0i read | 3 | process 0 goes on after the info of line 2, though its"
            + " operation may still happen",
        "0i read; 0o write 1 | 2 | process 0 invoked read in line 1 and is answered for write",
        "nili read | 1 | there is no process",
      })
  void what_no_client_can_have_done_is_told_with_its_line(String events, int line, String problem) {
    HistoryException thrown =
        Assertions.catchThrowableOfType(HistoryException.class, () -> Histories.of(events));

    assertThat(thrown.problem()).isEqualTo(problem);
    assertThat(thrown.line()).isEqualTo(line);
    assertThat(thrown.hint()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"process\":0,\"type\":\"begin\",\"f\":\"read\"} | there is no type 'begin'",
        "{\"process\":0,\"f\":\"read\"} | there is no type",
        "{\"process\":0,\"type\":\"invoke\"} | there is no f",
        "{\"process\":0,\"type\":\"invoke\",\"f\":\"get\"} | there is no key",
        "[1] | an event is a map, and this is none",
        "{:process 0 | this is not EDN: ",
        "[{:process 0, :type :invoke, :f :get, :value [:a 1]} | the file ends within its list of"
            + " events",
        "plain text | an event is a map, and this is none",
      })
  void malformed_logs_are_told(String line, String problem) {
    HistoryException thrown =
        Assertions.catchThrowableOfType(
            HistoryException.class, () -> Histories.read(Keys.FIELD_OR_PAIR, line));

    assertThat(thrown.problem()).startsWith(problem);
    assertThat(thrown.hint()).isNotEmpty();
  }

  @Test
  void json_that_is_broken_has_a_line_and_a_column() {
    HistoryException thrown =
        Assertions.catchThrowableOfType(
            HistoryException.class, () -> Histories.read(Keys.FIELD, INVOKE, "{\"process\":}"));

    assertThat(thrown.problem()).startsWith("this is not JSON: ");
    assertThat(thrown.line()).isEqualTo(2);
    assertThat(thrown.column()).isPositive();
  }

  @Test
  void a_log_that_was_cut_off_is_told_with_the_line_to_remove() {
    for (String last :
        List.of("{", "{\"process\":1,", "{\"process\":1,\"type\":\"inv", "{\"value\":[1,")) {
      HistoryException thrown =
          Assertions.catchThrowableOfType(
              HistoryException.class, () -> Histories.read(Keys.FIELD, INVOKE, OK, last));

      assertThat(thrown.problem())
          .isEqualTo(
              "the line ends inside a JSON object; if the log was cut off while it was written,"
                  + " remove this line");
      assertThat(thrown.line()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ","})
  void an_array_that_was_cut_off_lacks_its_end(String end) {
    HistoryException thrown =
        Assertions.catchThrowableOfType(
            HistoryException.class, () -> Histories.read(Keys.FIELD, "[" + INVOKE + ",", OK + end));

    assertThat(thrown.problem()).startsWith("the file ends within its array").endsWith("with ]");
    assertThat(thrown.line()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t\n", "; a comment", "[]", "\uFEFF"})
  void a_log_with_nothing_in_it_is_no_history(String text) {
    HistoryException thrown =
        Assertions.catchThrowableOfType(
            HistoryException.class, () -> Histories.read(Keys.FIELD, text));

    assertThat(thrown.problem()).isEqualTo("there is nothing in it");
    assertThat(thrown.hint()).isNotEmpty();
  }

  @Test
  void a_byte_order_mark_is_skipped() throws Exception {
    String edn = "{:process 0, :type :invoke, :f :read, :value nil}";
    for (String first : List.of(INVOKE, edn, "[" + INVOKE + "]", "[" + edn + "]")) {
      assertThat(Histories.read(Keys.FIELD, "\uFEFF" + first).operations())
          .isEqualTo(Histories.read(Keys.FIELD, first).operations())
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "write",
        "put",
        "append",
        "cas",
        "enqueue",
        "push",
        "add",
        "remove",
        "contains",
        "txn"
      })
  void an_operation_with_an_argument_needs_a_value(String function) throws Exception {
    String invoke = "{\"process\":0,\"type\":\"invoke\",\"f\":\"" + function + "\",\"%s\":null}";
    HistoryException thrown =
        Assertions.catchThrowableOfType(
            HistoryException.class,
            () -> Histories.read(Keys.FIELD, "", invoke.formatted("valeu")));

    assertThat(thrown.problem()).isEqualTo(function + " needs a value");
    assertThat(thrown.line()).isEqualTo(2);
    assertThat(Histories.read(Keys.FIELD, invoke.formatted("value")).operations()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "{\"a\": 1}", "true"})
  void a_process_is_a_number_or_a_name(String process) {
    HistoryException thrown =
        Assertions.catchThrowableOfType(
            HistoryException.class,
            () ->
                Histories.read(
                    Keys.FIELD, INVOKE.replace("\"process\":0", "\"process\":" + process)));

    assertThat(thrown.problem()).startsWith("process is ").endsWith(", not a number or a name");
    assertThat(thrown.line()).isEqualTo(1);
  }

  @Test
  void nesting_without_end_is_malformed_and_no_crash() {
    for (String open : List.of("[", "{:a ")) {
      HistoryException thrown =
          Assertions.catchThrowableOfType(
              HistoryException.class,
              () -> Histories.read(Keys.FIELD, "{:value " + open.repeat(200_000)));

      assertThat(thrown).isNotNull();
    }
  }
}
