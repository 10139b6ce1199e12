package dev.lockstep.validation;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.observation.Observations;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names in a log that the spec does not have. */
final class UnknownNames {

  private final Spec spec;
  private final SortedMap<String, List<String>> actions;

  UnknownNames(Spec spec) {
    this.spec = spec;
    this.actions = spec.actions();
  }

  /** Says what is wrong with a call in every state, if anything is. */
  Optional<Reason> in(LoggedCall call) {
    String name = call.action();
    List<String> parameters = actions.get(name);
    if (parameters == null) {
      return Optional.of(
          new Reason.UnknownAction(
              name, Nearest.to(name, actions.keySet()), List.copyOf(actions.keySet())));
    }
    int given = call.arguments().map(List::size).orElse(parameters.size());
    if (given != parameters.size()) {
      return Optional.of(
          new Reason.UnknownArgument(
              call.toString(),
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

  /**
   * Finds an argument that is a word which occurs nowhere in the spec's constants or states.
   *
   * @param instances the instances of the action that there are, whatever their arguments
   */
  Optional<Reason> strangeArgument(
      LoggedCall call, List<SpecState> states, List<ActionCall> instances) {
    SortedSet<String> known = new TreeSet<>(spec.modelValues());
    spec.constants().values().forEach(value -> addAtoms(value, known));
    states.forEach(state -> state.values().values().forEach(value -> addAtoms(value, known)));
    List<LoggedValue> arguments = call.arguments().orElse(List.of());
    List<String> parameters = actions.getOrDefault(call.action(), List.of());
    for (int index = 0; index < Math.min(arguments.size(), parameters.size()); index++) {
      if (!(arguments.get(index) instanceof LoggedValue.Text text)
          || known.contains(text.value())) {
        continue;
      }
      SortedSet<String> choices = new TreeSet<>();
      for (ActionCall instance : instances) {
        if (instance.arguments().size() == parameters.size()) {
          choices.add(LoggedValue.keyText(instance.arguments().get(index)));
        }
      }
      if (!choices.isEmpty() && !choices.contains(text.value())) {
        return Optional.of(
            new Reason.UnknownArgument(
                call.toString(),
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
