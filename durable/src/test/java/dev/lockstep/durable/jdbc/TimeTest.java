package dev.lockstep.durable.jdbc;

import static dev.lockstep.durable.jdbc.Fixture.LONG;
import static dev.lockstep.durable.jdbc.Fixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.durable.TaskState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clocks that go back, leases that end, and workers that do not know it yet. */
class TimeTest {

  private final Fixture fixture = new Fixture();
  private final Fixture.HandClock clock = new Fixture.HandClock();

  @AfterEach
  void close() {
    fixture.close();
  }

  private DurableBuilder asking() {
    return fixture
        .builder()
        .clock(clock)
        .program(
            "p",
            String.class,
            String.class,
            (context, input) -> context.call("ask", LONG, String.class).await());
  }

  @Test
  void a_clock_that_goes_back_a_little_stands_still() throws InterruptedException {
    Durable durable = fixture.start(asking());
    Handle<String> handle = durable.run("e", "p", "", LONG);
    Fixture.until(() -> durable.status("e").taskState() == TaskState.SUSPENDED);
    clock.move(Duration.ofMillis(-900));
    Outcome outcome = durable.resolve("e", "ask", "x");

    assertThat(outcome.at().toEpochMilli()).isEqualTo(1_000_000);
    assertThat(handle.get(PATIENCE)).isEqualTo("x");
    assertThat(fixture.problems).isEmpty();
  }

  @Test
  void a_clock_that_goes_back_far_changes_nothing_until_it_has_caught_up()
      throws InterruptedException {
    Durable durable = fixture.start(asking());
    Handle<String> handle = durable.run("e", "p", "", LONG);
    Fixture.until(() -> durable.status("e").taskState() == TaskState.SUSPENDED);
    clock.move(Duration.ofSeconds(-5));

    assertThatExceptionOfType(ClockWentBackException.class)
        .isThrownBy(() -> durable.resolve("e", "ask", "x"))
        .withMessageContaining("5000 ms back is more than the 1000 ms that are tolerated")
        .withMessageContaining("Nothing was changed");
    assertThatExceptionOfType(ClockWentBackException.class)
        .isThrownBy(() -> durable.run("f", "p", "", LONG));
    assertThatExceptionOfType(UnknownExecutionException.class)
        .isThrownBy(() -> durable.status("f"));
    clock.move(Duration.ofSeconds(5));
    assertThat(durable.resolve("e", "ask", "y").isNew()).isTrue();
    assertThat(handle.get(PATIENCE)).isEqualTo("y");
  }

  /**
   * The one that has lost its lease is alive, and does not know it; what it says does not count.
   */
  @Test
  void a_worker_whose_lease_is_over_is_refused() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    DurableProgram<String, String> program =
        (context, input) -> {
          try {
            return context.run(
                "who",
                String.class,
                () -> {
                  if (attempts.incrementAndGet() > 1) {
                    return "second";
                  }
                  begun.countDown();
                  goOn.await();
                  return "first";
                });
          } catch (ExecutionLostError e) {
            refused.countDown();
            throw e;
          }
        };
    Durable first =
        fixture.start(
            fixture.builder().clock(clock).program("p", String.class, String.class, program));
    Handle<String> handle = first.run("e", "p", "", LONG);
    begun.await();
    clock.move(Duration.ofSeconds(31));
    Durable second =
        fixture.start(
            fixture.builder().clock(clock).program("p", String.class, String.class, program));

    assertThat(handle.get(PATIENCE)).isEqualTo("second");
    goOn.countDown();
    refused.await();
    Status status = second.status("e");
    assertThat(status.attempts()).isEqualTo(2);
    assertThat(status.worker()).isEqualTo(second.name());
    assertThat(status.steps().getFirst().value()).isEqualTo("\"second\"");
  }

  @Test
  void a_worker_that_is_there_keeps_its_lease() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    DurableBuilder builder =
        fixture
            .builder()
            .lease(Duration.ofMillis(150))
            .program(
                "p",
                String.class,
                String.class,
                (context, input) ->
                    context.run(
                        "long",
                        String.class,
                        () -> {
                          goOn.await();
                          return "done";
                        }));
    Durable first = fixture.start(builder);
    Durable second = fixture.start(builder);
    Handle<String> handle = first.run("e", "p", "", LONG);
    assertThatExceptionOfType(StillRunningException.class)
        .isThrownBy(() -> handle.get(Duration.ofMillis(600)));
    assertThat(second.status("e").attempts()).isEqualTo(1);
    goOn.countDown();

    assertThat(handle.get(PATIENCE)).isEqualTo("done");
  }

  @Test
  void a_process_that_closes_keeps_nothing_wherever_the_program_is() throws InterruptedException {
    for (int i = 0; i < 40; i++) {
      String id = "e" + i;
      Durable durable =
          fixture
              .builder()
              .program(
                  "p",
                  String.class,
                  String.class,
                  (context, input) -> {
                    context.run("one", Integer.class, () -> 1);
                    context.run("two", Integer.class, () -> 2);
                    return context.call("ask", LONG, String.class).await();
                  })
              .start();
      durable.run(id, "p", "", LONG);
      int steps = i % 4;
      Fixture.until(() -> durable.status(id).steps().size() >= steps);
      durable.close();
      assertThat(durable.status(id).taskState())
          .as("after %d steps", steps)
          .isIn(TaskState.PENDING, TaskState.SUSPENDED);
    }
  }
}
