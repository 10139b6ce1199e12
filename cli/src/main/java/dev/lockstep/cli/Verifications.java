package dev.lockstep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code verify} found about this build, kept for {@code list} in a small file beside the
 * jars. The launcher puts a new build into a new folder, so that what was found about another one
 * is gone by itself. Where there is no such folder (the jar was started without the launcher),
 * nothing is kept.
 *
 * <p>The file is {@code target/lockstep/app/verified.json}: {@code {"results": [{"protocol": …,
 * "question": …, "verdict": …, "at": …}]}}.
 */
final class Verifications {

  /** The system property with the folder of this build. */
  static final String FOLDER = "lockstep.app";

  private static final String FILE = "verified.json";

  private static final Comparator<Result> BY_NAME =
      Comparator.comparing(Result::protocol).thenComparing(Result::question);

  /**
   * One answer.
   *
   * @param protocol the protocol it is about
   * @param question the verb that gives the answer: {@code check}, {@code conform}, …
   * @param at when it was given
   */
  record Result(String protocol, String question, Verdict verdict, Instant at) {

    /** Drops what nobody reads: fractions of a second. */
    Result {
      at = at.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  private final Optional<Path> file;

  private Verifications(Optional<Path> file) {
    this.file = file;
  }

  /** Returns those of the build that runs. */
  static Verifications ofThisBuild() {
    return new Verifications(
        Optional.ofNullable(System.getProperty(FOLDER))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, FILE)));
  }

  /** Returns those that are kept in {@code folder}. */
  static Verifications in(Path folder) {
    return new Verifications(Optional.of(folder.resolve(FILE)));
  }

  /**
   * Returns the last answer to every question, by protocol and question; empty if there is none.
   */
  List<Result> read() {
    if (file.isEmpty() || !Files.isReadable(file.get())) {
      return List.of();
    }
    try {
      return parse(new ObjectMapper().readTree(file.get().toFile()));
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException damaged) {
      // A file that can be made again at any time is not worth an error.
      return List.of();
    }
  }

  /** Keeps {@code results}; they replace older answers to the same questions. */
  void add(Collection<Result> results) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    Map<String, Result> last = new TreeMap<>();
    read().forEach(result -> last.put(result.protocol() + "/" + result.question(), result));
    results.forEach(result -> last.put(result.protocol() + "/" + result.question(), result));
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    last.values().forEach(result -> list.add(toJson(result)));
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("results", list);
    // Another command may read it at this moment.
    String text = document.toPrettyString() + "\n";
    WholeFile.write(file.get(), output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The form in the file and in the documents of {@code list}. */
  static ObjectNode toJson(Result result) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("protocol", result.protocol())
        .put("question", result.question())
        .put("verdict", result.verdict().name().toLowerCase(Locale.ROOT))
        .put("at", result.at().toString());
  }

  private static List<Result> parse(JsonNode document) {
    return document
        .path("results")
        .valueStream()
        .map(
            result ->
                new Result(
                    result.path("protocol").asText(),
                    result.path("question").asText(),
                    Verdict.valueOf(result.path("verdict").asText().toUpperCase(Locale.ROOT)),
                    Instant.parse(result.path("at").asText())))
        .sorted(BY_NAME)
        .toList();
  }
}
