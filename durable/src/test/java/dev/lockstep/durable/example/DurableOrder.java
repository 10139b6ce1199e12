package dev.lockstep.durable.example;

import dev.lockstep.durable.jdbc.Call;
import dev.lockstep.durable.jdbc.Context;
import dev.lockstep.durable.jdbc.Durable;
import dev.lockstep.durable.jdbc.DurableBuilder;
import dev.lockstep.durable.jdbc.Handle;
import dev.lockstep.durable.jdbc.Retry;
import dev.lockstep.durable.jdbc.Status;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;

/**
 * An order that is paid, shipped and delivered, by processes that are killed with SIGKILL. Run it
 * with {@code examples/durable-order/run}; its arguments are seeds.
 */
public final class DurableOrder {

  /** What somebody wants. */
  public record Order(String item, int cents) {}

  /** What comes of it. */
  public record Receipt(String payment, String tracking, String signedBy) {}

  private static final String ID = "order-17";
  private static final Order ORDER = new Order("Think Distributed Systems", 4999);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final int MOST_KILLS = 4;

  private DurableOrder() {}

  // The program.

  private static Receipt buy(Context context, Order order, Services services) throws Exception {
    Retry retry = Retry.of(5, Duration.ofMillis(100));
    String payment =
        context.run(
            "charge",
            retry,
            String.class,
            () -> services.act("payment", context.id() + "/charge", order.cents() + " cents"));
    context.sleep("cool off", Duration.ofMillis(50));
    String tracking =
        context.run(
            "ship",
            retry,
            String.class,
            () -> services.act("shipping", context.id() + "/ship", order.item()));
    Call<String> delivered = context.call("deliver", Duration.ofDays(3), String.class);
    return new Receipt(payment, tracking, delivered.await());
  }

  /** The services behind the steps. They do what they are asked for once for each key. */
  private static final class Services {

    private final Path file;
    private final Semaphore goOn;

    Services(Path file, Semaphore goOn) {
      this.file = file;
      this.goOn = goOn;
    }

    String act(String service, String key, String what) throws IOException, InterruptedException {
      point("before " + service);
      append("asked  " + service + " " + key);
      String effect = "effect " + service + " " + key + ": " + what;
      if (!Files.readAllLines(file).contains(effect)) {
        append(effect);
      }
      point("after " + service + ", which is not recorded yet");
      return service + " of " + key;
    }

    private void append(String line) throws IOException {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A point at which this process may be killed: it tells, and waits until it may go on. */
    private void point(String where) throws InterruptedException {
      System.out.println(where);
      goOn.acquire();
    }
  }

  private static DurableBuilder builder(String url, Services services) {
    return Durable.on(JdbcConnectionPool.create(url, "", ""))
        .lease(Duration.ofSeconds(1))
        .polling(Duration.ofMillis(20))
        .recording()
        .program(
            "order", Order.class, Receipt.class, (context, order) -> buy(context, order, services));
  }

  // A process that runs it.

  private static void work(String url, Path effects) throws IOException {
    Semaphore goOn = new Semaphore(0);
    try (Durable durable = builder(url, new Services(effects, goOn)).name("clerk").start();
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("here is " + durable.name());
      while (input.readLine() != null) {
        goOn.release();
      }
    }
  }

  // The process that starts and kills the others.

  /** Runs an order to its end, whatever is killed, and returns its receipt. */
  static Receipt run(long seed, Path folder)
      throws IOException, SQLException, InterruptedException {
    Files.createDirectories(folder);
    Path effects = folder.resolve("effects.txt");
    Path log = folder.resolve("order.ndjson");
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Server server =
        Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
            .start();
    String url = "jdbc:h2:tcp://localhost:" + server.getPort() + "/./orders;DB_CLOSE_DELAY=-1";
    try (Durable durable =
        builder(url, new Services(effects, new Semaphore(0))).concurrency(0).start()) {
      Handle<Receipt> handle = durable.run(ID, "order", ORDER, WEEK);
      int kills = 0;
      boolean isLast = false;
      while (!isLast) {
        isLast = !employ(url, effects, durable, kills < MOST_KILLS ? random : null);
        kills += isLast ? 0 : 1;
      }
      Receipt receipt = handle.get(Duration.ofSeconds(30));
      Status status = handle.status();
      System.out.printf(
          "%s after %d kills, acquired %d times%n", receipt, kills, status.attempts());
      List<String> lines = Files.readAllLines(effects);
      lines.forEach(line -> System.out.println("  " + line));
      for (String service : List.of("payment", "shipping")) {
        System.out.printf(
            "  %s: asked for %d times, done %d time%n",
            service, count(lines, "asked  " + service), count(lines, "effect " + service));
      }
      durable.writeLog(ID, log);
      System.out.println("  log " + log);
      return receipt;
    } finally {
      server.stop();
    }
  }

  private static long count(List<String> lines, String start) {
    return lines.stream().filter(line -> line.startsWith(start)).count();
  }

  /**
   * Has a worker until the order has ended, or the worker is killed.
   *
   * @param random says at which points to kill it; null for none
   * @return whether it was killed
   */
  private static boolean employ(
      String url, Path effects, Durable durable, @Nullable SplittableRandom random)
      throws IOException, InterruptedException {
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DurableOrder.class.getName(),
                "worker",
                url,
                effects.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = worker.inputReader(StandardCharsets.UTF_8);
        BufferedWriter tell = worker.outputWriter(StandardCharsets.UTF_8)) {
      while (!durable.status(ID).hasEnded()) {
        deliver(durable);
        if (!said.ready()) {
          Thread.sleep(5);
          continue;
        }
        String point = said.readLine();
        if (point != null && !point.startsWith("here")) {
          if (random != null && random.nextBoolean()) {
            worker.destroyForcibly().waitFor();
            System.out.println("  killed " + point);
            return true;
          }
          tell.write("go\n");
          tell.flush();
        }
      }
      return false;
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  /** Somebody else's part: brings what was shipped. */
  private static void deliver(Durable durable) {
    boolean isShipped =
        durable.status(ID).steps().stream().anyMatch(step -> step.name().equals("deliver"));
    if (isShipped) {
      durable.resolve(ID, "deliver", "the neighbour");
    }
  }

  /** Runs the order twice, or once for each seed; or as a worker, which it starts itself. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("worker")) {
      work(arguments[1], Path.of(arguments[2]));
      return;
    }
    List<Long> seeds = new ArrayList<>();
    for (String argument : arguments) {
      try {
        seeds.add(Long.parseLong(argument));
      } catch (NumberFormatException e) {
        System.err.println("not a seed: " + argument + "; give whole numbers, or nothing");
        System.exit(2);
      }
    }
    if (seeds.isEmpty()) {
      SplittableRandom random = new SplittableRandom();
      seeds.addAll(List.of(random.nextLong(1_000_000), random.nextLong(1_000_000)));
    }
    Path folder = Files.createTempDirectory("durable-order");
    List<Receipt> receipts = new ArrayList<>();
    for (long seed : seeds) {
      receipts.add(run(seed, folder.resolve("seed-" + seed)));
    }
    boolean isSame = receipts.stream().distinct().count() == 1;
    System.out.println(isSame ? "the same receipt each time" : "DIFFERENT receipts");
    System.exit(isSame ? 0 : 1);
  }
}
