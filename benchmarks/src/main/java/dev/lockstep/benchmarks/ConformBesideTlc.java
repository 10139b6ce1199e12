package dev.lockstep.benchmarks;

import dev.lockstep.benchmarks.SideBySide.Time;
import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The comparison of code and spec beside TLC unchanged on the same model, which explores the spec
 * alone: whole processes, start-up included, one after the other, with the time on the clock and
 * that of the processor. Run it from the root of the project with {@code FOLDER REPETITIONS THREADS
 * PROTOCOL/MODEL...}.
 */
public final class ConformBesideTlc {

  private ConformBesideTlc() {}

  /** Measures and prints a table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    int repetitions = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("| model | edges | TLC | conform | edges a second | clock | processor |");
    out.println("|---|---|---|---|---|---|---|");
    Catalog catalog = Catalog.load();
    for (String name : List.of(arguments).subList(3, arguments.length)) {
      int slash = name.indexOf('/');
      Protocol protocol = catalog.protocol(name.substring(0, slash));
      Model model = protocol.model(name.substring(slash + 1));
      Path here = folder.resolve(name);
      Files.createDirectories(here);
      try (SpecFiles files = catalog.extract(protocol)) {
        Time tlc =
            SideBySide.median(repetitions, here, tlc(files, model, here, threads), "No error");
        String conform =
            "./lockstep conform %s --model %s --jobs %d"
                .formatted(protocol.name(), model.name(), threads);
        Time ours = SideBySide.median(repetitions, here, conform, "as many as TLC counts");
        long edges = model.total().orElseThrow() - 1;
        out.printf(
            "| %s | %,d | %s | %s | %,d | %.2f | %.2f |%n",
            name,
            edges,
            tlc,
            ours,
            Math.round(edges / ours.clock()),
            ours.clock() / tlc.clock(),
            ours.processor() / tlc.processor());
      }
    }
  }

  private static String tlc(SpecFiles files, Model model, Path here, int workers) {
    return ("cd '%s' && '%s' -Xmx4g -XX:+UseParallelGC -cp '%s' tlc2.TLC -workers %d"
            + " -metadir '%s' -config %s %s")
        .formatted(
            files.directory(),
            SideBySide.JAVA,
            SideBySide.jar(),
            workers,
            here.resolve("states").toAbsolutePath(),
            model.config(),
            model.module());
  }
}
