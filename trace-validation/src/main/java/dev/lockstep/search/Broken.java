package dev.lockstep.search;

import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceEvent;
import java.util.Optional;

/**
 * Where a path through the spec first broke an invariant.
 *
 * @param invariant its name
 * @param state the state that breaks it
 * @param event the event that led there or that was next; absent if the state is initial
 * @param number the number of that event, counted from 1; 0 for an initial state
 */
public record Broken(String invariant, SpecState state, Optional<TraceEvent> event, long number) {}
