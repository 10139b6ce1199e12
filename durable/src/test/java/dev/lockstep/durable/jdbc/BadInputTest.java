package dev.lockstep.durable.jdbc;

import static dev.lockstep.durable.jdbc.Fixture.LONG;
import static dev.lockstep.durable.jdbc.Fixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be done is said by a name, with the place and what to do, and changes nothing. */
class BadInputTest {

  record Item(String name) {}

  record Odd(Object value) {}

  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private DurableBuilder waiting() {
    return fixture
        .builder()
        .program(
            "p",
            Item.class,
            String.class,
            (context, item) -> {
              context.run("local", String.class, item::name);
              Call<Integer> call = context.call("ask", LONG, Integer.class);
              String first = "" + call.await();
              context.sleep("nap", LONG);
              return first;
            })
        .program("q", Item.class, String.class, (context, item) -> item.name());
  }

  private void refused(Class<? extends Throwable> type, ThrowingCallable what, String... message) {
    assertThatExceptionOfType(type)
        .isThrownBy(what)
        .satisfies(e -> assertThat(e.getMessage()).contains(message));
  }

  private static boolean isSuspended(Durable durable, String id) {
    return durable.status(id).taskState() == TaskState.SUSPENDED;
  }

  @Test
  void ids_and_names() {
    Durable durable = fixture.start(waiting());
    Item item = new Item("x");
    refused(BadNameException.class, () -> durable.run(" ", "p", item, LONG), "the id", "empty");
    refused(
        BadNameException.class,
        () -> durable.run("x".repeat(201), "p", item, LONG),
        "has 201 characters, and 200 at most");
    refused(BadNameException.class, () -> durable.run("a\nb", "p", item, LONG), "U+000A at 1");
    refused(BadNameException.class, () -> durable.run("a\uD83D", "p", item, LONG), "U+D83D at 1");
    refused(
        UnknownProgramException.class,
        () -> durable.run("e", "r", item, LONG),
        "execution \"e\": this process has no program \"r\", only [p, q]");
    refused(
        IllegalArgumentException.class,
        () -> durable.run("e", "p", item, Duration.ZERO),
        "cannot end within PT0S");
    refused(UnknownExecutionException.class, () -> durable.status("e"), "no execution \"e\"");
    refused(UnknownExecutionException.class, () -> durable.handle("e"), "no execution \"e\"");
    refused(UnknownExecutionException.class, () -> durable.proceed("e"), "no execution \"e\"");
    refused(UnknownExecutionException.class, () -> durable.resolve("e", "s", 1), "execution \"e\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> waiting().program("p", Item.class, String.class, (c, i) -> ""))
        .withMessageContaining("two programs \"p\"");
    assertThatIllegalArgumentException().isThrownBy(() -> waiting().lease(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> waiting().concurrency(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Retry.of(0, Duration.ZERO));
  }

  @Test
  void the_same_id_for_something_else() {
    Durable durable = fixture.start(waiting());
    durable.run("e", "p", new Item("x"), LONG);
    refused(
        ConflictException.class,
        () -> durable.run("e", "q", new Item("x"), LONG),
        "execution \"e\" is one of program \"p\", not of \"q\"");
    refused(
        ConflictException.class,
        () -> durable.run("e", "p", new Item("y"), LONG),
        "with the input {\"name\":\"x\"}, not with {\"name\":\"y\"}");
  }

  @Test
  void settling_what_cannot_be_settled() throws InterruptedException {
    Durable durable = fixture.start(waiting());
    durable.run("e", "p", new Item("x"), LONG);
    Fixture.until(() -> isSuspended(durable, "e"));
    refused(
        UnknownStepException.class,
        () -> durable.resolve("e", "ship", 1),
        "execution \"e\" has no call \"ship\", or not yet; so far it has [run \"local\", call");
    refused(
        NotACallException.class, () -> durable.resolve("e", "local", 1), "step 1", "run \"local\"");
    refused(
        ValueException.class,
        () -> durable.resolve("e", "ask", new Odd(new Object())),
        "execution \"e\", step \"ask\": a value of",
        "cannot be written as JSON");
    assertThat(durable.resolve("e", "ask", 1).isNew()).isTrue();
    Outcome again = durable.resolve("e", "ask", 2);
    assertThat(again.isNew()).isFalse();
    assertThat(again.value()).isEqualTo("1");
    Fixture.until(() -> durable.status("e").steps().size() == 3);
    refused(NotACallException.class, () -> durable.reject("e", "nap", ""), "sleep \"nap\"");
    assertThat(durable.status("e").state()).isEqualTo(PromiseState.PENDING);
  }

  @Test
  void values_that_json_cannot_hold() throws InterruptedException {
    Durable durable =
        fixture.start(
            waiting()
                .program(
                    "odd",
                    Item.class,
                    Object.class,
                    (context, item) -> context.run("make", Object.class, Object::new))
                .program(
                    "wrong",
                    Item.class,
                    Integer.class,
                    (context, item) -> context.call("ask", LONG, Integer.class).await()));
    refused(
        ValueException.class,
        () -> durable.run("e", "p", new Odd(new Object()), LONG),
        "the input of execution \"e\": a value of");
    refused(
        ValueException.class,
        () -> durable.run("e", "p", "text", LONG),
        "the input of execution \"e\": \"text\" cannot be read as " + Item.class.getName());
    Handle<Object> odd = durable.run("odd", "odd", new Item("x"), LONG);
    refused(
        ExecutionFailedException.class,
        () -> odd.get(PATIENCE),
        "StepFailedException",
        "step 1 (run \"make\")",
        "cannot be written as JSON");
    Handle<Integer> wrong = durable.run("wrong", "wrong", new Item("x"), LONG);
    Fixture.until(() -> isSuspended(durable, "wrong"));
    durable.resolve("wrong", "ask", "many");
    refused(
        ExecutionFailedException.class,
        () -> wrong.get(PATIENCE),
        "step 1 (call \"ask\"): \"many\" cannot be read as java.lang.Integer");
  }

  @Test
  void two_calls_of_one_name_and_steps_inside_of_steps() {
    Durable durable =
        fixture.start(
            fixture
                .builder()
                .program(
                    "twice",
                    String.class,
                    String.class,
                    (context, input) -> {
                      context.call("ask", Duration.ofMillis(1), String.class);
                      context.call("ask", Duration.ofMillis(1), String.class);
                      return "";
                    })
                .program(
                    "inside",
                    String.class,
                    String.class,
                    (context, input) ->
                        context.run(
                            "outer",
                            String.class,
                            () -> context.run("inner", String.class, () -> "x"))));
    Handle<String> twice = durable.run("a", "twice", "", LONG);
    refused(
        ExecutionFailedException.class,
        () -> twice.get(PATIENCE),
        "execution \"a\" has a call \"ask\" already, step 1");
    Handle<String> inside = durable.run("b", "inside", "", LONG);
    refused(
        ExecutionFailedException.class, () -> inside.get(PATIENCE), "outside of steps", "\"b\"");
  }

  @Test
  void a_program_that_only_others_have() throws InterruptedException {
    Durable lacking =
        fixture.start(
            fixture
                .builder()
                .program("q", Item.class, String.class, (context, item) -> item.name()));
    Durable starts = fixture.start(waiting().concurrency(0));
    starts.run("e", "p", new Item("x"), LONG);
    Fixture.until(() -> lacking.status("e").problem() != null);
    assertThat(lacking.status("e").problem())
        .contains("does not have the program \"p\", and leaves the execution to others");
    refused(
        UnknownProgramException.class, () -> lacking.handle("e"), "this process has no program");
    assertThat(fixture.problems)
        .singleElement()
        .isInstanceOf(UnknownProgramException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains("wait for the program \"p\""));

    Durable having = fixture.start(waiting());
    Fixture.until(() -> isSuspended(having, "e"));
    assertThat(having.status("e").attempts()).isEqualTo(1);
    assertThat(fixture.problems).hasSize(1);
  }

  @Test
  void a_changed_program_halts_and_goes_on_when_it_is_back() throws InterruptedException {
    Durable old = fixture.start(waiting());
    old.run("e", "p", new Item("x"), LONG);
    Fixture.until(() -> isSuspended(old, "e"));
    old.close();
    Durable changed =
        fixture.start(
            fixture
                .builder()
                .program(
                    "p",
                    Item.class,
                    String.class,
                    (context, item) -> {
                      context.sleep("local", LONG);
                      return "";
                    }));
    changed.resolve("e", "ask", 7);
    Fixture.until(() -> changed.status("e").taskState() == TaskState.HALTED);
    Handle<String> handle = changed.handle("e");
    refused(
        StillRunningException.class,
        () -> handle.get(Duration.ofMillis(1)),
        "execution \"e\", step 1: the journal says run \"local\", the program of this worker asks"
            + " for sleep \"local\"; the execution is halted",
        "call proceed(\"e\")");
    assertThat(fixture.problems).singleElement().isInstanceOf(MismatchException.class);
    assertThat(changed.status("e").steps()).hasSize(2);
    changed.close();
    Durable back = fixture.start(waiting());
    assertThat(back.proceed("e")).isTrue();
    assertThat(back.proceed("e")).isFalse();
    Fixture.until(() -> isSuspended(back, "e"));
    assertThat(back.status("e").problem()).isNull();
  }

  @Test
  void tables_of_another_version_or_none() throws SQLException {
    refused(
        SchemaException.class,
        () -> waiting().withExistingTables().start(),
        "no tables of durable executions",
        "schema.sql");
    waiting().start().close();
    waiting().withExistingTables().start().close();
    execute("UPDATE durable_schema SET version = 99");
    refused(SchemaException.class, () -> waiting().start(), "have version 99", "needs version 1");
  }

  @Test
  void a_database_that_fails_is_asked_again() throws SQLException, InterruptedException {
    Durable durable = fixture.start(waiting());
    execute("ALTER TABLE durable_execution RENAME TO gone");
    refused(SchemaException.class, () -> durable.status("e"), "no tables of durable executions");
    Fixture.until(() -> !fixture.problems.isEmpty());
    execute("ALTER TABLE gone RENAME TO durable_execution");

    durable.run("e", "q", new Item("back"), LONG);
    assertThat(durable.<String>handle("e").get(PATIENCE)).isEqualTo("back");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = fixture.pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
