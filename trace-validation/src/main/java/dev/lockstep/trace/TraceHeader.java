package dev.lockstep.trace;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a log says about a run before its first event.
 *
 * @param line the line that it stands on, counted from 1; 0 if it was not read from a file
 * @param spec the name of the spec's module, if the log names one
 * @param protocol the name of the protocol in the catalog, if the log names one
 * @param constants the values of the spec's constants, by name
 * @param seed the seed of the simulation that wrote the log
 * @param run the number of the run under that seed
 * @param state what was observed of the initial state, by place
 */
public record TraceHeader(
    int line,
    Optional<String> spec,
    Optional<String> protocol,
    SortedMap<String, LoggedValue> constants,
    Optional<Long> seed,
    Optional<Long> run,
    SortedMap<Place, LoggedValue> state) {

  /** Copies the maps. */
  public TraceHeader {
    constants = Collections.unmodifiableSortedMap(new TreeMap<>(constants));
    state = Collections.unmodifiableSortedMap(new TreeMap<>(state));
  }

  /** Returns the header of a run of {@code spec} with {@code constants}. */
  public static TraceHeader of(String spec, SortedMap<String, LoggedValue> constants) {
    return new TraceHeader(
        0,
        Optional.of(spec),
        Optional.empty(),
        constants,
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>());
  }

  /** Returns this header with the name of the protocol in the catalog. */
  public TraceHeader withProtocol(String name) {
    return new TraceHeader(line, spec, Optional.of(name), constants, seed, run, state);
  }

  /** Returns this header with the seed and the number of the run. */
  public TraceHeader withSeed(long newSeed, long newRun) {
    return new TraceHeader(
        line, spec, protocol, constants, Optional.of(newSeed), Optional.of(newRun), state);
  }

  /** Returns this header with what was observed of the initial state. */
  public TraceHeader withState(SortedMap<Place, LoggedValue> observed) {
    return new TraceHeader(line, spec, protocol, constants, seed, run, observed);
  }
}
