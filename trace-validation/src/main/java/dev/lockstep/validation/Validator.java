package dev.lockstep.validation;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.value.TlaValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Decides whether runs of a log are behaviours of a spec. It keeps the set of states that the spec
 * can be in after the events so far (the frontier) and advances it by one event at a time: an event
 * leads from each of these states to those successors that the event's action and arguments select
 * and that agree with everything observed. The run holds if the set is not empty at the end.
 * Nothing else is kept, so memory does not grow with the length of the log; and a log that
 * determines the state costs one evaluation of one action instance an event.
 *
 * <p>Where a log says little, the set can grow; the budgets bound it, and when one runs out the
 * verdict is inconclusive. Safe for use by several threads if each has its own log.
 */
public final class Validator {

  /**
   * What a validation may use.
   *
   * @param maxStates the most states that the spec may be in after an event
   * @param maxTime the most time for one run
   * @param checkInvariants whether the invariants of the configuration must hold in the states
   */
  public record Options(int maxStates, Duration maxTime, boolean checkInvariants) {

    /** 200,000 states, ten minutes, without invariants. */
    public static final Options DEFAULT = new Options(200_000, Duration.ofMinutes(10), false);
  }

  private static final int SAMPLE = 3;
  private static final int STEPS_BETWEEN_CLOCKS = 64;

  private final Spec spec;
  private final Options options;
  private final List<SpecState> initialStates;
  private final Observations observations;

  /**
   * Creates a validator.
   *
   * @throws SpecException if the spec's initial states cannot be computed
   */
  public Validator(Spec spec, Options options) throws SpecException {
    this.spec = spec;
    this.options = options;
    this.initialStates = spec.initialStates();
    this.observations = new Observations(new Deltas(spec.modelValues(), singleInitialValues()));
  }

  private Map<String, TlaValue> singleInitialValues() {
    Map<String, TlaValue> values = new HashMap<>();
    for (String variable : spec.variables()) {
      List<TlaValue> distinct =
          initialStates.stream().map(state -> state.get(variable)).distinct().limit(2).toList();
      if (distinct.size() == 1) {
        values.put(variable, distinct.getFirst());
      }
    }
    return values;
  }

  /**
   * Validates the run whose header {@code source} has just returned.
   *
   * @throws TraceException if the log is malformed, names a variable that the spec does not have,
   *     or has no events
   * @throws SpecException if TLC cannot evaluate the spec
   */
  public Validation validate(TraceSource source, TraceHeader header)
      throws TraceException, SpecException {
    return new Run(source, header).validate();
  }

  /** One run of a log. */
  private final class Run {
    private final TraceSource source;
    private final TraceHeader header;
    private final long start = System.nanoTime();
    private final SortedSet<String> observed = new TreeSet<>();
    private List<SpecState> frontier = List.of();
    private long matched;
    private long peak;
    private long examined;
    private boolean anyAction;
    private Optional<String> exhausted = Optional.empty();

    Run(TraceSource source, TraceHeader header) {
      this.source = source;
      this.header = header;
    }

    Validation validate() throws TraceException, SpecException {
      requireVariables(
          header.line(), header.state().keySet().stream().map(Place::variable).toList());
      Diagnosis diagnosis = new Diagnosis(spec, observations);
      frontier =
          initialStates.stream()
              .filter(state -> observations.agree(header.state(), state))
              .toList();
      peak = frontier.size();
      if (frontier.isEmpty()) {
        return stopped(
            new Validation.Stop(
                TraceEvent.ANY.from(new Origin(source.name(), header.line())),
                diagnosis.initial(header.state(), initialStates),
                Optional.empty(),
                List.of(),
                false));
      }
      Optional<TraceEvent> next = source.nextEvent();
      if (next.isEmpty()) {
        throw new TraceException(
            source.name(),
            header.line(),
            0,
            "this run has no events, so that there is nothing to validate",
            null);
      }
      while (next.isPresent()) {
        TraceEvent event = next.get();
        requireVariables(
            event.line(), event.state().keySet().stream().map(Place::variable).toList());
        requireVariables(event.line(), List.copyOf(event.delta().keySet()));
        Optional<Reason> reason = diagnosis.unknown(event);
        List<SpecState> successors = reason.isPresent() ? List.of() : advance(event);
        if (exhausted.isPresent()) {
          return result(Verdict.INCONCLUSIVE, Optional.empty());
        }
        if (successors.isEmpty()) {
          return stopped(diagnosis.stop(event, frontier, reason));
        }
        if (options.checkInvariants()) {
          List<SpecState> sound = keepSound(successors);
          if (sound.isEmpty()) {
            return stopped(
                new Validation.Stop(
                    event,
                    new Reason.InvariantBroken(
                        Diagnosis.text(event), brokenInvariant(successors.getFirst())),
                    Optional.of(successors.getFirst()),
                    List.of(),
                    false));
          }
          successors = sound;
        }
        frontier = successors;
        matched++;
        peak = Math.max(peak, frontier.size());
        next = source.nextEvent();
      }
      return result(Verdict.HOLDS, Optional.empty());
    }

    private List<SpecState> advance(TraceEvent event) throws SpecException {
      anyAction |= event.action().isPresent();
      event.state().keySet().forEach(place -> observed.add(place.variable()));
      observed.addAll(event.delta().keySet());
      ActionFilter filter = EventFilter.of(event);
      Observations.Comparison comparison = observations.compare(event, frontier.getFirst());
      List<SpecState> single = new ArrayList<>();
      Set<SpecState> several = new LinkedHashSet<>();
      long sinceClock = 0;
      for (SpecState state : frontier) {
        Observations.Before before = comparison.from(state);
        for (SpecStep step : spec.successors(state, filter)) {
          examined++;
          if (before.agrees(step.target())) {
            add(step.target(), single, several);
          }
        }
        if (event.steps().stuttering() != Steps.Stuttering.NEVER && before.agrees(state)) {
          add(state, single, several);
        }
        if (several.size() > options.maxStates()) {
          exhausted =
              Optional.of(
                  "the spec can be in more than "
                      + options.maxStates()
                      + " states after event "
                      + (matched + 1)
                      + " (line "
                      + event.line()
                      + "); log more, or raise --max-states");
          return List.of();
        }
        if (++sinceClock % STEPS_BETWEEN_CLOCKS == 0 && timeIsUp(event)) {
          return List.of();
        }
      }
      if (timeIsUp(event)) {
        return List.of();
      }
      return several.isEmpty() ? single : List.copyOf(several);
    }

    /** Hashing a state needs its fingerprint: a single state does without. */
    private static void add(SpecState state, List<SpecState> single, Set<SpecState> several) {
      if (several.isEmpty()) {
        if (single.isEmpty()) {
          single.add(state);
          return;
        }
        several.addAll(single);
      }
      several.add(state);
    }

    private boolean timeIsUp(TraceEvent event) {
      if (System.nanoTime() - start <= options.maxTime().toNanos()) {
        return false;
      }
      exhausted =
          Optional.of(
              "the time of "
                  + options.maxTime().toSeconds()
                  + " s was up at event "
                  + (matched + 1)
                  + " (line "
                  + event.line()
                  + "); log more, or raise --max-seconds");
      return true;
    }

    private List<SpecState> keepSound(List<SpecState> states) throws SpecException {
      List<SpecState> sound = new ArrayList<>();
      for (SpecState state : states) {
        if (brokenInvariant(state).isEmpty()) {
          sound.add(state);
        }
      }
      return sound;
    }

    private String brokenInvariant(SpecState state) throws SpecException {
      for (String invariant : spec.invariants()) {
        if (!spec.holds(invariant, state)) {
          return invariant;
        }
      }
      return "";
    }

    private void requireVariables(int line, List<String> names) throws TraceException {
      for (String name : names) {
        if (!spec.variables().contains(name)) {
          throw new TraceException(
              source.name(),
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
    }

    private Validation stopped(Validation.Stop stop) {
      return result(Verdict.VIOLATED, Optional.of(stop));
    }

    private Validation result(Verdict verdict, Optional<Validation.Stop> stop) {
      return new Validation(
          verdict,
          matched,
          stop,
          exhausted,
          frontier.stream().limit(SAMPLE).toList(),
          frontier.size(),
          peak,
          examined,
          verdict == Verdict.HOLDS ? warnings() : List.of(),
          Duration.ofNanos(System.nanoTime() - start));
    }

    private List<String> warnings() {
      List<String> warnings = new ArrayList<>();
      List<String> never =
          spec.variables().stream()
              .filter(variable -> !observed.contains(variable))
              .sorted()
              .toList();
      if (!never.isEmpty()) {
        warnings.add("never observed, so anything goes for: " + String.join(", ", never));
      }
      if (!anyAction) {
        warnings.add("no event names its action: any action that fits the values was accepted");
      }
      if (frontier.size() > 1) {
        warnings.add(
            "the log does not determine the state: the spec can be in "
                + frontier.size()
                + " states at its end");
      }
      SortedSet<String> unused = source.unusedFields();
      if (!unused.isEmpty()) {
        warnings.add("in the log, but without part in the verdict: " + String.join(", ", unused));
      }
      return warnings;
    }
  }
}
