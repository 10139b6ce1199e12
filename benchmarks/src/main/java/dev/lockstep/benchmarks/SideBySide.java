package dev.lockstep.benchmarks;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.emit.CannotEmitException;
import dev.lockstep.emit.Emission;
import dev.lockstep.emit.Emitter;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same log validated by {@code lockstep validate} and, as an emitted module, by TLC unchanged:
 * whole processes, start-up included, with the time on the clock and that of the processor. Run it
 * from the root of the project with {@code FOLDER REPETITIONS EVENTS...}.
 *
 * <p>TLC gets the module as fast as we know how to write it: the trace as one constant, values as
 * values of TLA+, long ones written once. Writing the module is not part of TLC's time.
 */
public final class SideBySide {

  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String LIMIT_SECONDS = "600";

  /** Seconds on the clock and of the processor. */
  record Time(double clock, double processor) {
    @Override
    public String toString() {
      return "%.1f s (%.1f s)".formatted(clock, processor);
    }
  }

  private SideBySide() {}

  /** Measures and prints a table. */
  public static void main(String[] arguments)
      throws SpecException, IOException, TraceException, CannotEmitException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    int repetitions = Integer.parseInt(arguments[1]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("| events | logged | lockstep | TLC, 1 worker | TLC, 2 workers | ratio |");
    out.println("|---|---|---|---|---|---|");
    for (String events : List.of(arguments).subList(2, arguments.length)) {
      for (String logged : List.of("action", "both")) {
        Path here = folder.resolve(events + "-" + logged);
        Files.createDirectories(here);
        Path log = here.resolve("run.ndjson");
        try (Spec spec = RandomWalk.twoPhaseCommit()) {
          WriteLogs.write(spec, log, Integer.parseInt(events), logged.equals("both"), 1);
        }
        String module = emit(log, here.resolve("tlc"));
        Time ours =
            median(
                repetitions, here, "./lockstep validate two-phase-commit '" + log + "'", "holds");
        Time one = median(repetitions, here, tlc(here.resolve("tlc"), module, 1), "is violated");
        Time two = median(repetitions, here, tlc(here.resolve("tlc"), module, 2), "is violated");
        double ratio = Math.min(one.clock(), two.clock()) / ours.clock();
        out.printf("| %s | %s | %s | %s | %s | %.1f |%n", events, logged, ours, one, two, ratio);
      }
    }
  }

  private static String emit(Path log, Path directory)
      throws SpecException, IOException, TraceException, CannotEmitException {
    Catalog catalog = Catalog.load();
    try (TraceSource reader = TraceReader.open(log, TraceReader.DEFAULT_MAX_LINE_BYTES);
        SpecFiles files = catalog.extract(catalog.protocol("two-phase-commit"))) {
      TraceHeader header = reader.nextRun().orElseThrow();
      List<TraceEvent> events = new ArrayList<>();
      for (Optional<TraceEvent> event = reader.nextEvent();
          event.isPresent();
          event = reader.nextEvent()) {
        events.add(event.get());
      }
      List<TlaValue> managers = new ArrayList<>();
      for (int number = 1; number <= 3; number++) {
        managers.add(new TlaValue.ModelValue("rm" + number));
      }
      SpecSource source = files.spec(Map.of("RM", TlaValue.set(managers)));
      try (Spec spec = Spec.load(source)) {
        Emission emission = new Emitter(spec, source).emit(header, events, Emitter.Values.PLAIN);
        emission.write(directory);
        return emission.module();
      }
    }
  }

  private static String tlc(Path directory, String module, int workers) {
    return ("cd '%s' && '%s' -Xmx4g -XX:+UseParallelGC -cp '%s' tlc2.TLC -workers %d -metadir"
            + " states-%d -config %s.cfg %s")
        .formatted(directory, JAVA, jar(), workers, workers, module, module);
  }

  /** Returns the jar with TLC. */
  static Path jar() {
    String inside = String.valueOf(ClassLoader.getSystemResource("tlc2/TLC.class"));
    return Path.of(URI.create(inside.substring("jar:".length(), inside.indexOf("!/"))));
  }

  /**
   * Runs a command several times in a shell, in this folder; what it prints must contain a text.
   */
  static Time median(int repetitions, Path folder, String command, String expected)
      throws IOException, InterruptedException {
    List<Time> times = new ArrayList<>();
    for (int i = 0; i < repetitions; i++) {
      times.add(time(folder, command, expected));
    }
    times.sort((left, right) -> Double.compare(left.clock(), right.clock()));
    return times.get(times.size() / 2);
  }

  private static Time time(Path folder, String command, String expected)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt").toAbsolutePath();
    Path seconds = folder.resolve("seconds.txt").toAbsolutePath();
    String script =
        "TIMEFORMAT='%%R %%U %%S'; { time timeout %s sh -c \"$1\" >'%s' 2>&1; } 2>'%s'"
            .formatted(LIMIT_SECONDS, output, seconds);
    new ProcessBuilder("bash", "-c", script, "bash", command).inheritIO().start().waitFor();
    if (!Files.readString(output).contains(expected)) {
      throw new IllegalStateException(command + " did not say \"" + expected + "\": see " + output);
    }
    String[] parts = Files.readString(seconds).strip().split(" ", -1);
    return new Time(
        Double.parseDouble(parts[0]), Double.parseDouble(parts[1]) + Double.parseDouble(parts[2]));
  }
}
