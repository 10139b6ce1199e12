package dev.lockstep.emit;

import dev.lockstep.emit.Emission.Entries;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TLC as anybody runs it: a process of its own, with nothing on its class path but its jar. */
final class StockTlc {

  private static final Pattern MATCHED = Pattern.compile("<<\"matched so far\", (\\d+)>>");

  /**
   * What it said.
   *
   * @param matched how many events of each run match; empty if TLC stopped with an error
   * @param output everything that it printed
   */
  record Answer(List<Integer> matched, String output) {}

  private StockTlc() {}

  /** Lets TLC explore runs to their ends and say how far each of them comes. */
  static Answer explore(Emission emission, Path directory) throws Exception {
    emission.write(directory);
    Path module = directory.resolve(emission.module() + ".tla");
    String text = Files.readString(module);
    int end = text.lastIndexOf("====");
    Files.writeString(
        module,
        text.substring(0, text.lastIndexOf('\n', end) + 1)
            + "ForPrinting == INSTANCE TLC\n"
            + "ToldSoFar == ForPrinting!PrintT(<<\"matched so far\", matched>>)\n"
            + "====\n");
    Path config = directory.resolve(emission.module() + ".cfg");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("INVARIANT " + emission.invariant(), "INVARIANT ToldSoFar"));
    String output = run(emission.module(), directory);
    if (!output.contains("Model checking completed. No error has been found.")) {
      return new Answer(List.of(), output);
    }
    return new Answer(matched(emission, output), output);
  }

  private static List<Integer> matched(Emission emission, String output) {
    List<Integer> most = new ArrayList<>();
    for (Entries ignored : emission.runs()) {
      most.add(0);
    }
    Matcher told = MATCHED.matcher(output);
    while (told.find()) {
      int entries = Integer.parseInt(told.group(1));
      for (int run = 0; run < most.size(); run++) {
        Entries of = emission.runs().get(run);
        if (entries >= of.start() && entries <= of.end()) {
          most.set(run, Math.max(most.get(run), of.matched(entries)));
        }
      }
    }
    return most;
  }

  /** Runs the command of the README. */
  static String run(String module, Path directory) throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
    command.addAll(List.of("-Djava.io.tmpdir=" + directory.toAbsolutePath()));
    command.addAll(
        List.of("-cp", jar().toString(), "tlc2.TLC", "-config", module + ".cfg", module));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.waitFor();
    return Files.readString(output);
  }

  private static Path jar() {
    URL url = Objects.requireNonNull(ClassLoader.getSystemResource("tlc2/TLC.class"));
    String text = url.toString();
    return Path.of(URI.create(text.substring("jar:".length(), text.indexOf("!/"))));
  }
}
