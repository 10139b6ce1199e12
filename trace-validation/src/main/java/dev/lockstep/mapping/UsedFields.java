package dev.lockstep.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the fields of a foreign log that no part of an event is taken from. */
final class UsedFields {

  private final Map<String, UsedFields> inner = new HashMap<>();
  private boolean used;

  private UsedFields() {}

  UsedFields(Layout layout) {
    layout.where().forEach(condition -> add(condition.path()));
    layout.at().values().forEach(this::add);
    layout.arguments().values().forEach(this::add);
    layout.state().values().forEach(this::add);
    layout.runs().ifPresent(runs -> runs.where().forEach(condition -> add(condition.path())));
    layout.runs().ifPresent(runs -> runs.constants().values().forEach(this::add));
  }

  void add(FieldPath path) {
    UsedFields node = this;
    for (String key : path.keys()) {
      node = node.inner.computeIfAbsent(key, ignored -> new UsedFields());
    }
    node.used = true;
  }

  void report(Json.Fields line, Translator translator) {
    report(line, List.of(), translator);
  }

  private void report(Json.Fields object, List<String> way, Translator translator) {
    for (Map.Entry<String, Json> field : object.values().entrySet()) {
      UsedFields node = inner.get(field.getKey());
      FieldPath path = new FieldPath(way).then(List.of(field.getKey()));
      if (node == null) {
        translator.unused(path.toString());
      } else if (!node.used && field.getValue() instanceof Json.Fields fields) {
        node.report(fields, path.keys(), translator);
      }
    }
  }
}
