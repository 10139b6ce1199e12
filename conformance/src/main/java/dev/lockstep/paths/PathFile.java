package dev.lockstep.paths;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Scenario;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceWriter;
import dev.lockstep.trace.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Paths as logs in trace format v1: a run for each path, its header with the initial state, and for
 * each step the variables that it changed. A file is whole or not there.
 */
public final class PathFile {

  private PathFile() {}

  /**
   * Writes the paths to {@code file}.
   *
   * @throws SpecException if TLC cannot evaluate a state
   */
  public static void write(
      java.nio.file.Path file, BoundedModel model, Covering covering, long seed)
      throws IOException, SpecException {
    try (WholeFile whole = WholeFile.start(file)) {
      write(whole.output(), model, covering, seed);
      whole.finish();
    }
  }

  /** Writes the paths to {@code output}. */
  public static void write(OutputStream output, BoundedModel model, Covering covering, long seed)
      throws IOException, SpecException {
    Replay replay = new Replay(model.spec(), covering.graph());
    TraceWriter writer = new TraceWriter(output);
    TraceHeader header = model.header();
    long run = 0;
    for (Path path : covering.paths()) {
      SpecState before = replay.state(path.start());
      writer.header(header.withSeed(seed, ++run).withState(state(model.spec(), before)));
      for (int edge : path.edges()) {
        SpecState after = replay.after(edge);
        writer.event(
            Scenario.step(covering.graph().call(edge), changed(model.spec(), before, after)));
        before = after;
      }
    }
    writer.flush();
  }

  /** Returns all variables of {@code state}. */
  public static SortedMap<Place, LoggedValue> state(Spec spec, SpecState state) {
    SortedMap<Place, LoggedValue> values = new TreeMap<>();
    for (String variable : spec.variables()) {
      values.put(Place.of(variable), LoggedValue.of(state.get(variable)));
    }
    return values;
  }

  /** Returns the variables that have other values in {@code after}. */
  public static SortedMap<Place, LoggedValue> changed(
      Spec spec, SpecState before, SpecState after) {
    SortedMap<Place, LoggedValue> values = new TreeMap<>();
    for (String variable : spec.variables()) {
      if (!before.agreesOn(variable, after)) {
        values.put(Place.of(variable), LoggedValue.of(after.get(variable)));
      }
    }
    return values;
  }
}
