package dev.lockstep.mapping;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Translates the events of one log by a mapping, and counts what has no part in it. */
final class Translator {

  private final Mapping.Parts parts;
  private final Supplier<SpecNames> spec;
  private final RuleTree rules;
  private final Values values;
  private final Tally unused = new Tally();
  private final Tally notModelled = new Tally();
  private final SortedSet<String> asked = new TreeSet<>();
  private final SortedSet<String> found = new TreeSet<>();

  Translator(Mapping.Parts parts, Supplier<SpecNames> spec) {
    this.parts = parts;
    this.spec = spec;
    this.rules = RuleTree.of(parts.variables);
    this.values = new Values(parts.values, new TreeMap<>(), parts.nil);
    parts.variables.forEach(rule -> asked.add(rule.field().toString()));
  }

  RuleTree rules() {
    return rules;
  }

  Values values() {
    return values;
  }

  SpecNames spec() {
    return spec.get();
  }

  SortedSet<String> unusedFields() {
    return unused.names();
  }

  SortedMap<String, Long> notModelled() {
    return notModelled.counts();
  }

  /** The fields that were asked for and never found. */
  SortedSet<String> missingFields() {
    SortedSet<String> missing = new TreeSet<>(asked);
    missing.removeAll(found);
    return Collections.unmodifiableSortedSet(missing);
  }

  void unused(String field) {
    unused.add(field);
  }

  void asked(FieldPath path) {
    asked.add(path.toString());
  }

  void found(FieldPath path) {
    found.add(path.toString());
  }

  /** Returns the fields that the mapping refers to. */
  List<FieldPath> references() {
    List<Reference> references = new ArrayList<>();
    List<FieldPath> paths = new ArrayList<>();
    for (List<ActionRule> alternatives : parts.actions.values()) {
      for (ActionRule rule : alternatives) {
        rule.when().forEach(condition -> paths.add(condition.path()));
        rule.when().forEach(condition -> references.addAll(condition.oneOf()));
        if (rule.target() instanceof ActionRule.Actions actions) {
          actions.calls().stream()
              .flatMap(call -> call.named().stream())
              .forEach(named -> named.values().forEach(a -> references.add(a.value())));
        }
      }
    }
    parts.variables.stream()
        .flatMap(rule -> rule.target().stream())
        .flatMap(target -> target.parts().stream())
        .forEach(
            part -> {
              if (part instanceof VariableRule.FromEvent from) {
                references.add(from.reference());
              }
            });
    for (Reference reference : references) {
      if (reference instanceof Reference.Field field) {
        paths.add(field.path());
      }
    }
    return paths;
  }

  /** Counts an event that the spec does not model. */
  void leftOut(String name) {
    notModelled.add(name);
  }

  Optional<LoggedValue> find(Reference reference, LoggedFields fields) throws TraceException {
    Optional<LoggedValue> value = fields.find(reference);
    if (reference instanceof Reference.Field field) {
      asked(field.path());
      if (value.isPresent()) {
        found(field.path());
      }
    }
    return value;
  }

  /**
   * What an event is in the spec.
   *
   * @param withState whether its values are those after the step
   */
  record Meaning(Steps steps, boolean withState) {}

  /** Returns what the event {@code name} is in the spec, or nothing if the spec has no such. */
  Optional<Meaning> meaning(String name, LoggedFields fields) throws TraceException {
    List<ActionRule> alternatives = parts.actions.get(name);
    if (alternatives == null) {
      return parts.othersNotModelled && !spec().actions().containsKey(name)
          ? Optional.empty()
          : Optional.of(steps(List.of(asLogged(name, fields)), false, true));
    }
    for (ActionRule rule : alternatives) {
      if (applies(rule, fields)) {
        return switch (rule.target()) {
          case ActionRule.NotModelled ignored -> Optional.empty();
          case ActionRule.Observation ignored -> Optional.of(new Meaning(Steps.NONE, true));
          case ActionRule.Actions actions -> {
            List<LoggedCall> calls = new ArrayList<>();
            for (ActionRule.Call call : actions.calls()) {
              calls.add(call(name, call, fields));
            }
            yield Optional.of(steps(calls, actions.optional(), actions.withState()));
          }
        };
      }
    }
    if (parts.othersNotModelled) {
      return Optional.empty();
    }
    throw fields.fail(
        "the mapping has alternatives for the event "
            + Nearest.shortened(name)
            + ", but none fits this line; add one without \"when\", or"
            + " \"others\":\"not-modelled\"");
  }

  private boolean applies(ActionRule rule, LoggedFields fields) throws TraceException {
    for (Condition condition : rule.when()) {
      find(new Reference.Field(condition.path()), fields);
    }
    return Condition.all(rule.when(), fields);
  }

  private static Meaning steps(List<LoggedCall> calls, boolean optional, boolean withState) {
    return new Meaning(
        new Steps(calls, optional ? Steps.Stuttering.MAYBE : Steps.Stuttering.NEVER), withState);
  }

  private LoggedCall call(String name, ActionRule.Call call, LoggedFields fields)
      throws TraceException {
    String action = call.action().text();
    if (call.named().isPresent()) {
      return LoggedCall.of(action, named(call, fields));
    }
    if (call.listed().isPresent()) {
      Optional<List<LoggedValue>> logged = fields.arguments();
      return logged.isEmpty()
          ? LoggedCall.of(action)
          : LoggedCall.of(action, listed(name, call, logged.get(), fields));
    }
    return asLogged(action, fields);
  }

  /** The arguments as the log has them: a list in order, or some by the name of the parameter. */
  private LoggedCall asLogged(String action, LoggedFields fields) throws TraceException {
    Optional<List<LoggedValue>> logged = fields.arguments();
    if (logged.isPresent()) {
      return LoggedCall.of(action, logged.get().stream().map(values::argument).toList());
    }
    List<String> parameters = spec().actions().getOrDefault(action, List.of());
    List<LoggedValue> arguments = unknown(parameters);
    boolean any = false;
    for (int index = 0; index < parameters.size(); index++) {
      Optional<LoggedValue> value = fields.argument(parameters.get(index));
      if (value.isPresent()) {
        any = true;
        arguments.set(index, values.argument(value.get()));
      }
    }
    return any ? LoggedCall.of(action, arguments) : LoggedCall.of(action);
  }

  private List<LoggedValue> named(ActionRule.Call call, LoggedFields fields) throws TraceException {
    List<String> parameters = spec().actions().getOrDefault(call.action().text(), List.of());
    List<LoggedValue> arguments = unknown(parameters);
    for (ActionRule.Argument argument : call.named().orElseThrow().values()) {
      int at = parameters.indexOf(argument.parameter().text());
      Optional<LoggedValue> value = find(argument.value(), fields);
      if (at >= 0 && value.isPresent()) {
        boolean constant = argument.value() instanceof Reference.Constant;
        arguments.set(at, constant ? value.get() : values.argument(value.get()));
      }
    }
    return arguments;
  }

  private List<LoggedValue> listed(
      String name, ActionRule.Call call, List<LoggedValue> logged, LoggedFields fields)
      throws TraceException {
    List<Optional<Word>> given = call.listed().orElseThrow();
    if (given.size() != logged.size()) {
      throw fields.fail(
          "the mapping names "
              + given.size()
              + " arguments for the event "
              + Nearest.shortened(name)
              + ", but it has "
              + logged.size());
    }
    List<String> parameters = spec().actions().getOrDefault(call.action().text(), List.of());
    List<LoggedValue> arguments = unknown(parameters);
    for (int index = 0; index < given.size(); index++) {
      int at = given.get(index).map(word -> parameters.indexOf(word.text())).orElse(-1);
      if (at >= 0) {
        arguments.set(at, values.argument(logged.get(index)));
      }
    }
    return arguments;
  }

  private static List<LoggedValue> unknown(List<String> parameters) {
    return new ArrayList<>(Collections.nCopies(parameters.size(), new LoggedValue.Nothing()));
  }
}
