package dev.lockstep.mapping;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that a mapping file takes from the spec, each with its place. */
final class MappingCheck {

  /** Digits, {@code TRUE}, or TLA+ syntax: a function's argument that has no name. */
  private static final Pattern NO_NAME = Pattern.compile("-?[0-9]+|TRUE|FALSE|[<{\\[(\"].*");

  private record OfAction(Word action, List<Word> parameters) {}

  private final List<OfAction> actions = new ArrayList<>();
  private final List<Word> variables = new ArrayList<>();
  private final List<Word> values = new ArrayList<>();

  void action(Word action, List<Word> parameters) {
    actions.add(new OfAction(action, List.copyOf(parameters)));
  }

  void variable(Word variable) {
    variables.add(variable);
  }

  void value(Word value) {
    values.add(value);
  }

  void addAll(MappingCheck other) {
    actions.addAll(other.actions);
    variables.addAll(other.variables);
    values.addAll(other.values);
  }

  void check(String file, SpecNames spec) throws TraceException {
    for (OfAction entry : actions) {
      List<String> parameters = spec.actions().get(entry.action().text());
      if (parameters == null) {
        throw unknown(file, "action", entry.action(), spec.actions().keySet());
      }
      for (Word parameter : entry.parameters()) {
        if (!parameters.contains(parameter.text())) {
          throw unknown(file, "parameter of " + entry.action().text(), parameter, parameters);
        }
      }
    }
    for (Word variable : variables) {
      if (!spec.variables().contains(variable.text())) {
        throw unknown(file, "variable", variable, spec.variables());
      }
    }
    if (spec.words().isPresent()) {
      checkValues(file, spec.words().get());
    }
  }

  /**
   * A value that stands nowhere in the spec agrees with nothing: a slip here would look like a
   * fault of the system, so it is an error.
   */
  private void checkValues(String file, Set<String> words) throws TraceException {
    for (Word value : values) {
      if (!words.contains(value.text()) && !NO_NAME.matcher(value.text()).matches()) {
        throw new TraceException(
            file,
            value.line(),
            value.column(),
            "the spec has no value "
                + Nearest.shortened(value.text())
                + ": it is no model value, and no string or name in its modules"
                + Nearest.to(value.text(), words)
                    .map(nearest -> "; did you mean " + nearest + "?")
                    .orElse(""),
            null);
      }
    }
  }

  private static TraceException unknown(
      String file, String kind, Word name, Collection<String> known) {
    return new TraceException(
        file,
        name.line(),
        name.column(),
        "the spec has no "
            + kind
            + " "
            + Nearest.shortened(name.text())
            + Nearest.hint(name.text(), known),
        null);
  }
}
