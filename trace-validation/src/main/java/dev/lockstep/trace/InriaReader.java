package dev.lockstep.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads logs in the format of INRIA's and LORIA's instrumentation library for Java: one JSON object
 * a line, an event each, with {@code event} (the action), {@code event_args}, {@code clock}, and
 * for each observed variable a list of changes {@code {op, path, args}}. Lines in front of the
 * first event that give names lists of values are its configuration: the values of constants. The
 * file is one run.
 *
 * <p>As in the trace specs that this library comes with, an event without a name may be a step that
 * changes nothing.
 */
public final class InriaReader implements TraceSource {

  /** A log can have any number of fields; a warning needs some of them. */
  private static final int MAX_UNUSED = 1000;

  private final LineReader lines;
  private final SortedSet<String> unused = new TreeSet<>();
  private Optional<TraceEvent> pending = Optional.empty();
  private boolean started;

  private InriaReader(LineReader lines) {
    this.lines = lines;
  }

  /** Opens {@code file}, in which no line is longer than {@code maxLineBytes}. */
  public static InriaReader open(Path file, int maxLineBytes) throws TraceException {
    return new InriaReader(LineReader.open(file, maxLineBytes));
  }

  /** Reads from {@code input}, which messages call {@code name}. */
  public static InriaReader of(String name, InputStream input) {
    return of(name, input, TraceReader.DEFAULT_MAX_LINE_BYTES);
  }

  /** Reads from {@code input}, in which no line is longer than {@code maxLineBytes}. */
  public static InriaReader of(String name, InputStream input, int maxLineBytes) {
    return new InriaReader(LineReader.of(name, input, maxLineBytes));
  }

  /** Reads the constants from a configuration file of this format, which has no events. */
  public static SortedMap<String, LoggedValue> readConstants(Path file, int maxLineBytes)
      throws TraceException {
    try (InriaReader reader = open(file, maxLineBytes)) {
      Optional<TraceHeader> header = reader.nextRun();
      Optional<TraceEvent> event = reader.nextEvent();
      if (event.isPresent()) {
        throw new TraceException(
            reader.name(),
            event.get().line(),
            0,
            "this line is an event; a file of constants has lines such as {\"RM\":[\"rm-0\"]}",
            null);
      }
      return header.orElseThrow().constants();
    } catch (IOException e) {
      throw new TraceException(file.toString(), 0, 0, "closing failed: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return lines.name();
  }

  @Override
  public SortedSet<String> unusedFields() {
    return unused;
  }

  @Override
  public Optional<TraceHeader> nextRun() throws TraceException {
    if (started) {
      Optional<TraceEvent> skipped = nextEvent();
      while (skipped.isPresent()) {
        skipped = nextEvent();
      }
      return Optional.empty();
    }
    started = true;
    SortedMap<String, LoggedValue> constants = new TreeMap<>();
    boolean any = false;
    while (pending.isEmpty()) {
      Optional<String> text = lines.next();
      if (text.isEmpty()) {
        break;
      }
      any = true;
      Line line = parse(text.get());
      if (line.isConfiguration()) {
        constants.putAll(line.others);
      } else {
        pending = Optional.of(line.event(new Origin(name(), lines.lineNumber())));
        addUnused(line);
      }
    }
    if (!any) {
      throw new TraceException(
          name(), 0, 0, "the file is empty; expected one JSON object a line, an event each", null);
    }
    return Optional.of(
        new TraceHeader(
            1,
            Optional.empty(),
            Optional.empty(),
            constants,
            Optional.empty(),
            Optional.empty(),
            new TreeMap<>()));
  }

  @Override
  public Optional<TraceEvent> nextEvent() throws TraceException {
    if (!started) {
      throw new IllegalStateException("call nextRun first");
    }
    if (pending.isPresent()) {
      Optional<TraceEvent> first = pending;
      pending = Optional.empty();
      return first;
    }
    Optional<String> text = lines.next();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Line line = parse(text.get());
    addUnused(line);
    return Optional.of(line.event(new Origin(name(), lines.lineNumber())));
  }

  private void addUnused(Line line) {
    for (String field : line.others.keySet()) {
      if (unused.size() < MAX_UNUSED) {
        unused.add(field);
      }
    }
  }

  private Line parse(String text) throws TraceException {
    Line line = new Line();
    try (JsonLine json = new JsonLine(name(), lines.lineNumber(), text)) {
      json.object("event", field -> field(json, field, line));
      if (line.arguments.isPresent() && line.action.isEmpty()) {
        throw json.fail("the event has \"event_args\" but no \"event\" that they belong to", null);
      }
      json.end();
    }
    return line;
  }

  private static void field(JsonLine json, String field, Line line) throws TraceException {
    switch (field) {
      case "event" -> {
        line.isEvent = true;
        String action = json.string(field);
        line.action = action.isEmpty() ? Optional.empty() : Optional.of(action);
      }
      case "event_args" -> {
        line.isEvent = true;
        line.arguments = Optional.of(json.values(field));
      }
      case "clock" -> {
        line.isEvent = true;
        line.clock = Optional.of(json.integer(field));
      }
      case "sender", "desc" -> line.others.put(field, json.value(field));
      default -> variableOrOther(json, field, line);
    }
  }

  private static void variableOrOther(JsonLine json, String field, Line line)
      throws TraceException {
    if (!json.atArray()) {
      line.others.put(field, json.value(field));
      return;
    }
    List<Change> changes = new ArrayList<>();
    List<LoggedValue> values = new ArrayList<>();
    json.array(
        field,
        index -> {
          if (json.atObject()) {
            changes.add(EventLine.change(json, true));
          } else {
            values.add(json.value(field));
          }
        });
    if (!changes.isEmpty() && !values.isEmpty()) {
      throw json.fail("\"" + field + "\" mixes changes {op, path, args} with other values", null);
    }
    if (changes.isEmpty()) {
      line.others.put(field, new LoggedValue.Items(values));
    } else {
      line.isEvent = true;
      line.delta.put(field, changes);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private static final class Line {
    private boolean isEvent;
    private Optional<String> action = Optional.empty();
    private Optional<List<LoggedValue>> arguments = Optional.empty();
    private Optional<Long> clock = Optional.empty();
    private final SortedMap<String, List<Change>> delta = new TreeMap<>();
    private final SortedMap<String, LoggedValue> others = new TreeMap<>();

    private boolean isConfiguration() {
      return !isEvent && !others.isEmpty();
    }

    private TraceEvent event(Origin origin) {
      return new TraceEvent(
          origin,
          Optional.empty(),
          Causality.ofClock(clock),
          action
              .map(name -> Steps.of(new LoggedCall(name, arguments)))
              .orElse(new Steps(List.of(), Steps.Stuttering.MAYBE)),
          new TreeMap<>(),
          delta);
    }
  }
}
