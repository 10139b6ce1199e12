package dev.lockstep.durable.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;

/** A process of {@link CrashTest} that is killed. */
final class CrashWorker {

  static final int STEPS = 10;

  private CrashWorker() {}

  /** Describes a process that has the program of the test. */
  static DurableBuilder builder(JdbcConnectionPool database, Path effects) {
    return Durable.on(database)
        .lease(Duration.ofMillis(250))
        .polling(Duration.ofMillis(10))
        .recording()
        .program(
            "count",
            Integer.class,
            List.class,
            (context, first) -> {
              List<Integer> numbers = new ArrayList<>();
              for (int i = 1; i <= STEPS; i++) {
                int number = first + i;
                numbers.add(
                    context.run(
                        "step " + i,
                        Integer.class,
                        () -> {
                          Files.writeString(
                              effects,
                              context.id() + "/step " + (number - first) + "\n",
                              StandardOpenOption.CREATE,
                              StandardOpenOption.APPEND);
                          System.out.println("step");
                          Thread.sleep(5);
                          return number;
                        }));
                if (i % 4 == 0) {
                  context.sleep("nap " + i, Duration.ofMillis(5));
                }
              }
              return numbers;
            });
  }

  /** Runs executions until standard input ends, or it is killed. */
  public static void main(String[] arguments) throws Exception {
    try (Durable durable =
        builder(JdbcConnectionPool.create(arguments[0], "", ""), Path.of(arguments[1])).start()) {
      System.out.println(durable.name());
      while (System.in.read() >= 0) {
        // Nothing is said.
      }
    }
  }
}
