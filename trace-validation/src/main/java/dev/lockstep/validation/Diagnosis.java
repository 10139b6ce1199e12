package dev.lockstep.validation;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionExplanation;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out why an event has no place in any behaviour that agrees with the log before it. */
final class Diagnosis {

  /** Explaining is slower than stepping; what this many states have in common is enough. */
  private static final int MAX_STATES = 1000;

  private static final int MAX_ALLOWED = 12;
  private static final int MAX_CONJUNCTS = 8;

  private final Spec spec;
  private final Observations observations;
  private final SortedMap<String, List<String>> actions;

  Diagnosis(Spec spec, Observations observations) {
    this.spec = spec;
    this.observations = observations;
    this.actions = spec.actions();
  }

  /** Returns the event's step as the log names it. */
  static String text(TraceEvent event) {
    return event.steps().toString();
  }

  /** Says what is wrong with an event for every state, if anything is. */
  Optional<Reason> unknown(TraceEvent event) {
    if (event.action().isEmpty()) {
      return Optional.empty();
    }
    String name = event.action().get();
    List<String> parameters = actions.get(name);
    if (parameters == null) {
      return Optional.of(
          new Reason.UnknownAction(
              name, Nearest.to(name, actions.keySet()), List.copyOf(actions.keySet())));
    }
    int given = event.arguments().map(List::size).orElse(parameters.size());
    if (given != parameters.size()) {
      return Optional.of(
          new Reason.UnknownArgument(
              text(event),
              "the log gives "
                  + given
                  + (given == 1 ? " argument" : " arguments")
                  + ", but the spec's action takes "
                  + (parameters.isEmpty()
                      ? "none"
                      : parameters.size() + ": " + String.join(", ", parameters))));
    }
    return Optional.empty();
  }

  /** Explains why no initial state agrees with the header. */
  Reason initial(SortedMap<Place, LoggedValue> observed, List<SpecState> states) {
    return new Reason.InitialStateImpossible(
        states.stream()
            .limit(MAX_STATES)
            .map(state -> observations.differences(observed, state))
            .min(Comparator.comparingInt(List::size))
            .orElse(List.of()));
  }

  /** A reason, and the state that it speaks of. */
  private record Found(Reason reason, Optional<SpecState> state) {}

  /** An explanation of an instance, and the state that it was made in. */
  private record Candidate(SpecState state, ActionExplanation explanation) {}

  /** Explains why {@code event} leads nowhere from {@code frontier}. */
  Validation.Stop stop(TraceEvent event, List<SpecState> frontier, Optional<Reason> known)
      throws SpecException {
    List<SpecState> states = frontier.stream().limit(MAX_STATES).toList();
    Optional<Found> found = known.map(reason -> new Found(reason, Optional.empty()));
    if (found.isEmpty()) {
      found = valuesDiffer(event, states);
    }
    Found reason =
        found.isPresent()
            ? found.get()
            : notEnabled(event, states, frontier.size() > states.size());
    Set<ActionCall> allowed = new LinkedHashSet<>();
    List<SpecState> nearestFirst =
        Stream.concat(reason.state().stream(), states.stream()).distinct().toList();
    for (SpecState state : nearestFirst) {
      if (allowed.size() > MAX_ALLOWED) {
        break;
      }
      spec.successors(state).forEach(step -> allowed.add(step.action()));
    }
    return new Validation.Stop(
        event,
        reason.reason(),
        Optional.of(nearestFirst.getFirst()),
        allowed.stream().limit(MAX_ALLOWED).toList(),
        allowed.size() > MAX_ALLOWED);
  }

  private Optional<Found> valuesDiffer(TraceEvent event, List<SpecState> states)
      throws SpecException {
    ActionFilter filter = EventFilter.of(event);
    long steps = 0;
    Optional<ActionCall> nearest = Optional.empty();
    Optional<SpecState> nearestState = Optional.empty();
    List<Difference> fewest = List.of();
    for (SpecState state : states) {
      Observations.Before before = observations.before(state);
      for (SpecStep step : spec.successors(state, filter)) {
        List<Difference> differences = observations.differences(event, before, step.target());
        if (steps == 0 || differences.size() < fewest.size()) {
          nearest = Optional.of(step.action());
          nearestState = Optional.of(state);
          fewest = differences;
        }
        steps++;
      }
    }
    return steps == 0
        ? Optional.empty()
        : Optional.of(
            new Found(new Reason.ValuesDiffer(text(event), nearest, fewest, steps), nearestState));
  }

  private Found notEnabled(TraceEvent event, List<SpecState> states, boolean more)
      throws SpecException {
    if (event.action().isEmpty()) {
      return withoutState(
          new Reason.NotEnabled(
              text(event), List.of(), "the spec allows no step at all here: it is a deadlock"));
    }
    List<Candidate> candidates = explain(states, EventFilter.of(event));
    if (!candidates.isEmpty()) {
      return falseConjuncts(event, candidates, more);
    }
    List<ActionExplanation> others =
        explain(states, new EventFilter(event.action().get(), Optional.empty())).stream()
            .map(Candidate::explanation)
            .toList();
    Optional<Reason> strange = strangeArgument(event, states, others);
    if (strange.isPresent()) {
      return withoutState(strange.get());
    }
    String choices =
        others.stream()
            .map(ActionExplanation::call)
            .distinct()
            .limit(MAX_ALLOWED)
            .map(ActionCall::toString)
            .collect(Collectors.joining(", "));
    return withoutState(
        new Reason.NotEnabled(
            text(event),
            List.of(),
            choices.isEmpty()
                ? "there is nothing here that it could be taken with"
                : "it can only be taken with what is there now: " + Observations.cut(choices)));
  }

  private static Found withoutState(Reason reason) {
    return new Found(reason, Optional.empty());
  }

  private List<Candidate> explain(List<SpecState> states, ActionFilter filter)
      throws SpecException {
    List<Candidate> candidates = new ArrayList<>();
    for (SpecState state : states) {
      spec.explain(state, filter)
          .forEach(explanation -> candidates.add(new Candidate(state, explanation)));
    }
    return candidates;
  }

  /** The same guard with different values is shown where it lacks least. */
  private static Found falseConjuncts(TraceEvent event, List<Candidate> candidates, boolean more) {
    record Key(String module, int line, int column, String text) {}
    record Seen(long count, Conjunct nearest, Candidate candidate) {}
    Map<Key, Seen> seen = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      for (Conjunct conjunct : candidate.explanation().conjuncts()) {
        if (!conjunct.truth()) {
          seen.merge(
              new Key(conjunct.module(), conjunct.line(), conjunct.column(), conjunct.text()),
              new Seen(1, conjunct, candidate),
              (first, next) ->
                  lack(next.nearest()) < lack(first.nearest())
                      ? new Seen(first.count() + 1, next.nearest(), next.candidate())
                      : new Seen(first.count() + 1, first.nearest(), first.candidate()));
        }
      }
    }
    List<Seen> sorted =
        seen.values().stream()
            .sorted(Comparator.comparingLong(Seen::count).reversed())
            .limit(MAX_CONJUNCTS)
            .toList();
    return new Found(
        new Reason.NotEnabled(
            text(event),
            sorted.stream()
                .map(
                    one ->
                        new Reason.FalseConjunct(
                            one.nearest(),
                            one.count(),
                            candidates.size(),
                            one.candidate().explanation().call()))
                .toList(),
            sorted.isEmpty()
                ? "all its guards hold, but what it says about the next state cannot be met"
                : more
                    ? "only the first " + MAX_STATES + " states that the log leaves open were asked"
                    : ""),
        sorted.stream().findFirst().map(one -> one.candidate().state()));
  }

  /** How much a guard lacks: its notes list what is missing, so the shortest lack least. */
  private static int lack(Conjunct conjunct) {
    return conjunct.notes().stream().mapToInt(String::length).sum();
  }

  /** An argument that is a word which occurs nowhere in the spec's constants or states. */
  private Optional<Reason> strangeArgument(
      TraceEvent event, List<SpecState> states, List<ActionExplanation> others) {
    SortedSet<String> known = new TreeSet<>(spec.modelValues());
    spec.constants().values().forEach(value -> addAtoms(value, known));
    states.forEach(state -> state.values().values().forEach(value -> addAtoms(value, known)));
    List<LoggedValue> arguments = event.arguments().orElse(List.of());
    List<String> parameters = actions.getOrDefault(event.action().orElse(""), List.of());
    for (int index = 0; index < Math.min(arguments.size(), parameters.size()); index++) {
      if (!(arguments.get(index) instanceof LoggedValue.Text text)
          || known.contains(text.value())) {
        continue;
      }
      int position = index;
      SortedSet<String> choices = new TreeSet<>();
      others.stream()
          .filter(other -> other.call().arguments().size() == parameters.size())
          .forEach(
              other -> choices.add(LoggedValue.keyText(other.call().arguments().get(position))));
      if (!choices.isEmpty() && !choices.contains(text.value())) {
        return Optional.of(
            new Reason.UnknownArgument(
                text(event),
                parameters.get(index)
                    + " cannot be "
                    + text
                    + ", only "
                    + Observations.cut(String.join(", ", choices))
                    + Nearest.to(text.value(), choices)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("")));
      }
    }
    return Optional.empty();
  }

  private static void addAtoms(TlaValue value, Set<String> atoms) {
    switch (value) {
      case TlaValue.Str string -> atoms.add(string.value());
      case TlaValue.ModelValue model -> atoms.add(model.name());
      case TlaValue.SetOf set -> set.elements().forEach(element -> addAtoms(element, atoms));
      case TlaValue.SequenceOf sequence ->
          sequence.elements().forEach(element -> addAtoms(element, atoms));
      case TlaValue.RecordOf record ->
          record.fields().values().forEach(field -> addAtoms(field, atoms));
      case TlaValue.FunctionOf function ->
          function
              .mappings()
              .forEach(
                  (key, image) -> {
                    addAtoms(key, atoms);
                    addAtoms(image, atoms);
                  });
      case TlaValue.Int ignored -> {}
      case TlaValue.Bool ignored -> {}
    }
  }
}
