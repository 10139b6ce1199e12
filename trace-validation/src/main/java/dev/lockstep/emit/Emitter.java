package dev.lockstep.emit;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecOutline;
import dev.lockstep.tlc.SpecOutline.Relation;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import java.util.List;

/**
 * Writes a run of a spec as a plain TLA+ module that stock TLC checks: the events as data, the
 * spec's next-state relation followed down to the logged actions as text, and the logged values as
 * constraints on each step. It decides nothing about the run. Of the loaded spec it takes the text,
 * the names of model values and the initial states, the last only as hints to what a logged value
 * is. Safe for use by several threads.
 */
public final class Emitter {

  /** How logged values are written. */
  public enum Values {
    /** As values of TLA+ where it is evident which they are, which is faster. */
    PLAIN,
    /** As they were logged, with every meaning that they can have. */
    LOGGED
  }

  /**
   * A run.
   *
   * @param header what was logged of the initial state
   * @param events all events, in order
   */
  public record Run(TraceHeader header, List<TraceEvent> events) {
    /** Copies the events. */
    public Run {
      events = List.copyOf(events);
    }
  }

  private final Spec spec;
  private final SpecSource source;
  private final SpecOutline outline;
  private final List<SpecState> initialStates;

  /**
   * Creates an emitter.
   *
   * @param source what {@code spec} was loaded from
   * @throws SpecException if the spec's initial states cannot be computed
   */
  public Emitter(Spec spec, SpecSource source) throws SpecException {
    this.spec = spec;
    this.source = source;
    this.outline = spec.outline();
    this.initialStates = spec.initialStates();
  }

  /**
   * Returns a run as a module.
   *
   * @param header what was logged of the initial state
   * @param events all events, in order
   * @throws CannotEmitException if it is not sure that a module means the same; with the event
   */
  public Emission emit(TraceHeader header, List<TraceEvent> events, Values values)
      throws CannotEmitException {
    return emit(List.of(new Run(header, events)), values);
  }

  /**
   * Returns several runs as one module, for TLC to look at all of them at once.
   *
   * @throws CannotEmitException if it is not sure that a module means the same; with the event
   */
  public Emission emit(List<Run> runs, Values values) throws CannotEmitException {
    String initial = outline.initial().orElseThrow(() -> unreadable("initial predicate", "INIT"));
    Relation next = outline.next().orElseThrow(() -> unreadable("next-state relation", "NEXT"));
    TraceModule module =
        new TraceModule(spec, source, outline.modules(), next, initialStates, values);
    return module.emit(initial, runs);
  }

  private static CannotEmitException unreadable(String what, String section) {
    return new CannotEmitException(
        "the "
            + what
            + " is not a definition of the root module or of one that it extends; name one with "
            + section
            + " in the configuration");
  }
}
