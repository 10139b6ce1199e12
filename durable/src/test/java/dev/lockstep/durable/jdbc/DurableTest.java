package dev.lockstep.durable.jdbc;

import static dev.lockstep.durable.jdbc.Fixture.LONG;
import static dev.lockstep.durable.jdbc.Fixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a program can do, and what comes of it. */
class DurableTest {

  record Order(String item, int cents) {}

  record Receipt(String payment, String tracking) {}

  private final Fixture fixture = new Fixture();
  private final AtomicInteger charges = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Durable orders() {
    return fixture.start(
        fixture
            .builder()
            .program(
                "order",
                Order.class,
                Receipt.class,
                (context, order) -> {
                  runs.incrementAndGet();
                  String payment =
                      context.run(
                          "charge",
                          Retry.of(5, Duration.ofMillis(1)),
                          String.class,
                          () -> "paid-" + order.cents() + "-" + charges.incrementAndGet());
                  Call<String> shipped = context.call("ship", Duration.ofDays(3), String.class);
                  context.sleep("cool off", Duration.ofMillis(30));
                  return new Receipt(payment, shipped.await());
                }));
  }

  private static boolean isSuspended(Durable durable, String id, int steps) {
    Status status = durable.status(id);
    return status.taskState() == TaskState.SUSPENDED && status.steps().size() == steps;
  }

  @Test
  void a_program_runs_waits_and_ends() throws InterruptedException {
    Durable durable = orders();
    Handle<Receipt> handle = durable.run("order-17", "order", new Order("book", 1250), LONG);
    Fixture.until(() -> durable.status("order-17").steps().size() == 3);
    Outcome outcome = durable.resolve("order-17", "ship", "tracking-4711");

    assertThat(outcome.isNew()).isTrue();
    assertThat(outcome.value()).isEqualTo("\"tracking-4711\"");
    assertThat(handle.get(PATIENCE)).isEqualTo(new Receipt("paid-1250-1", "tracking-4711"));
    assertThat(charges).hasValue(1);
    assertThat(runs).hasValueGreaterThan(1);
    Status status = handle.status();
    assertThat(status.taskState()).isEqualTo(TaskState.FULFILLED);
    assertThat(status.state()).isEqualTo(PromiseState.RESOLVED);
    assertThat(status.steps())
        .extracting(Status.Step::kind, Status.Step::name)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("run", "charge"),
            org.assertj.core.groups.Tuple.tuple("call", "ship"),
            org.assertj.core.groups.Tuple.tuple("sleep", "cool off"),
            org.assertj.core.groups.Tuple.tuple("return", "return"));
    assertThat(fixture.problems).isEmpty();
  }

  @Test
  void what_is_started_twice_is_started_once() throws InterruptedException {
    Durable durable = orders();
    Handle<Receipt> one = durable.run("o", "order", new Order("book", 1), LONG);
    Handle<Receipt> other = durable.run("o", "order", new Order("book", 1), LONG);
    Fixture.until(() -> isSuspended(durable, "o", 3));
    durable.resolve("o", "ship", "t");

    assertThat(one.get(PATIENCE)).isEqualTo(other.get(PATIENCE));
    assertThat(durable.<Receipt>handle("o").get(PATIENCE).tracking()).isEqualTo("t");
    assertThat(charges).hasValue(1);
  }

  @Test
  void a_step_that_throws_is_tried_again_and_then_its_failure_is_recorded()
      throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    Durable durable =
        fixture.start(
            fixture
                .builder()
                .program(
                    "p",
                    String.class,
                    String.class,
                    (context, input) -> {
                      String third =
                          context.run(
                              "flaky",
                              Retry.of(3, Duration.ofMillis(1)),
                              String.class,
                              () -> {
                                if (attempts.incrementAndGet() < 3) {
                                  throw new IOException("not yet");
                                }
                                return "third";
                              });
                      try {
                        context.run(
                            "hopeless",
                            String.class,
                            () -> {
                              attempts.incrementAndGet();
                              throw new IOException("never");
                            });
                      } catch (StepFailedException e) {
                        context.sleep("so that there is a replay", Duration.ofMillis(5));
                        return third + ", " + e.step() + ", " + e.type() + ", " + e.reason();
                      }
                      return "";
                    }));
    Handle<String> handle = durable.run("e", "p", "x", LONG);

    assertThat(handle.get(PATIENCE)).isEqualTo("third, hopeless, java.io.IOException, never");
    assertThat(attempts).hasValue(4);
  }

  @Test
  void a_program_that_throws_ends_as_failed() throws InterruptedException {
    Durable durable =
        fixture.start(
            fixture
                .builder()
                .program(
                    "p",
                    String.class,
                    Void.class,
                    (context, input) -> {
                      throw new IllegalStateException("no " + input);
                    }));
    Handle<Void> handle = durable.run("e", "p", "way", LONG);

    assertThatExceptionOfType(ExecutionFailedException.class)
        .isThrownBy(() -> handle.get(PATIENCE))
        .withMessage("execution \"e\" failed: java.lang.IllegalStateException: no way");
  }

  @Test
  void a_call_is_rejected_or_times_out_and_the_program_goes_on() throws InterruptedException {
    Durable durable =
        fixture.start(
            fixture
                .builder()
                .program(
                    "p",
                    String.class,
                    List.class,
                    (context, input) -> {
                      Call<String> asked = context.call("ask", LONG, String.class);
                      Call<String> late = context.call("late", Duration.ofMillis(40), String.class);
                      return List.of(word(late), word(asked));
                    }));
    Handle<List<String>> handle = durable.run("e", "p", "", LONG);
    Fixture.until(() -> durable.status("e").steps().size() == 2);
    durable.reject("e", "ask", "nobody is in");

    assertThat(handle.get(PATIENCE))
        .containsExactly(
            "late timed out", "execution \"e\", step 1 (call \"ask\") failed: nobody is in");
    Outcome again = durable.resolve("e", "ask", "yes");
    assertThat(again.isNew()).isFalse();
    assertThat(again.state()).isEqualTo(PromiseState.REJECTED);
    assertThat(durable.resolve("e", "late", "yes").state()).isEqualTo(PromiseState.TIMED_OUT);
  }

  private static String word(Call<String> call) {
    try {
      return call.await();
    } catch (StepTimedOutException e) {
      return e.step() + " timed out";
    } catch (StepFailedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void a_program_ends_when_all_of_its_calls_have() throws InterruptedException {
    Durable durable =
        fixture.start(
            fixture
                .builder()
                .program(
                    "p",
                    String.class,
                    String.class,
                    (context, input) -> {
                      Call<String> one = context.call("one", LONG, String.class);
                      Call<String> two = context.call("two", LONG, String.class);
                      return one.equals(two) ? "same" : "done";
                    }));
    Handle<String> handle = durable.run("e", "p", "", LONG);
    Fixture.until(() -> isSuspended(durable, "e", 3));
    durable.resolve("e", "two", "");
    Fixture.until(() -> isSuspended(durable, "e", 3));
    assertThatExceptionOfType(StillRunningException.class)
        .isThrownBy(() -> handle.get(Duration.ofMillis(1)))
        .withMessageContaining("execution \"e\" has not ended after PT0.001S")
        .withMessageContaining("ask again later");
    durable.resolve("e", "one", "");

    assertThat(handle.get(PATIENCE)).isEqualTo("done");
  }

  @Test
  void an_execution_ends_at_its_deadline() throws InterruptedException {
    Durable durable = orders();
    Handle<Receipt> handle = durable.run("e", "order", new Order("book", 1), Duration.ofMillis(60));

    assertThatExceptionOfType(ExecutionTimedOutException.class)
        .isThrownBy(() -> handle.get(PATIENCE))
        .withMessageContaining("had not ended by its deadline");
  }

  @Test
  void a_program_that_catches_everything_still_ends_here() throws InterruptedException {
    AtomicInteger swallowed = new AtomicInteger();
    Durable durable =
        fixture.start(
            fixture
                .builder()
                .program(
                    "p",
                    String.class,
                    String.class,
                    (context, input) -> {
                      Call<String> call = context.call("ask", LONG, String.class);
                      try {
                        return call.await();
                      } catch (ExecutionLostError e) {
                        swallowed.incrementAndGet();
                        return context.run("never", String.class, () -> "wrong");
                      }
                    }));
    Handle<String> handle = durable.run("e", "p", "", LONG);
    Fixture.until(() -> swallowed.get() == 1 && isSuspended(durable, "e", 1));
    durable.resolve("e", "ask", "right");

    assertThat(handle.get(PATIENCE)).isEqualTo("right");
    assertThat(durable.status("e").steps()).hasSize(2);
  }

  @Test
  void a_call_that_is_settled_before_the_program_waits_wakes_nobody_and_is_seen()
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch settled = new CountDownLatch(1);
    Durable durable =
        fixture.start(
            fixture
                .builder()
                .program(
                    "p",
                    String.class,
                    String.class,
                    (context, input) -> {
                      Call<String> call = context.call("ask", LONG, String.class);
                      runs.incrementAndGet();
                      begun.countDown();
                      settled.await();
                      return call.await();
                    }));
    Handle<String> handle = durable.run("e", "p", "", LONG);
    begun.await();
    durable.resolve("e", "ask", "already");
    settled.countDown();

    assertThat(handle.get(PATIENCE)).isEqualTo("already");
    assertThat(runs).hasValue(1);
    assertThat(durable.status("e").attempts()).isEqualTo(1);
  }

  @Test
  void what_a_process_leaves_that_closes_another_one_ends() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Durable first =
        fixture
            .builder()
            .program(
                "p",
                String.class,
                String.class,
                (context, input) -> {
                  context.run("one", Integer.class, charges::incrementAndGet);
                  return context.run(
                      "two",
                      String.class,
                      () -> {
                        begun.countDown();
                        Thread.sleep(PATIENCE.toMillis());
                        return "interrupted";
                      });
                })
            .start();
    first.run("e", "p", "", LONG);
    begun.await();
    first.close();
    Durable second =
        fixture.start(
            fixture
                .builder()
                .program(
                    "p",
                    String.class,
                    String.class,
                    (context, input) -> {
                      context.run("one", Integer.class, charges::incrementAndGet);
                      return context.run("two", String.class, () -> "second");
                    }));

    assertThat(second.<String>handle("e").get(PATIENCE)).isEqualTo("second");
    assertThat(charges).hasValue(1);
    assertThat(second.status("e").attempts()).isEqualTo(2);
    assertThat(second.name()).isNotEqualTo(first.name());
  }
}
