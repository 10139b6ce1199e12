package dev.lockstep.trace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** A log in the words of the spec: another source with a {@link Mapping} applied. */
final class MappedSource implements TraceSource {

  private final TraceSource source;
  private final Mapping mapping;
  private final Supplier<? extends Map<String, List<String>>> specActions;
  private final SortedSet<String> leftOut = new TreeSet<>();

  MappedSource(
      TraceSource source,
      Mapping mapping,
      Supplier<? extends Map<String, List<String>>> specActions) {
    this.source = source;
    this.mapping = mapping;
    this.specActions = specActions;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public SortedSet<String> unusedFields() {
    SortedSet<String> all = new TreeSet<>(source.unusedFields());
    all.addAll(leftOut);
    return all;
  }

  @Override
  public Optional<TraceHeader> nextRun() throws TraceException {
    Optional<TraceHeader> header = source.nextRun();
    if (header.isEmpty()) {
      return header;
    }
    SortedMap<String, LoggedValue> constants = new TreeMap<>();
    header.get().constants().forEach((name, value) -> constants.put(name, value(value)));
    TraceHeader old = header.get();
    return Optional.of(
        new TraceHeader(
            old.line(),
            old.spec(),
            old.protocol(),
            constants,
            old.seed(),
            old.run(),
            state(old.state())));
  }

  @Override
  public Optional<TraceEvent> nextEvent() throws TraceException {
    while (true) {
      Optional<TraceEvent> event = source.nextEvent();
      if (event.isEmpty()) {
        return event;
      }
      Optional<String> name = event.get().action();
      if (name.isPresent() && mapping.actions().getOrDefault(name.get(), NOT_MAPPED).isEmpty()) {
        leftOut.add(name.get());
        continue;
      }
      return Optional.of(translate(event.get()));
    }
  }

  private static final Optional<Mapping.ActionName> NOT_MAPPED =
      Optional.of(new Mapping.ActionName("", Optional.empty()));

  private TraceEvent translate(TraceEvent event) throws TraceException {
    TraceEvent result = event.withState(state(event.state())).withDelta(delta(event));
    if (event.action().isEmpty()) {
      return result;
    }
    Optional<List<LoggedValue>> arguments =
        event.arguments().map(values -> values.stream().map(this::argument).toList());
    Mapping.ActionName target =
        mapping
            .actions()
            .getOrDefault(event.action().get(), NOT_MAPPED)
            .filter(action -> !action.name().isEmpty())
            .orElse(new Mapping.ActionName(event.action().get(), Optional.empty()));
    if (arguments.isPresent() && target.parameters().isPresent()) {
      arguments = Optional.of(reorder(event, target, arguments.get()));
    }
    return result.with(new LoggedCall(target.name(), arguments));
  }

  private List<LoggedValue> reorder(
      TraceEvent event, Mapping.ActionName target, List<LoggedValue> logged) throws TraceException {
    List<Optional<String>> given = target.parameters().orElseThrow();
    if (given.size() != logged.size()) {
      throw new TraceException(
          source.name(),
          event.line(),
          0,
          "the mapping names "
              + given.size()
              + " arguments for the event "
              + event.action().orElse("")
              + ", but it has "
              + logged.size(),
          null);
    }
    List<String> parameters = specActions.get().getOrDefault(target.name(), List.of());
    List<LoggedValue> arguments =
        new ArrayList<>(Collections.nCopies(parameters.size(), new LoggedValue.Nothing()));
    for (int index = 0; index < given.size(); index++) {
      int at = given.get(index).map(parameters::indexOf).orElse(-1);
      if (at >= 0) {
        arguments.set(at, logged.get(index));
      }
    }
    return arguments;
  }

  private SortedMap<Place, LoggedValue> state(SortedMap<Place, LoggedValue> observed) {
    SortedMap<Place, LoggedValue> result = new TreeMap<>();
    observed.forEach(
        (place, value) ->
            variable(place.variable())
                .ifPresent(
                    name -> result.put(new Place(name, segments(place.path())), value(value))));
    return result;
  }

  private SortedMap<String, List<Change>> delta(TraceEvent event) throws TraceException {
    SortedMap<String, List<Change>> result = new TreeMap<>();
    for (Map.Entry<String, List<Change>> entry : event.delta().entrySet()) {
      Optional<String> variable = variable(entry.getKey());
      if (variable.isEmpty()) {
        continue;
      }
      if (result.put(variable.get(), entry.getValue().stream().map(this::change).toList())
          != null) {
        throw new TraceException(
            source.name(),
            event.line(),
            0,
            "two fields of this event are mapped to the variable " + variable.get(),
            null);
      }
    }
    return result;
  }

  private Change change(Change change) {
    List<LoggedValue> arguments =
        new ArrayList<>(change.arguments().stream().map(this::value).toList());
    List<String> path = path(change.path());
    boolean toNil =
        change.operator() == Change.Operator.RESET_KEY
            || change.operator() == Change.Operator.REMOVE_KEY;
    if (toNil && mapping.nil().isPresent()) {
      arguments.add(new LoggedValue.Text(mapping.nil().get()));
      return new Change(Change.Operator.SET_KEY, path, arguments);
    }
    return new Change(change.operator(), path, arguments);
  }

  private Optional<String> variable(String name) {
    Optional<String> mapped = mapping.variables().getOrDefault(name, Optional.of(name));
    if (mapped.isEmpty()) {
      leftOut.add(name);
    }
    return mapped;
  }

  private List<Place.Segment> segments(List<Place.Segment> path) {
    return path.stream()
        .map(
            segment -> segment instanceof Place.Key key ? new Place.Key(text(key.text())) : segment)
        .toList();
  }

  private List<String> path(List<String> path) {
    return path.stream().map(this::text).toList();
  }

  private String text(String text) {
    return mapping.values().getOrDefault(text, text);
  }

  /** An argument of an action: there {@code null} means "not logged". */
  private LoggedValue argument(LoggedValue value) {
    return value instanceof LoggedValue.Nothing ? value : value(value);
  }

  private LoggedValue value(LoggedValue value) {
    return switch (value) {
      case LoggedValue.Text text -> new LoggedValue.Text(text(text.value()));
      case LoggedValue.Nothing nothing ->
          mapping.nil().<LoggedValue>map(LoggedValue.Text::new).orElse(nothing);
      case LoggedValue.Items items ->
          new LoggedValue.Items(items.values().stream().map(this::value).toList());
      case LoggedValue.Fields fields -> {
        SortedMap<String, LoggedValue> mapped = new TreeMap<>();
        fields.values().forEach((name, field) -> mapped.put(text(name), value(field)));
        yield new LoggedValue.Fields(mapped);
      }
      default -> value;
    };
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
