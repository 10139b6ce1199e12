package dev.lockstep.evidence;

import dev.lockstep.observation.Observations;
import dev.lockstep.search.Search;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import java.util.List;

/**
 * Says quickly that most candidates of a shrinker are no good. Candidates that follow each other
 * have a beginning in common; the states after it are remembered.
 */
final class Prefix {

  /** With more states, or with invariants, somebody else has to say. */
  private static final int WIDE = 1000;

  private final Search search;
  private final boolean usable;
  private final List<SpecState> starts;
  private List<TraceEvent> events = List.of();
  private List<SpecState> states;

  Prefix(Spec spec, SearchOptions options, TraceHeader header) throws SpecException {
    List<SpecState> initial = spec.initialStates();
    Observations observations = Observations.of(spec, initial);
    this.search = new Search(spec, observations, options);
    this.starts =
        initial.stream().filter(state -> observations.agree(header.state(), state)).toList();
    this.states = starts;
    this.usable = !options.checkInvariants() && !starts.isEmpty() && starts.size() <= WIDE;
  }

  /**
   * Says that a run is not rejected at its last event and nowhere before; if it says nothing, that
   * is still open.
   *
   * @param same how many events at its beginning are likely to be asked about again
   */
  boolean rejectsElsewhere(List<TraceEvent> candidate, int same) throws SpecException {
    if (!usable) {
      return false;
    }
    int known = events.size();
    if (known > same || !sameEvents(candidate.subList(0, known))) {
      events = List.of();
      states = starts;
      known = 0;
    }
    List<SpecState> now = states;
    for (int index = known; index < candidate.size(); index++) {
      if (index == same && index > known) {
        events = List.copyOf(candidate.subList(0, same));
        states = now;
      }
      Search.Advance advance = search.after(now, candidate.get(index), index + 1);
      if (advance.budget().isPresent() || advance.states().size() > WIDE) {
        return false;
      }
      now = advance.states();
      if (now.isEmpty()) {
        return index < candidate.size() - 1;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // another event with the same content is rare, and no harm
  private boolean sameEvents(List<TraceEvent> beginning) {
    for (int index = 0; index < beginning.size(); index++) {
      if (beginning.get(index) != events.get(index)) {
        return false;
      }
    }
    return true;
  }
}
