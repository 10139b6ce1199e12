package dev.lockstep.evidence;

import dev.lockstep.observation.Observations;
import dev.lockstep.search.Line;
import dev.lockstep.search.Node;
import dev.lockstep.search.Outcome;
import dev.lockstep.search.Search;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Corrupts accepted runs in many small ways and counts how many of the corrupted ones the spec
 * rejects: how much it says that it accepted the run as it was.
 *
 * <p>A corrupted run that is accepted is a <em>survivor</em>. Some are no mistake: an event whose
 * absence nobody can notice, or two neighbours that could have come in either order, leave a legal
 * run. A value that can be altered without anybody noticing is a field that is not checked; an
 * action that can be put in the place of any other one is always possible. So read the survivors,
 * not the share alone, and compare the share with that of the same log before and after more was
 * logged. The last event is never dropped: what is left would always be accepted. A name is altered
 * only to one of an action with as many parameters.
 *
 * <p>All corrupted runs of a log are validated side by side: each starts where it parts from the
 * log, and ends where it is rejected or where the spec can be in all states again in which the log
 * leaves it. Runs that leave the spec in the same states are one from there on.
 */
public final class Corruption {

  /** From how many states on it is better to look for one behaviour than to keep them all. */
  private static final int WIDE = 1000;

  /**
   * How many corruptions of a run to try.
   *
   * @param seed decides which, where there are more
   * @param most how many of each run at most
   * @param time how long one run may take; what was not decided then is inconclusive
   */
  public record Plan(long seed, int most, Duration time) {}

  private final Spec spec;
  private final List<SpecState> initialStates;
  private final Observations observations;
  private final Search search;
  private final Plan plan;

  /** Creates the corruption of runs of {@code spec}, which are validated with {@code options}. */
  public Corruption(Spec spec, SearchOptions options, Plan plan) throws SpecException {
    this.spec = spec;
    this.initialStates = spec.initialStates();
    this.observations = Observations.of(spec, initialStates);
    this.search = new Search(spec, observations, options);
    this.plan = plan;
  }

  /**
   * Corrupts a run.
   *
   * @param header its header
   * @param events all its events, in order
   * @throws IllegalArgumentException if the spec does not accept the run as it is
   */
  public CorruptionReport corrupt(TraceHeader header, List<TraceEvent> events)
      throws TraceException, SpecException {
    return new Pass(header, events).run();
  }

  private final class Pass {
    private final List<TraceEvent> events;
    private final Deque<Fault> faults;
    private final CorruptionReport.Builder report;
    private final long end = System.nanoTime() + plan.time().toNanos();
    private Collection<SpecState> base;

    /** What came of corruptions so far, by the states in which the spec can be then. */
    private Map<Set<SpecState>, List<Fault>> parted = new LinkedHashMap<>();

    /** What comes together with the others one event later. */
    private Map<Set<SpecState>, List<Fault>> ahead = new LinkedHashMap<>();

    Pass(TraceHeader header, List<TraceEvent> events) {
      this.events = events;
      this.faults = new ArrayDeque<>(new Faults(spec, events, plan.seed()).draw(plan.most()));
      this.report = new CorruptionReport.Builder(events);
      this.base =
          header.state().isEmpty()
              ? initialStates
              : initialStates.stream()
                  .filter(state -> observations.agree(header.state(), state))
                  .toList();
    }

    CorruptionReport run() throws TraceException, SpecException {
      for (int at = 0; at < events.size() && anyOpen(); at++) {
        if (System.nanoTime() > end) {
          giveUp();
        } else if (base.size() > WIDE) {
          oneByOne(at);
        } else {
          advance(at);
        }
      }
      parted.values().forEach(list -> list.forEach(report::survived));
      return report.build();
    }

    private boolean anyOpen() {
      return !faults.isEmpty() || !parted.isEmpty() || !ahead.isEmpty();
    }

    private void advance(int at) throws TraceException, SpecException {
      Map<Set<SpecState>, List<Fault>> next = ahead;
      ahead = new LinkedHashMap<>();
      while (!faults.isEmpty() && faults.peek().at() == at) {
        Fault fault = faults.remove();
        Map<Set<SpecState>, List<Fault>> meeting = fault.length() == 1 ? next : ahead;
        follow(base, fault.instead(), at, List.of(fault), at + fault.length(), meeting);
      }
      for (Map.Entry<Set<SpecState>, List<Fault>> entry : parted.entrySet()) {
        follow(entry.getKey(), List.of(events.get(at)), at, entry.getValue(), at + 1, next);
      }
      Search.Advance advance = search.after(base, events.get(at), at + 1);
      if (advance.budget().isPresent()) {
        parted = next;
        giveUp();
        return;
      }
      base = advance.states();
      if (base.isEmpty()) {
        throw new IllegalArgumentException(
            "only a run that the spec accepts can be corrupted, but event "
                + (at + 1)
                + " is impossible");
      }
      parted = new LinkedHashMap<>();
      next.forEach(
          (states, list) -> {
            if (states.containsAll(base)) {
              list.forEach(report::survived);
            } else {
              parted.put(states, list);
            }
          });
    }

    /** Takes {@code steps}, and puts what is left into {@code meeting}. */
    private void follow(
        Collection<SpecState> from,
        List<TraceEvent> steps,
        int at,
        List<Fault> list,
        int after,
        Map<Set<SpecState>, List<Fault>> meeting)
        throws TraceException, SpecException {
      Collection<SpecState> states = from;
      for (int index = 0; index < steps.size(); index++) {
        Search.Advance advance = search.after(states, steps.get(index), at + index + 1);
        if (advance.budget().isPresent() || advance.states().size() > WIDE) {
          List<TraceEvent> rest = new ArrayList<>(steps.subList(index, steps.size()));
          rest.addAll(events.subList(after, events.size()));
          decide(states, rest, list);
          return;
        }
        states = advance.states();
      }
      if (states.isEmpty()) {
        list.forEach(report::rejected);
      } else {
        meeting.computeIfAbsent(new HashSet<>(states), ignored -> new ArrayList<>()).addAll(list);
      }
    }

    /** The log leaves too many states open: each corrupted run is searched by itself. */
    private void oneByOne(int at) throws TraceException, SpecException {
      for (Map.Entry<Set<SpecState>, List<Fault>> entry : parted.entrySet()) {
        decide(entry.getKey(), events.subList(at, events.size()), entry.getValue());
      }
      for (Map.Entry<Set<SpecState>, List<Fault>> entry : ahead.entrySet()) {
        decide(entry.getKey(), events.subList(at + 1, events.size()), entry.getValue());
      }
      parted.clear();
      ahead.clear();
      while (!faults.isEmpty()) {
        Fault fault = faults.remove();
        List<TraceEvent> rest = new ArrayList<>(events.subList(at, fault.at()));
        rest.addAll(fault.instead());
        rest.addAll(events.subList(fault.at() + fault.length(), events.size()));
        decide(base, rest, List.of(fault));
      }
    }

    private void decide(Collection<SpecState> from, List<TraceEvent> rest, List<Fault> list)
        throws TraceException, SpecException {
      if (System.nanoTime() > end) {
        list.forEach(report::undecided);
        return;
      }
      Outcome outcome = search.run(new Line(new Events("", rest)), from);
      switch (outcome.ending()) {
        case EXHAUSTED, STOPPED -> list.forEach(report::undecided);
        case BLOCKED -> list.forEach(report::rejected);
        case ACCEPTED -> {
          if (outcome.nodes().stream().map(Node::broken).anyMatch(broken -> broken.isEmpty())) {
            list.forEach(report::survived);
          } else {
            list.forEach(report::rejected);
          }
        }
      }
    }

    private void giveUp() {
      parted.values().forEach(list -> list.forEach(report::undecided));
      ahead.values().forEach(list -> list.forEach(report::undecided));
      faults.forEach(report::undecided);
      parted.clear();
      ahead.clear();
      faults.clear();
    }
  }
}
