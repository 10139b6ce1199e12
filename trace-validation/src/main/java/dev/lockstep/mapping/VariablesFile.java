package dev.lockstep.mapping;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.trace.JsonLine;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the variables of a mapping file. */
final class VariablesFile {

  private static final List<String> FIELDS = List.of("place", "values");

  private final JsonLine json;
  private final MappingCheck check;

  VariablesFile(JsonLine json, MappingCheck check) {
    this.json = json;
    this.check = check;
  }

  List<VariableRule> read() throws TraceException {
    List<VariableRule> rules = new ArrayList<>();
    json.object("variables", name -> rules.add(rule(name)));
    return rules;
  }

  private VariableRule rule(String name) throws TraceException {
    FieldPath field;
    try {
      field = FieldPath.parse(name);
    } catch (IllegalArgumentException e) {
      throw json.failAtLast(String.valueOf(e.getMessage()), e);
    }
    if (!json.atObject()) {
      return new VariableRule(field, target(name), new TreeMap<>());
    }
    List<VariableRule.Target> target = new ArrayList<>();
    SortedMap<String, LoggedValue> values = new TreeMap<>();
    json.object(
        name,
        part -> {
          switch (part) {
            case "place" ->
                target.add(
                    target(part)
                        .orElseThrow(
                            () ->
                                json.failAtLast(
                                    "to leave a field out, write null in the place of the object",
                                    null)));
            case "values" -> values.putAll(MappingFile.values(json, part, check));
            default -> throw MappingFile.unknown(json, part, FIELDS);
          }
        });
    if (target.isEmpty()) {
      throw json.failAtLast("\"place\" is missing: where the spec has this", null);
    }
    return new VariableRule(field, Optional.of(target.getFirst()), values);
  }

  private Optional<VariableRule.Target> target(String what) throws TraceException {
    Optional<Word> word = MappingFile.wordOrNull(json, what);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    try {
      Place place = Place.parse(word.get().text());
      List<VariableRule.Part> parts = new ArrayList<>();
      for (Place.Segment segment : place.path()) {
        parts.add(part(segment));
      }
      Word variable = new Word(place.variable(), word.get().line(), word.get().column());
      check.variable(variable);
      return Optional.of(new VariableRule.Target(variable, parts));
    } catch (IllegalArgumentException e) {
      throw json.failAtLast(
          "\""
              + Nearest.shortened(word.get().text())
              + "\" is no place in the spec: "
              + e.getMessage(),
          e);
    }
  }

  private static VariableRule.Part part(Place.Segment segment) {
    if (segment instanceof Place.Key key) {
      return switch (Reference.orText(key.text())) {
        case Reference.Constant constant ->
            new VariableRule.Fixed(new Place.Key(Values.keyText(constant.value())));
        case Reference reference -> new VariableRule.FromEvent(reference, key.text());
      };
    }
    return new VariableRule.Fixed(segment);
  }
}
