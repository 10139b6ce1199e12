package dev.lockstep.mapping;

import dev.lockstep.trace.JsonLine;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the layout in a mapping file. */
final class LayoutFile {

  private static final List<String> RUN_FIELDS = List.of("where", "constants");

  private final JsonLine json;
  private List<Condition> where = List.of();
  private final SortedMap<String, FieldPath> at = new TreeMap<>();
  private SortedMap<String, FieldPath> arguments = new TreeMap<>();
  private SortedMap<String, FieldPath> state = new TreeMap<>();
  private Optional<Layout.Runs> runs = Optional.empty();

  private LayoutFile(JsonLine json) {
    this.json = json;
  }

  static Layout read(JsonLine json) throws TraceException {
    LayoutFile file = new LayoutFile(json);
    json.object("layout", file::field);
    if (file.at.isEmpty() && file.state.isEmpty()) {
      throw json.failAtLast(
          "the layout says nothing about events; it needs at least \"name\" or \"state\"", null);
    }
    return new Layout(file.where, file.at, file.arguments, file.state, file.runs, false);
  }

  private void field(String field) throws TraceException {
    switch (field) {
      case "where" -> where = MappingFile.conditions(json, field);
      case "runs" -> runs = Optional.of(runs());
      case "args" -> {
        if (json.atObject()) {
          arguments = paths(field);
        } else {
          at.put(field, MappingFile.path(json, field));
        }
      }
      case "state" -> {
        if (json.atObject()) {
          state = paths(field);
        } else {
          at.put(field, MappingFile.path(json, field));
        }
      }
      default -> {
        if (!Layout.PARTS.contains(field)) {
          List<String> known = new ArrayList<>(Layout.PARTS);
          known.addAll(List.of("where", "runs"));
          throw MappingFile.unknown(json, field, known);
        }
        at.put(field, MappingFile.path(json, field));
      }
    }
  }

  private Layout.Runs runs() throws TraceException {
    List<Condition> conditions = new ArrayList<>();
    SortedMap<String, FieldPath> constants = new TreeMap<>();
    json.object(
        "runs",
        field -> {
          switch (field) {
            case "where" -> conditions.addAll(MappingFile.conditions(json, field));
            case "constants" -> constants.putAll(paths(field));
            default -> throw MappingFile.unknown(json, field, RUN_FIELDS);
          }
        });
    if (conditions.isEmpty()) {
      throw json.failAtLast("\"runs\" needs \"where\": which lines start a run", null);
    }
    return new Layout.Runs(conditions, constants);
  }

  private SortedMap<String, FieldPath> paths(String what) throws TraceException {
    SortedMap<String, FieldPath> paths = new TreeMap<>();
    json.object(what, name -> paths.put(name, MappingFile.path(json, name)));
    return paths;
  }
}
