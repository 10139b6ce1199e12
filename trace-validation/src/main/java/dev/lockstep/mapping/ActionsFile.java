package dev.lockstep.mapping;

import dev.lockstep.trace.JsonLine;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the actions of a mapping file. */
final class ActionsFile {

  private static final List<String> FIELDS =
      List.of("when", "action", "args", "steps", "observe", "optional", "state");
  private static final List<String> STEP_FIELDS = List.of("action", "args");
  private static final List<String> CONSTANT_FIELDS = List.of("const");

  private final JsonLine json;
  private final MappingCheck check;

  ActionsFile(JsonLine json, MappingCheck check) {
    this.json = json;
    this.check = check;
  }

  SortedMap<String, List<ActionRule>> read() throws TraceException {
    SortedMap<String, List<ActionRule>> actions = new TreeMap<>();
    json.object("actions", name -> actions.put(name, rules(name)));
    return actions;
  }

  private List<ActionRule> rules(String name) throws TraceException {
    List<ActionRule> rules = new ArrayList<>();
    if (json.atArray()) {
      json.array(name, index -> rules.add(rule()));
      if (rules.isEmpty()) {
        throw json.failAtLast("a list of alternatives is empty; write null to leave out", null);
      }
    } else {
      rules.add(rule());
    }
    return rules;
  }

  private ActionRule rule() throws TraceException {
    if (!json.atObject()) {
      return new ActionRule(List.of(), named(MappingFile.wordOrNull(json, "action")));
    }
    return new Rule().read();
  }

  private ActionRule.Target named(Optional<Word> action) {
    if (action.isEmpty()) {
      return new ActionRule.NotModelled();
    }
    ActionRule.Call call = ActionRule.Call.of(action.get());
    check(call);
    return new ActionRule.Actions(List.of(call), false, true);
  }

  private void check(ActionRule.Call call) {
    List<Word> parameters = new ArrayList<>();
    call.listed().ifPresent(listed -> listed.forEach(word -> word.ifPresent(parameters::add)));
    call.named().ifPresent(named -> named.values().forEach(a -> parameters.add(a.parameter())));
    check.action(call.action(), parameters);
  }

  /** The fields {@code action} and {@code args}. */
  private final class Called {
    private boolean given;
    private Optional<Word> action = Optional.empty();
    private Optional<List<Optional<Word>>> listed = Optional.empty();
    private Optional<SortedMap<String, ActionRule.Argument>> named = Optional.empty();

    void field(String field) throws TraceException {
      if (field.equals("action")) {
        given = true;
        action = MappingFile.wordOrNull(json, field);
      } else if (json.atObject()) {
        SortedMap<String, ActionRule.Argument> arguments = new TreeMap<>();
        json.object(field, parameter -> arguments.put(parameter, argument(parameter)));
        named = Optional.of(arguments);
      } else {
        List<Optional<Word>> parameters = new ArrayList<>();
        json.array(field, index -> parameters.add(MappingFile.wordOrNull(json, field)));
        listed = Optional.of(parameters);
      }
    }

    boolean hasArguments() {
      return listed.isPresent() || named.isPresent();
    }

    Optional<ActionRule.Call> get() throws TraceException {
      if (action.isEmpty() && hasArguments()) {
        throw json.failAtLast("\"action\" is missing: the action that \"args\" belong to", null);
      }
      Optional<ActionRule.Call> call = action.map(word -> new ActionRule.Call(word, listed, named));
      call.ifPresent(ActionsFile.this::check);
      return call;
    }
  }

  private ActionRule.Argument argument(String parameter) throws TraceException {
    Word word = new Word(parameter, json.lastLine(), json.lastColumn());
    if (!json.atObject()) {
      String text = json.string(parameter);
      try {
        return new ActionRule.Argument(word, Reference.of(text));
      } catch (IllegalArgumentException e) {
        throw json.failAtLast(String.valueOf(e.getMessage()), e);
      }
    }
    List<LoggedValue> constant = new ArrayList<>();
    json.object(
        parameter,
        field -> {
          if (!field.equals("const")) {
            throw MappingFile.unknown(json, field, CONSTANT_FIELDS);
          }
          constant.add(constant(field));
        });
    if (constant.isEmpty()) {
      throw json.failAtLast("\"const\" is missing: the value of " + parameter, null);
    }
    return new ActionRule.Argument(word, new Reference.Constant(constant.getFirst()));
  }

  private LoggedValue constant(String field) throws TraceException {
    if (!json.atString()) {
      return json.value(field);
    }
    Word word = MappingFile.word(json, field);
    check.value(word);
    return new LoggedValue.Text(word.text());
  }

  /** What an event is, in an object. */
  private final class Rule {
    private List<Condition> when = List.of();
    private final Called single = new Called();
    private Optional<List<ActionRule.Call>> steps = Optional.empty();
    private boolean observe;
    private boolean optional;
    private boolean withState = true;

    ActionRule read() throws TraceException {
      json.object("action", this::field);
      return new ActionRule(when, target());
    }

    private void field(String field) throws TraceException {
      switch (field) {
        case "when" -> when = MappingFile.conditions(json, field);
        case "action", "args" -> single.field(field);
        case "steps" -> {
          List<ActionRule.Call> calls = new ArrayList<>();
          json.array(field, index -> calls.add(step()));
          steps = Optional.of(calls);
        }
        case "observe" -> observe = json.truth(field);
        case "optional" -> optional = json.truth(field);
        case "state" -> withState = json.truth(field);
        default -> throw MappingFile.unknown(json, field, FIELDS);
      }
    }

    private ActionRule.Call step() throws TraceException {
      Called called = new Called();
      json.object(
          "steps",
          field -> {
            if (!STEP_FIELDS.contains(field)) {
              throw MappingFile.unknown(json, field, STEP_FIELDS);
            }
            called.field(field);
          });
      return called
          .get()
          .orElseThrow(
              () -> json.failAtLast("\"action\" is missing: the action of the spec", null));
    }

    private ActionRule.Target target() throws TraceException {
      Optional<ActionRule.Call> call = single.get();
      int ways = (single.given ? 1 : 0) + (steps.isPresent() ? 1 : 0) + (observe ? 1 : 0);
      if (ways != 1) {
        throw json.failAtLast(
            ways == 0
                ? "\"action\" is missing: the action of the spec, or \"steps\", or \"observe\":true"
                : "only one of \"action\", \"steps\" and \"observe\" can say what the event is",
            null);
      }
      if ((observe || (single.given && call.isEmpty())) && (optional || !withState)) {
        throw json.failAtLast("\"optional\" and \"state\" are for events that are steps", null);
      }
      if (observe || steps.filter(List::isEmpty).isPresent()) {
        return new ActionRule.Observation();
      }
      List<ActionRule.Call> calls = steps.orElse(call.map(List::of).orElse(List.of()));
      return calls.isEmpty()
          ? new ActionRule.NotModelled()
          : new ActionRule.Actions(calls, optional, withState);
    }
  }
}
