package dev.lockstep.validation;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.tlc.Spec;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** A run of a log whose variables are those of the spec; remembers what was logged at all. */
final class CheckedSource implements TraceSource {

  private final TraceSource source;
  private final Spec spec;
  private final SortedSet<String> observed = new TreeSet<>();
  private boolean anyAction;

  CheckedSource(TraceSource source, Spec spec) {
    this.source = source;
    this.spec = spec;
  }

  /** Checks the variables of a header. */
  void check(TraceHeader header) throws TraceException {
    check(header.line(), header.state().keySet());
  }

  @Override
  public Optional<TraceEvent> nextEvent() throws TraceException {
    Optional<TraceEvent> next = source.nextEvent();
    if (next.isPresent()) {
      TraceEvent event = next.get();
      check(event.line(), event.state().keySet());
      for (String variable : event.delta().keySet()) {
        check(event.line(), variable);
      }
      observed.addAll(event.delta().keySet());
      anyAction |= !event.steps().calls().isEmpty();
    }
    return next;
  }

  private void check(int line, Collection<Place> places) throws TraceException {
    for (Place place : places) {
      check(line, place.variable());
      observed.add(place.variable());
    }
  }

  private void check(int line, String name) throws TraceException {
    if (!spec.variables().contains(name)) {
      throw new TraceException(
          name(),
          line,
          0,
          "the spec "
              + spec.module()
              + " has no variable "
              + name
              + Nearest.hint(name, spec.variables()),
          null);
    }
  }

  /** Returns the variables that were observed. */
  SortedSet<String> observed() {
    return observed;
  }

  /** Says whether any event named its action. */
  boolean anyAction() {
    return anyAction;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Optional<TraceHeader> nextRun() throws TraceException {
    return source.nextRun();
  }

  @Override
  public SortedSet<String> unusedFields() {
    return source.unusedFields();
  }

  @Override
  public SortedMap<String, Long> notModelled() {
    return source.notModelled();
  }

  @Override
  public long notSelected() {
    return source.notSelected();
  }

  @Override
  public SortedSet<String> missingFields() {
    return source.missingFields();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
