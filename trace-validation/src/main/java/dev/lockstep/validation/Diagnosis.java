package dev.lockstep.validation;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionExplanation;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Nearest;
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

/** Finds out why an event has no place in any behaviour that agrees with the log before it. */
final class Diagnosis {

  /** Explaining is slower than stepping; what a few hundred states have in common is enough. */
  private static final int MAX_STATES = 256;

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
    String name = event.action().orElse("a step without a name");
    return event
        .arguments()
        .filter(arguments -> !arguments.isEmpty())
        .map(
            arguments ->
                arguments.stream()
                    .map(argument -> argument instanceof LoggedValue.Nothing ? "?" : argument)
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", name + "(", ")")))
        .orElse(name);
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

  /** Explains why {@code event} leads nowhere from {@code frontier}. */
  Validation.Stop stop(TraceEvent event, List<SpecState> frontier, Optional<Reason> known)
      throws SpecException {
    List<SpecState> states = frontier.stream().limit(MAX_STATES).toList();
    Optional<Reason> reason = known;
    if (reason.isEmpty()) {
      reason = valuesDiffer(event, states);
    }
    Set<ActionCall> allowed = new LinkedHashSet<>();
    for (SpecState state : states) {
      if (allowed.size() > MAX_ALLOWED) {
        break;
      }
      spec.successors(state).forEach(step -> allowed.add(step.action()));
    }
    return new Validation.Stop(
        event,
        reason.isPresent() ? reason.get() : notEnabled(event, states),
        allowed.stream().limit(MAX_ALLOWED).toList(),
        allowed.size() > MAX_ALLOWED);
  }

  private Optional<Reason> valuesDiffer(TraceEvent event, List<SpecState> states)
      throws SpecException {
    ActionFilter filter = EventFilter.of(event);
    long steps = 0;
    Optional<ActionCall> nearest = Optional.empty();
    List<Difference> fewest = List.of();
    for (SpecState state : states) {
      Observations.Before before = new Observations.Before(state);
      for (SpecStep step : spec.successors(state, filter)) {
        List<Difference> differences = observations.differences(event, before, step.target());
        if (steps == 0 || differences.size() < fewest.size()) {
          nearest = Optional.of(step.action());
          fewest = differences;
        }
        steps++;
      }
    }
    return steps == 0
        ? Optional.empty()
        : Optional.of(new Reason.ValuesDiffer(text(event), nearest, fewest, steps));
  }

  private Reason notEnabled(TraceEvent event, List<SpecState> states) throws SpecException {
    if (event.action().isEmpty()) {
      return new Reason.NotEnabled(
          text(event), List.of(), "the spec allows no step at all here: it is a deadlock");
    }
    List<ActionExplanation> explanations = explain(states, EventFilter.of(event));
    if (!explanations.isEmpty()) {
      List<Reason.FalseConjunct> conjuncts = falseConjuncts(explanations);
      return new Reason.NotEnabled(
          text(event),
          conjuncts,
          conjuncts.isEmpty()
              ? "all its guards hold, but what it says about the next state cannot be met"
              : "");
    }
    List<ActionExplanation> others =
        explain(states, new EventFilter(event.action().get(), Optional.empty()));
    Optional<Reason> strange = strangeArgument(event, states, others);
    if (strange.isPresent()) {
      return strange.get();
    }
    String choices =
        others.stream()
            .map(ActionExplanation::call)
            .distinct()
            .limit(MAX_ALLOWED)
            .map(ActionCall::toString)
            .collect(Collectors.joining(", "));
    return new Reason.NotEnabled(
        text(event),
        List.of(),
        choices.isEmpty()
            ? "there is nothing here that it could be taken with"
            : "it can only be taken with what is there now: " + Observations.cut(choices));
  }

  private List<ActionExplanation> explain(List<SpecState> states, ActionFilter filter)
      throws SpecException {
    List<ActionExplanation> explanations = new ArrayList<>();
    for (SpecState state : states) {
      explanations.addAll(spec.explain(state, filter));
    }
    return explanations;
  }

  private static List<Reason.FalseConjunct> falseConjuncts(List<ActionExplanation> explanations) {
    record Key(String module, int line, int column, String text) {}
    Map<Key, Reason.FalseConjunct> found = new LinkedHashMap<>();
    for (ActionExplanation explanation : explanations) {
      for (Conjunct conjunct : explanation.conjuncts()) {
        if (!conjunct.truth()) {
          found.merge(
              new Key(conjunct.module(), conjunct.line(), conjunct.column(), conjunct.text()),
              new Reason.FalseConjunct(conjunct, 1, explanations.size(), explanation.call()),
              (first, again) ->
                  new Reason.FalseConjunct(
                      first.conjunct(),
                      first.falseIn() + 1,
                      first.candidates(),
                      first.instance()));
        }
      }
    }
    return found.values().stream()
        .sorted(Comparator.comparingLong(Reason.FalseConjunct::falseIn).reversed())
        .limit(MAX_CONJUNCTS)
        .toList();
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
