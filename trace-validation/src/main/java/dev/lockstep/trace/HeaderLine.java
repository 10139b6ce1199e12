package dev.lockstep.trace;

import dev.lockstep.catalog.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a line of trace format v1 that starts a run. */
final class HeaderLine {

  static final String VERSION_FIELD = "lockstep-trace";

  private static final int VERSION = 1;

  private static final List<String> FIELDS =
      List.of(VERSION_FIELD, "spec", "protocol", "constants", "seed", "run", "state");

  private final JsonLine json;
  private boolean versioned;
  private Optional<String> spec = Optional.empty();
  private Optional<String> protocol = Optional.empty();
  private Optional<SortedMap<String, LoggedValue>> constants = Optional.empty();
  private Optional<Long> seed = Optional.empty();
  private Optional<Long> run = Optional.empty();
  private SortedMap<Place, LoggedValue> state = new TreeMap<>();

  private HeaderLine(JsonLine json) {
    this.json = json;
  }

  /** Says whether the JSON object {@code text} has the field that makes it a header. */
  static boolean isHeader(String file, int line, String text) throws TraceException {
    if (!text.contains(VERSION_FIELD)) {
      return false;
    }
    try (JsonLine json = new JsonLine(file, line, text)) {
      boolean[] found = {false};
      json.object(
          "event",
          name -> {
            found[0] |= name.equals(VERSION_FIELD);
            json.skip();
          });
      return found[0];
    }
  }

  static TraceHeader read(String file, int line, String text) throws TraceException {
    try (JsonLine json = new JsonLine(file, line, text)) {
      HeaderLine header = new HeaderLine(json);
      json.object("header", header::field);
      header.check();
      json.end();
      return new TraceHeader(
          line,
          header.spec,
          header.protocol,
          header.constants.orElseThrow(),
          header.seed,
          header.run,
          header.state);
    }
  }

  private void check() throws TraceException {
    if (!versioned) {
      throw json.fail(
          "the first line must be a header with \"lockstep-trace\":1; if another tool wrote this"
              + " log, name its format with --input-format",
          null);
    }
    if (spec.isEmpty()) {
      throw json.fail("the header lacks \"spec\", the name of the spec's module", null);
    }
    if (constants.isEmpty()) {
      throw json.fail(
          "the header lacks \"constants\", the values of the spec's constants; write {} if it has"
              + " none",
          null);
    }
  }

  private void field(String name) throws TraceException {
    switch (name) {
      case VERSION_FIELD -> version(json.integer(name));
      case "spec" -> spec = Optional.of(json.string(name));
      case "protocol" -> protocol = Optional.of(json.string(name));
      case "constants" -> {
        SortedMap<String, LoggedValue> values = new TreeMap<>();
        json.object(name, constant -> values.put(constant, json.value(constant)));
        constants = Optional.of(values);
      }
      case "seed" -> seed = Optional.of(json.integer(name));
      case "run" -> run = Optional.of(json.integer(name));
      case "state" -> state = EventLine.places(json);
      default -> throw unknown(name);
    }
  }

  private void version(long version) throws TraceException {
    if (version != VERSION) {
      throw json.failAtLast(
          "this is version "
              + version
              + " of the trace format; this Lockstep reads version "
              + VERSION,
          null);
    }
    versioned = true;
  }

  private TraceException unknown(String name) {
    if (versioned) {
      return EventLine.unknownField(json, "header", name, FIELDS);
    }
    return json.failAtLast(
        "the first line must be a header that starts with \"lockstep-trace\":1, but it has the"
            + " field \""
            + Nearest.shortened(name)
            + "\"; if another tool wrote this log, name its format with --input-format",
        null);
  }
}
