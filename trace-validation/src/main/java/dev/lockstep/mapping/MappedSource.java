package dev.lockstep.mapping;

import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A log in the words of the spec: another source with a {@link Mapping} applied. */
final class MappedSource implements TraceSource {

  private final TraceSource source;
  private final Translator translator;

  MappedSource(TraceSource source, Translator translator) {
    this.source = source;
    this.translator = translator;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public SortedSet<String> unusedFields() {
    SortedSet<String> all = new TreeSet<>(source.unusedFields());
    all.addAll(translator.unusedFields());
    return all;
  }

  @Override
  public SortedMap<String, Long> notModelled() {
    return translator.notModelled();
  }

  @Override
  public SortedSet<String> missingFields() {
    return translator.missingFields();
  }

  @Override
  public Optional<TraceHeader> nextRun() throws TraceException {
    Optional<TraceHeader> header = source.nextRun();
    if (header.isEmpty()) {
      return header;
    }
    return Optional.of(translated(header.get(), source.name(), translator));
  }

  /** Returns a header of trace format v1 in the words of the spec. */
  static TraceHeader translated(TraceHeader header, String file, Translator translator)
      throws TraceException {
    SortedMap<String, LoggedValue> constants = new TreeMap<>();
    header
        .constants()
        .forEach((name, value) -> constants.put(name, translator.values().value(value)));
    TraceEvent event = TraceEvent.ANY.from(new Origin(file, header.line()));
    Observed observed = new Observed(translator, new EventFields(event, Optional.empty()));
    for (Map.Entry<Place, LoggedValue> value : header.state().entrySet()) {
      observed.add(value.getKey(), value.getValue(), false);
    }
    return new TraceHeader(
        header.line(),
        header.spec(),
        header.protocol(),
        constants,
        header.seed(),
        header.run(),
        observed.state());
  }

  @Override
  public Optional<TraceEvent> nextEvent() throws TraceException {
    while (true) {
      Optional<TraceEvent> event = source.nextEvent();
      if (event.isEmpty()) {
        return event;
      }
      Optional<TraceEvent> translated = translate(event.get());
      if (translated.isPresent()) {
        return translated;
      }
    }
  }

  private Optional<TraceEvent> translate(TraceEvent event) throws TraceException {
    List<LoggedCall> calls = new ArrayList<>();
    boolean withState = true;
    boolean modelled = event.steps().calls().isEmpty();
    Steps.Stuttering stuttering = event.steps().stuttering();
    for (LoggedCall call : event.steps().calls()) {
      EventFields fields = new EventFields(event, Optional.of(call));
      Optional<Translator.Meaning> meaning = translator.meaning(call.action(), fields);
      if (meaning.isEmpty()) {
        continue;
      }
      modelled = true;
      withState &= meaning.get().withState();
      calls.addAll(meaning.get().steps().calls());
      if (meaning.get().steps().stuttering() == Steps.Stuttering.MAYBE) {
        stuttering = Steps.Stuttering.MAYBE;
      }
    }
    if (!modelled) {
      translator.leftOut(event.action().orElse(""));
      return Optional.empty();
    }
    if (!event.steps().calls().isEmpty() && calls.isEmpty()) {
      stuttering = Steps.Stuttering.ALWAYS;
    }
    Observed observed = new Observed(translator, new EventFields(event, Optional.empty()));
    if (withState) {
      for (Map.Entry<Place, LoggedValue> value : event.state().entrySet()) {
        observed.add(value.getKey(), value.getValue(), false);
      }
    }
    return Optional.of(
        event
            .with(new Steps(calls, stuttering))
            .withState(observed.state())
            .withDelta(withState ? observed.changes(event.delta()) : new TreeMap<>()));
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
