package dev.lockstep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.PinnedCheck;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ModelChecker.Result;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.value.TlaValue;
import dev.lockstep.value.TlaValue.Bool;
import dev.lockstep.value.TlaValue.FunctionOf;
import dev.lockstep.value.TlaValue.Int;
import dev.lockstep.value.TlaValue.ModelValue;
import dev.lockstep.value.TlaValue.RecordOf;
import dev.lockstep.value.TlaValue.SequenceOf;
import dev.lockstep.value.TlaValue.SetOf;
import dev.lockstep.value.TlaValue.Str;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the checker found, as members of a JSON document. */
final class CheckJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CheckJson() {}

  /** Adds what TLC says: {@code property}, {@code kind}, counts and the counterexample. */
  static void add(ObjectNode document, Result result) {
    addResult(document, result);
    addTrace(document, result);
  }

  /** Adds a comparison with what is pinned: {@code expected}, {@code actual}, what differs. */
  static void add(ObjectNode document, PinnedCheck check, boolean withTrace) {
    Model model = check.model();
    document.put("model", model.name());
    document.put("asExpected", check.differences().isEmpty());
    ObjectNode expected = document.putObject("expected");
    expected.put("verdict", model.verdict().name().toLowerCase(Locale.ROOT));
    model.property().ifPresent(property -> expected.put("property", property));
    model.distinct().ifPresent(number -> expected.put("distinct", number));
    model.total().ifPresent(number -> expected.put("total", number));
    ObjectNode actual = document.putObject("actual");
    actual.put("verdict", check.result().verdict().name().toLowerCase(Locale.ROOT));
    addResult(actual, check.result());
    check.differences().forEach(document.putArray("differences")::add);
    if (withTrace) {
      addTrace(document, check.result());
    }
  }

  private static void addResult(ObjectNode document, Result result) {
    result
        .violation()
        .ifPresent(
            violation -> {
              document.put("property", violation.property());
              document.put(
                  "kind", violation.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
              if (!violation.detail().isEmpty()) {
                document.put("detail", violation.detail());
              }
            });
    if (!result.reason().isEmpty()) {
      document.put("reason", result.reason());
    }
    document.put("distinct", result.distinct());
    document.put("total", result.generated());
    document.put("depth", result.depth());
    document.put("seconds", result.elapsed().toMillis() / 1000.0);
  }

  private static void addTrace(ObjectNode document, Result result) {
    if (result.trace().isEmpty()) {
      return;
    }
    ObjectNode counterexample = document.putObject("counterexample");
    addSteps(counterexample.putArray("steps"), result.trace());
    result.loopsBackTo().ifPresent(index -> counterexample.put("loopsBackToStep", index + 1));
  }

  /** Adds the steps of a run, each with its number, its action and the state after it. */
  static void addSteps(ArrayNode steps, List<TraceStep> run) {
    for (TraceStep step : run) {
      ObjectNode node = steps.addObject().put("step", steps.size());
      step.action().ifPresent(action -> addAction(node, action));
      node.set("state", toJson(step.state()));
    }
  }

  /** Returns the values of variables as an object. */
  static ObjectNode toJson(Map<String, TlaValue> variables) {
    ObjectNode state = NODES.objectNode();
    variables.forEach((variable, value) -> state.set(variable, toJson(value)));
    return state;
  }

  /** Adds {@code action} and {@code args}. */
  static void addAction(ObjectNode node, ActionCall action) {
    node.put("action", action.name());
    node.set("args", toJson(action.arguments()));
  }

  /**
   * As in the trace format: sets and sequences are arrays, records are objects, and so are
   * functions whose arguments are words or numbers; any other function is an array of pairs.
   */
  static JsonNode toJson(TlaValue value) {
    return switch (value) {
      case Bool bool -> NODES.booleanNode(bool.value());
      case Int integer -> NODES.numberNode(integer.value());
      case Str string -> NODES.textNode(string.value());
      case ModelValue model -> NODES.textNode(model.name());
      case SetOf set -> toJson(set.elements());
      case SequenceOf sequence -> toJson(sequence.elements());
      case RecordOf record -> {
        ObjectNode object = NODES.objectNode();
        record.fields().forEach((field, content) -> object.set(field, toJson(content)));
        yield object;
      }
      case FunctionOf function -> toJson(function);
    };
  }

  private static JsonNode toJson(FunctionOf function) {
    boolean words =
        function.mappings().keySet().stream()
            .allMatch(key -> key instanceof ModelValue || key instanceof Int || key instanceof Str);
    if (!words) {
      ArrayNode pairs = NODES.arrayNode();
      function
          .mappings()
          .forEach((key, content) -> pairs.addArray().add(toJson(key)).add(toJson(content)));
      return pairs;
    }
    ObjectNode object = NODES.objectNode();
    function
        .mappings()
        .forEach(
            (key, content) ->
                object.set(
                    key instanceof Str word ? word.value() : key.toString(), toJson(content)));
    return object;
  }

  private static ArrayNode toJson(Collection<TlaValue> values) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(value -> array.add(toJson(value)));
    return array;
  }
}
