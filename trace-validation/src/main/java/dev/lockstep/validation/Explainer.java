package dev.lockstep.validation;

import dev.lockstep.observation.Observations;
import dev.lockstep.search.Node;
import dev.lockstep.search.Outcome;
import dev.lockstep.search.Schedule;
import dev.lockstep.search.Search;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says what was possible at an event of a run, whether the run gets past it or not. */
final class Explainer {

  private static final int MAX_FITS = 12;

  private final Spec spec;
  private final Search search;
  private final Diagnosis diagnosis;
  private final FalseGuards guards;

  Explainer(Spec spec, Observations observations, SearchOptions options) {
    this.spec = spec;
    this.search = new Search(spec, observations, options.withPaths());
    this.diagnosis = new Diagnosis(spec, observations);
    this.guards = new FalseGuards(spec, new UnknownNames(spec));
  }

  /**
   * Explains the events that may be number {@code number}: one, unless there are several logs.
   *
   * @return nothing if the run does not get there
   */
  List<Explanation> explain(long number, Schedule schedule, List<SpecState> starts)
      throws TraceException, SpecException {
    Outcome outcome = search.upTo(number - 1, schedule, starts);
    if (outcome.ending() != Outcome.Ending.STOPPED) {
      return List.of();
    }
    List<Explanation> explanations = new ArrayList<>();
    for (Outcome.Reached reached : outcome.reached()) {
      for (Schedule.Next next : schedule.next(reached.cut())) {
        explanations.add(explain(next.event(), number, reached.nodes()));
      }
    }
    return explanations;
  }

  private Explanation explain(TraceEvent event, long number, List<Node> nodes)
      throws SpecException {
    List<Node> sources = search.beforeEvent(nodes, event, number, Diagnosis.MAX_STATES);
    List<Node> targets = search.targets(sources, event, number);
    Optional<Reason> reason = Optional.empty();
    Node shown = nodes.getFirst();
    if (targets.isEmpty()) {
      Found found = diagnosis.explain(event, sources, "");
      reason = Optional.of(found.reason());
      shown = found.node().orElse(shown);
    }
    List<Explanation.Fit> fits = targets.stream().limit(MAX_FITS).map(Explainer::fit).toList();
    Set<ActionCall> others = new LinkedHashSet<>();
    Set<String> possible = new LinkedHashSet<>();
    for (SpecStep step : spec.successors(shown.state())) {
      others.add(step.action());
      step.calls().forEach(call -> possible.add(call.name()));
    }
    for (Explanation.Fit fit : fits) {
      fit.steps().forEach(step -> step.call().ifPresent(others::remove));
    }
    return new Explanation(
        event,
        number,
        nodes.size(),
        shown.state(),
        fits,
        targets.size(),
        reason,
        List.copyOf(others),
        refused(possible, shown));
  }

  /** The steps of the event, and the hidden ones in front of it. */
  private static Explanation.Fit fit(Node target) {
    List<Node.Taken> path = target.path();
    Optional<TraceEvent> event = path.getLast().event();
    int first = path.size() - 1;
    while (first > 0 && path.get(first - 1).event().equals(event)) {
      first--;
    }
    while (first > 0 && path.get(first - 1).event().isEmpty()) {
      first--;
    }
    SpecState from = first == 0 ? target.start() : path.get(first - 1).state();
    return new Explanation.Fit(from, path.subList(first, path.size()));
  }

  private List<Explanation.Refused> refused(Set<String> possible, Node shown) throws SpecException {
    List<Explanation.Refused> refused = new ArrayList<>();
    for (String action : spec.actionLabels()) {
      if (!possible.contains(action)) {
        Reason reason = guards.explain(LoggedCall.of(action), List.of(shown), "").reason();
        refused.add(
            new Explanation.Refused(
                action,
                reason instanceof Reason.NotEnabled notEnabled
                    ? notEnabled.conjuncts().stream().findFirst()
                    : Optional.empty()));
      }
    }
    return refused;
  }
}
