package dev.lockstep.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.trace.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a comparison came, to go on from there: no world and no state, only how many there were
 * and what was counted. Whoever resumes walks over the code's worlds again, without the spec, which
 * takes a fraction of the time, and knows by {@code rolling} that they are the same ones.
 *
 * @param model what was compared with what: files of the spec, configuration, version of the code
 * @param expanded how many worlds were compared
 * @param worlds how many classes of worlds were reached
 * @param states how many classes of states they are
 * @param rolling a hash of every step of the code so far, in the order of the search
 * @param edges the steps that were found on both sides
 * @param members how many members of known classes were compared, under symmetry
 * @param actions for every action: on how many edges it stands
 * @param leftOut for every freedom that the code used: how many steps it left out
 * @param elapsed how long it took
 */
public record Checkpoint(
    String model,
    long expanded,
    long worlds,
    long states,
    long rolling,
    long edges,
    long members,
    SortedMap<String, Long> actions,
    SortedMap<String, Long> leftOut,
    Duration elapsed) {

  private static final String VERSION = "lockstep-checkpoint";
  private static final JsonMapper JSON = new JsonMapper();

  /** Copies the maps. */
  public Checkpoint {
    actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
    leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
  }

  /** Writes it to a file, as a whole or not at all. */
  public void write(Path file) throws IOException {
    ObjectNode node =
        JSON.createObjectNode()
            .put(VERSION, 1)
            .put("model", model)
            .put("expanded", expanded)
            .put("worlds", worlds)
            .put("states", states)
            .put("rolling", Long.toHexString(rolling))
            .put("edges", edges)
            .put("members", members)
            .put("millis", elapsed.toMillis());
    ObjectNode counted = node.putObject("actions");
    actions.forEach(counted::put);
    ObjectNode missing = node.putObject("leftOut");
    leftOut.forEach(missing::put);
    String text = node.toPrettyString() + "\n";
    WholeFile.write(file, output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Reads one.
   *
   * @throws CheckpointException if the file is no checkpoint
   * @throws IOException if it cannot be read
   */
  public static Checkpoint read(Path file) throws IOException, CheckpointException {
    JsonNode node;
    try {
      node = JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new CheckpointException("not a checkpoint: " + e.getOriginalMessage());
    }
    if (node.path(VERSION).asInt() != 1) {
      throw new CheckpointException(
          "not a checkpoint of this version of Lockstep: it does not start with \""
              + VERSION
              + "\": 1");
    }
    return new Checkpoint(
        text(node, "model"),
        number(node, "expanded"),
        number(node, "worlds"),
        number(node, "states"),
        hexadecimal(text(node, "rolling")),
        number(node, "edges"),
        number(node, "members"),
        counts(node, "actions"),
        counts(node, "leftOut"),
        Duration.ofMillis(number(node, "millis")));
  }

  private static String text(JsonNode node, String field) throws CheckpointException {
    if (!node.path(field).isTextual()) {
      throw new CheckpointException("a damaged checkpoint: it has no text \"" + field + "\"");
    }
    return node.path(field).textValue();
  }

  private static long number(JsonNode node, String field) throws CheckpointException {
    JsonNode value = node.path(field);
    if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 0) {
      throw new CheckpointException("a damaged checkpoint: it has no number \"" + field + "\"");
    }
    return value.longValue();
  }

  private static long hexadecimal(String text) throws CheckpointException {
    try {
      return Long.parseUnsignedLong(text, 16);
    } catch (NumberFormatException e) {
      throw new CheckpointException("a damaged checkpoint: \"rolling\" is " + text);
    }
  }

  private static SortedMap<String, Long> counts(JsonNode node, String field)
      throws CheckpointException {
    SortedMap<String, Long> counts = new TreeMap<>();
    if (!node.path(field).isObject()) {
      throw new CheckpointException("a damaged checkpoint: it has no counts \"" + field + "\"");
    }
    for (String name : (Iterable<String>) () -> node.path(field).fieldNames()) {
      counts.put(name, number(node.path(field), name));
    }
    return counts;
  }
}
