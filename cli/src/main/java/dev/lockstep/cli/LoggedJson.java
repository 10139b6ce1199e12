package dev.lockstep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.trace.LoggedValue;

/** Values as a log writes them, as JSON again. */
final class LoggedJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private LoggedJson() {}

  static JsonNode of(LoggedValue value) {
    return switch (value) {
      case LoggedValue.Text text -> NODES.textNode(text.value());
      case LoggedValue.Whole whole -> NODES.numberNode(whole.value());
      case LoggedValue.Truth truth -> NODES.booleanNode(truth.value());
      case LoggedValue.Nothing ignored -> NODES.nullNode();
      case LoggedValue.Items items -> {
        ArrayNode array = NODES.arrayNode();
        items.values().forEach(item -> array.add(of(item)));
        yield array;
      }
      case LoggedValue.Fields fields -> {
        ObjectNode object = NODES.objectNode();
        fields.values().forEach((name, field) -> object.set(name, of(field)));
        yield object;
      }
    };
  }
}
