package dev.lockstep.validation;

import dev.lockstep.observation.Observations;
import dev.lockstep.search.Line;
import dev.lockstep.search.Outcome;
import dev.lockstep.search.Schedule;
import dev.lockstep.search.Search;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides whether runs of a log are behaviours of a spec, and says why not. It keeps the states
 * that the spec can be in after the events so far and nothing else, so memory does not grow with
 * the length of the log; and a log that determines the state costs one evaluation of one action
 * instance an event.
 *
 * <p>Where a log says little, the states can become many; budgets bound them, and when one runs out
 * the verdict is inconclusive. Safe for use by several threads if each has its own log.
 */
public final class Validator {

  private static final int SAMPLE = 3;

  private final Spec spec;
  private final List<SpecState> initialStates;
  private final Observations observations;
  private final Search search;
  private final SearchOptions options;

  /**
   * Creates a validator.
   *
   * @throws SpecException if the spec's initial states cannot be computed
   */
  public Validator(Spec spec, SearchOptions options) throws SpecException {
    this.spec = spec;
    this.initialStates = spec.initialStates();
    this.observations = Observations.of(spec, initialStates);
    this.search = new Search(spec, observations, options);
    this.options = options;
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
    return validate(List.of(source), header, logs -> new Line(logs.getFirst()));
  }

  /**
   * Validates a run whose events are in several logs.
   *
   * @param sources the logs, each just after its header
   * @param header what is known about the run as a whole
   * @param order gives the orders in which the events of the logs may have happened
   */
  public Validation validate(
      List<? extends TraceSource> sources,
      TraceHeader header,
      Function<List<TraceSource>, Schedule> order)
      throws TraceException, SpecException {
    List<CheckedSource> checked =
        sources.stream().map(source -> new CheckedSource(source, spec)).toList();
    checked.getFirst().check(header);
    return new Run(checked, header, order.apply(List.copyOf(checked))).validate();
  }

  /**
   * Says what was possible at an event of the run whose header {@code source} has just returned.
   *
   * @param number the number of the event, counted from 1
   * @return one explanation; none if the run does not get there
   */
  public List<Explanation> explain(TraceSource source, TraceHeader header, long number)
      throws TraceException, SpecException {
    CheckedSource checked = new CheckedSource(source, spec);
    checked.check(header);
    return new Explainer(spec, observations, options)
        .explain(number, new Line(checked), starts(header));
  }

  private List<SpecState> starts(TraceHeader header) {
    return header.state().isEmpty()
        ? initialStates
        : initialStates.stream()
            .filter(state -> observations.agree(header.state(), state))
            .toList();
  }

  /** One run. */
  private final class Run {
    private final List<CheckedSource> sources;
    private final TraceHeader header;
    private final Schedule schedule;
    private final long start = System.nanoTime();

    Run(List<CheckedSource> sources, TraceHeader header, Schedule schedule) {
      this.sources = sources;
      this.header = header;
      this.schedule = schedule;
    }

    Validation validate() throws TraceException, SpecException {
      Stops stops = new Stops(spec, observations, search);
      List<SpecState> starts = starts(header);
      if (starts.isEmpty()) {
        return result(
            Verdict.VIOLATED,
            new Outcome(
                Outcome.Ending.BLOCKED, 0, List.of(), 0, 0, Optional.empty(), false, List.of()),
            Optional.of(stops.initial(sources.getFirst().name(), header, initialStates)));
      }
      if (schedule.next(schedule.start()).isEmpty()) {
        throw new TraceException(
            sources.getFirst().name(),
            header.line(),
            0,
            "this run has no events, so that there is nothing to validate",
            null);
      }
      Outcome outcome = search.run(schedule, starts);
      return switch (outcome.ending()) {
        case EXHAUSTED -> result(Verdict.INCONCLUSIVE, outcome, Optional.empty());
        case BLOCKED ->
            result(Verdict.VIOLATED, outcome, Optional.of(stops.blocked(outcome, schedule)));
        case ACCEPTED, STOPPED ->
            outcome.nodes().stream().anyMatch(node -> node.broken().isEmpty())
                ? result(Verdict.HOLDS, outcome, Optional.empty())
                : result(Verdict.VIOLATED, outcome, Optional.of(stops.broken(outcome)));
      };
    }

    private Validation result(Verdict verdict, Outcome outcome, Optional<Validation.Stop> stop) {
      return new Validation(
          verdict,
          outcome.matched(),
          stop,
          outcome.budget(),
          outcome.nodes().stream().limit(SAMPLE).toList(),
          outcome.nodes().size(),
          outcome.peak(),
          outcome.examined(),
          new Warnings(spec, sources).of(verdict, outcome),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }
}
