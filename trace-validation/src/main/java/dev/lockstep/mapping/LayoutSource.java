package dev.lockstep.mapping;

import dev.lockstep.trace.Causality;
import dev.lockstep.trace.LineReader;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Reads a log of JSON lines that others write, by a {@link Layout}. A header of trace format v1 may
 * stand before a run; without any, and without lines that the layout says start a run, the file is
 * one run.
 */
final class LayoutSource implements TraceSource {

  private final LineReader lines;
  private final Layout layout;
  private final Translator translator;
  private final UsedFields used;
  private Optional<TraceHeader> pendingRun = Optional.empty();
  private Optional<LineFields> pendingEvent = Optional.empty();
  private boolean started;
  private long notSelected;

  private LayoutSource(LineReader lines, Layout layout, Translator translator) {
    this.lines = lines;
    this.layout = layout;
    this.translator = translator;
    this.used = new UsedFields(layout);
    translator.references().forEach(path -> used.add(layout.resolve(path)));
  }

  /** Reads {@code lines} without translating anything. */
  static LayoutSource of(LineReader lines, Layout layout, Mapping.Parts nothing) {
    return new LayoutSource(lines, layout, new Translator(nothing, () -> SpecNames.NONE));
  }

  /** Returns this log, of which nothing was read yet, in the words of the spec. */
  LayoutSource with(Translator newTranslator) {
    return new LayoutSource(lines, layout, newTranslator);
  }

  @Override
  public String name() {
    return lines.name();
  }

  @Override
  public SortedSet<String> unusedFields() {
    return translator.unusedFields();
  }

  @Override
  public SortedMap<String, Long> notModelled() {
    return translator.notModelled();
  }

  @Override
  public long notSelected() {
    return notSelected;
  }

  @Override
  public SortedSet<String> missingFields() {
    return translator.missingFields();
  }

  @Override
  public Optional<TraceHeader> nextRun() throws TraceException {
    if (started) {
      while (pendingRun.isEmpty()) {
        if (advance().isEmpty()) {
          break;
        }
      }
      return takeRun();
    }
    started = true;
    Optional<LineFields> first = advance();
    if (first.isEmpty()) {
      if (pendingRun.isEmpty()) {
        throw new TraceException(
            name(),
            0,
            0,
            notSelected == 0
                ? "the file is empty; expected one JSON object a line, an event each"
                : "none of its "
                    + notSelected
                    + " lines is what \"where\" in the mapping asks for: there is no event",
            null);
      }
      return takeRun();
    }
    if (layout.runs().isPresent()) {
      throw first
          .get()
          .fail(
              "this event is before the first line that starts a run, see \"runs\" in the mapping");
    }
    pendingEvent = first;
    return Optional.of(header(1, new TreeMap<>()));
  }

  private Optional<TraceHeader> takeRun() {
    Optional<TraceHeader> run = pendingRun;
    pendingRun = Optional.empty();
    return run;
  }

  private static TraceHeader header(int line, SortedMap<String, LoggedValue> constants) {
    return new TraceHeader(
        line,
        Optional.empty(),
        Optional.empty(),
        constants,
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>());
  }

  /** Reads up to the next event or the start of the next run. */
  private Optional<LineFields> advance() throws TraceException {
    if (pendingEvent.isPresent()) {
      Optional<LineFields> event = pendingEvent;
      pendingEvent = Optional.empty();
      return event;
    }
    while (pendingRun.isEmpty()) {
      Optional<String> text = lines.next();
      if (text.isEmpty()) {
        return Optional.empty();
      }
      Origin origin = new Origin(name(), lines.lineNumber());
      Optional<TraceHeader> header = TraceReader.header(name(), origin.line(), text.get());
      if (header.isPresent()) {
        pendingRun = Optional.of(MappedSource.translated(header.get(), name(), translator));
        return Optional.empty();
      }
      LineFields fields = new LineFields(origin, Json.line(origin, text.get()), layout, translator);
      if (layout.runs().isPresent() && Condition.all(layout.runs().get().where(), fields.raw())) {
        pendingRun = Optional.of(start(fields, layout.runs().get()));
        return Optional.empty();
      }
      if (Condition.all(layout.where(), fields.raw())) {
        return Optional.of(fields);
      }
      notSelected++;
    }
    return Optional.empty();
  }

  private TraceHeader start(LineFields fields, Layout.Runs runs) throws TraceException {
    SortedMap<String, LoggedValue> constants = new TreeMap<>();
    for (Map.Entry<String, FieldPath> constant : runs.constants().entrySet()) {
      LoggedValue value =
          fields
              .raw()
              .find(constant.getValue())
              .orElseThrow(
                  () ->
                      fields.fail(
                          "this line starts a run, but lacks "
                              + constant.getValue()
                              + ", the value of the constant "
                              + constant.getKey()));
      constants.put(constant.getKey(), translator.values().value(value));
    }
    return header(fields.origin().line(), constants);
  }

  @Override
  public Optional<TraceEvent> nextEvent() throws TraceException {
    if (!started) {
      throw new IllegalStateException("call nextRun first");
    }
    while (true) {
      Optional<LineFields> line = advance();
      if (line.isEmpty()) {
        return Optional.empty();
      }
      Optional<TraceEvent> event = event(line.get());
      used.report(line.get().line(), translator);
      if (event.isPresent()) {
        return event;
      }
    }
  }

  private Optional<TraceEvent> event(LineFields line) throws TraceException {
    Optional<String> name = line.text("name");
    Translator.Meaning meaning = new Translator.Meaning(Steps.ANY, true);
    if (name.isPresent()) {
      Optional<Translator.Meaning> found = translator.meaning(name.get(), line);
      if (found.isEmpty()) {
        translator.leftOut(name.get());
        return Optional.empty();
      }
      meaning = found.get();
    }
    Observed observed = new Observed(translator, line);
    if (meaning.withState()) {
      line.observe(observed);
    }
    return Optional.of(
        new TraceEvent(
            line.origin(),
            line.text("node"),
            new Causality(
                line.counter("clock"), line.vector(), line.texts("sent"), line.texts("received")),
            meaning.steps(),
            observed.state(),
            new TreeMap<>()));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
