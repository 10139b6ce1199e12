package dev.lockstep.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Applies edits as the page does, to trees of JSON. */
final class PlainStates {
  private final JsonNode run;
  private final List<Object> variables = new ArrayList<>();

  PlainStates(JsonNode run) {
    this.run = run;
    run.path("start").forEach(number -> variables.add(value(number.asInt())));
  }

  private Object value(int number) {
    JsonNode entry = run.path("values").path(number);
    if (entry.isTextual()) {
      return entry.asText();
    }
    boolean keys = "rf".contains(entry.path(0).asText());
    List<Object> parts = new ArrayList<>();
    for (int index = keys ? 2 : 1; index < entry.size(); index += keys ? 2 : 1) {
      parts.add(value(entry.path(index).asInt()));
    }
    return parts;
  }

  @SuppressWarnings("unchecked")
  void apply(JsonNode edits) {
    for (JsonNode edit : edits) {
      List<Object> inside = variables;
      JsonNode path = edit.path(0);
      for (int index = 0; index < path.size() - (edit.size() == 2 ? 1 : 0); index++) {
        inside = (List<Object>) inside.get(path.path(index).asInt());
      }
      if (edit.size() == 2) {
        inside.set(path.path(path.size() - 1).asInt(), value(edit.path(1).asInt()));
        continue;
      }
      int at = edit.path(1).asInt();
      for (int removed = 0; removed < edit.path(2).asInt(); removed++) {
        inside.remove(at);
      }
      for (int index = 3; index < edit.size(); index++) {
        inside.add(at + index - 3, value(edit.path(index).asInt()));
      }
    }
  }

  /** The variables log and sent; there are no functions that get new keys here. */
  String text() {
    return "log=%s sent=%s".formatted(variables.get(0), variables.get(2)).replace(" ", "");
  }
}
