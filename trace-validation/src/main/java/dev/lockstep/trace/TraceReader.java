package dev.lockstep.trace;

import dev.lockstep.catalog.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads trace format v1: one JSON object a line, first a header, then the events of its run; a
 * further header starts a further run. Holds one line in memory.
 */
public final class TraceReader implements TraceSource {

  /** The longest line that is read unless the caller says otherwise: 16 MiB. */
  public static final int DEFAULT_MAX_LINE_BYTES = 16 << 20;

  static final String VERSION_FIELD = "lockstep-trace";

  private static final int VERSION = 1;

  private static final List<String> HEADER_FIELDS =
      List.of(VERSION_FIELD, "spec", "protocol", "constants", "seed", "run", "state");

  private static final List<String> EVENT_FIELDS =
      List.of("node", "clock", "action", "args", "state", "delta");

  private static final List<String> CHANGE_FIELDS = List.of("op", "path", "args");

  private final LineReader lines;
  private Optional<String> pending = Optional.empty();
  private boolean started;

  private TraceReader(LineReader lines) {
    this.lines = lines;
  }

  /** Opens {@code file}. */
  public static TraceReader open(Path file) throws TraceException {
    return open(file, DEFAULT_MAX_LINE_BYTES);
  }

  /** Opens {@code file}, in which no line is longer than {@code maxLineBytes}. */
  public static TraceReader open(Path file, int maxLineBytes) throws TraceException {
    return new TraceReader(LineReader.open(file, maxLineBytes));
  }

  /** Reads from {@code input}, which messages call {@code name}. */
  public static TraceReader of(String name, InputStream input) {
    return new TraceReader(LineReader.of(name, input, DEFAULT_MAX_LINE_BYTES));
  }

  @Override
  public String name() {
    return lines.name();
  }

  @Override
  public Optional<TraceHeader> nextRun() throws TraceException {
    boolean more = started;
    while (more) {
      more = nextEvent().isPresent();
    }
    Optional<String> text = pending.isPresent() ? pending : lines.next();
    pending = Optional.empty();
    if (text.isEmpty()) {
      if (!started) {
        throw new TraceException(
            name(),
            0,
            0,
            "the file is empty; the first line must be a header such as"
                + " {\"lockstep-trace\":1,\"spec\":\"TwoPhaseCommit\",\"constants\":{}}",
            null);
      }
      return Optional.empty();
    }
    started = true;
    return Optional.of(header(text.get()));
  }

  @Override
  public Optional<TraceEvent> nextEvent() throws TraceException {
    if (!started) {
      throw new IllegalStateException("call nextRun first");
    }
    if (pending.isPresent()) {
      return Optional.empty();
    }
    Optional<String> text = lines.next();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().contains(VERSION_FIELD) && isHeader(text.get())) {
      pending = text;
      return Optional.empty();
    }
    return Optional.of(event(text.get()));
  }

  private boolean isHeader(String text) throws TraceException {
    try (JsonLine json = line(text)) {
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

  private TraceHeader header(String text) throws TraceException {
    HeaderParts parts = new HeaderParts();
    try (JsonLine json = line(text)) {
      json.object("header", name -> headerField(json, name, parts));
      if (!parts.versioned) {
        throw json.fail(
            "the first line must be a header with \"lockstep-trace\":1; if another tool wrote this"
                + " log, name its format with --input-format",
            null);
      }
      if (parts.spec.isEmpty()) {
        throw json.fail("the header lacks \"spec\", the name of the spec's module", null);
      }
      if (parts.constants.isEmpty()) {
        throw json.fail(
            "the header lacks \"constants\", the values of the spec's constants; write {} if it has"
                + " none",
            null);
      }
      json.end();
    }
    return new TraceHeader(
        lines.lineNumber(),
        parts.spec,
        parts.protocol,
        parts.constants.get(),
        parts.seed,
        parts.run,
        parts.state);
  }

  private void headerField(JsonLine json, String name, HeaderParts parts) throws TraceException {
    switch (name) {
      case VERSION_FIELD -> {
        long version = json.integer(name);
        if (version != VERSION) {
          throw json.failAtLast(
              "this is version "
                  + version
                  + " of the trace format; this Lockstep reads version "
                  + VERSION,
              null);
        }
        parts.versioned = true;
      }
      case "spec" -> parts.spec = Optional.of(json.string(name));
      case "protocol" -> parts.protocol = Optional.of(json.string(name));
      case "constants" -> {
        SortedMap<String, LoggedValue> constants = new TreeMap<>();
        json.object(name, constant -> constants.put(constant, json.value(constant)));
        parts.constants = Optional.of(constants);
      }
      case "seed" -> parts.seed = Optional.of(json.integer(name));
      case "run" -> parts.run = Optional.of(json.integer(name));
      case "state" -> parts.state = places(json);
      default -> {
        if (!parts.versioned) {
          throw json.failAtLast(
              "the first line must be a header that starts with \"lockstep-trace\":1, but it has"
                  + " the field \""
                  + name
                  + "\"; if another tool wrote this log, name its format with --input-format",
              null);
        }
        throw unknownField(json, "header", name, HEADER_FIELDS);
      }
    }
  }

  private TraceEvent event(String text) throws TraceException {
    EventParts parts = new EventParts();
    try (JsonLine json = line(text)) {
      json.object("event", name -> eventField(json, name, parts));
      if (parts.arguments.isPresent() && parts.action.isEmpty()) {
        throw json.fail("the event has \"args\" but no \"action\" that they belong to", null);
      }
      json.end();
    }
    return new TraceEvent(
        new Origin(name(), lines.lineNumber()),
        parts.node,
        Causality.ofClock(parts.clock),
        parts
            .action
            .map(action -> Steps.of(new LoggedCall(action, parts.arguments)))
            .orElse(Steps.ANY),
        parts.state,
        parts.delta);
  }

  private void eventField(JsonLine json, String name, EventParts parts) throws TraceException {
    switch (name) {
      case "node" -> parts.node = Optional.of(json.string(name));
      case "clock" -> parts.clock = Optional.of(json.integer(name));
      case "action" -> parts.action = Optional.of(json.string(name));
      case "args" -> parts.arguments = Optional.of(json.values(name));
      case "state" -> parts.state = places(json);
      case "delta" -> json.object(name, variable -> parts.delta.put(variable, changes(json)));
      default -> throw unknownField(json, "event", name, EVENT_FIELDS);
    }
  }

  private static SortedMap<Place, LoggedValue> places(JsonLine json) throws TraceException {
    SortedMap<Place, LoggedValue> places = new TreeMap<>();
    json.object(
        "state",
        key -> {
          Place place;
          try {
            place = Place.parse(key);
          } catch (IllegalArgumentException e) {
            throw json.failAtLast(
                "the key \"" + key + "\" is not a variable or variable/path: " + e.getMessage(), e);
          }
          places.put(place, json.value(key));
        });
    return places;
  }

  private static List<Change> changes(JsonLine json) throws TraceException {
    List<Change> changes = new ArrayList<>();
    json.array("delta", index -> changes.add(change(json, CHANGE_FIELDS, false)));
    if (changes.isEmpty()) {
      throw json.failAtLast(
          "a list of changes is empty; leave the variable out, or write [{\"op\":\"Unchanged\"}]",
          null);
    }
    return changes;
  }

  /** Reads one {@code {op, path, args}}. */
  static Change change(JsonLine json, List<String> fields, boolean moreArguments)
      throws TraceException {
    List<Change.Operator> operator = new ArrayList<>();
    List<String> path = new ArrayList<>();
    List<LoggedValue> arguments = new ArrayList<>();
    json.object(
        "delta",
        name -> {
          switch (name) {
            case "op" -> operator.add(operator(json));
            case "path" -> json.array(name, index -> path.add(json.keyText(name)));
            case "args" -> arguments.addAll(json.values(name));
            default -> throw unknownField(json, "change", name, fields);
          }
        });
    if (operator.isEmpty()) {
      throw json.failAtLast("a change lacks \"op\", the operator", null);
    }
    int arity = operator.getFirst().arity();
    if (moreArguments && arguments.size() > arity) {
      arguments.subList(arity, arguments.size()).clear();
    }
    if (arguments.size() != arity) {
      throw json.failAtLast(
          operator.getFirst().word()
              + " takes "
              + (arity == 1 ? "1 argument" : arity + " arguments")
              + " in \"args\", not "
              + arguments.size(),
          null);
    }
    return new Change(operator.getFirst(), path, arguments);
  }

  private static Change.Operator operator(JsonLine json) throws TraceException {
    String word = json.string("op");
    Optional<Change.Operator> operator = Change.Operator.of(word);
    if (operator.isEmpty()) {
      List<String> words = new ArrayList<>();
      for (Change.Operator known : Change.Operator.values()) {
        words.add(known.word());
      }
      throw json.failAtLast("unknown operator \"" + word + "\"" + Nearest.hint(word, words), null);
    }
    return operator.get();
  }

  private static TraceException unknownField(
      JsonLine json, String where, String name, List<String> known) {
    return json.failAtLast(
        "unknown field \"" + name + "\" in the " + where + Nearest.hint(name, known), null);
  }

  private JsonLine line(String text) throws TraceException {
    return new JsonLine(name(), lines.lineNumber(), text);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private static final class HeaderParts {
    private boolean versioned;
    private Optional<String> spec = Optional.empty();
    private Optional<String> protocol = Optional.empty();
    private Optional<SortedMap<String, LoggedValue>> constants = Optional.empty();
    private Optional<Long> seed = Optional.empty();
    private Optional<Long> run = Optional.empty();
    private SortedMap<Place, LoggedValue> state = new TreeMap<>();
  }

  private static final class EventParts {
    private Optional<String> node = Optional.empty();
    private Optional<Long> clock = Optional.empty();
    private Optional<String> action = Optional.empty();
    private Optional<List<LoggedValue>> arguments = Optional.empty();
    private SortedMap<Place, LoggedValue> state = new TreeMap<>();
    private final SortedMap<String, List<Change>> delta = new TreeMap<>();
  }
}
