package dev.lockstep.trace;

import dev.lockstep.catalog.Nearest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How the words of a log translate to the words of a spec; what it does not name stays as it is.
 * Read from a JSON file that is described in {@code docs/trace-format.md}.
 *
 * @param file the file it was read from, for messages; empty if none
 * @param actions the action for an event's name, or nothing for events that are to be left out
 * @param variables the variable for a field's name, or nothing for fields that are to be left out
 * @param values the text in the spec for a text in the log, wherever it stands as a value or a key
 * @param nil the text of the spec's value for "none", which {@code null} and {@code ResetKey} mean
 */
public record Mapping(
    String file,
    SortedMap<String, Optional<ActionName>> actions,
    SortedMap<String, Optional<String>> variables,
    SortedMap<String, String> values,
    Optional<String> nil) {

  /** The mapping that changes nothing. */
  public static final Mapping NONE =
      new Mapping("", new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Optional.empty());

  private static final String VERSION_FIELD = "lockstep-mapping";

  private static final List<String> FIELDS =
      List.of(VERSION_FIELD, "actions", "variables", "values", "nil");

  /**
   * An action, and which of its parameters the logged arguments are.
   *
   * @param name the name of the operator
   * @param parameters for each logged argument the parameter that it gives, or nothing for one that
   *     is no parameter; absent if the logged arguments are all parameters in order
   */
  public record ActionName(String name, Optional<List<Optional<String>>> parameters) {

    /** Copies the parameters. */
    public ActionName {
      parameters = parameters.map(List::copyOf);
    }
  }

  /** Copies the maps. */
  public Mapping {
    actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Reads a mapping file. */
  public static Mapping read(Path file) throws TraceException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new TraceException(file.toString(), 0, 0, "there is no such mapping file", e);
    } catch (CharacterCodingException e) {
      throw new TraceException(file.toString(), 0, 0, "a mapping file must be UTF-8 text", e);
    } catch (IOException e) {
      throw new TraceException(file.toString(), 0, 0, "cannot be read: " + e.getMessage(), e);
    }
    return parse(file.toString(), text);
  }

  /** Reads a mapping from {@code text}, which messages call {@code file}. */
  public static Mapping parse(String file, String text) throws TraceException {
    boolean[] versioned = {false};
    SortedMap<String, Optional<ActionName>> actions = new TreeMap<>();
    SortedMap<String, Optional<String>> variables = new TreeMap<>();
    SortedMap<String, String> values = new TreeMap<>();
    List<String> nil = new ArrayList<>();
    try (JsonLine json = new JsonLine(file, 1, text)) {
      json.object(
          "mapping",
          field -> {
            switch (field) {
              case VERSION_FIELD -> {
                if (json.integer(field) != 1) {
                  throw json.failAtLast("this Lockstep reads version 1 of the mapping file", null);
                }
                versioned[0] = true;
              }
              case "actions" -> json.object(field, name -> actions.put(name, actionName(json)));
              case "variables" ->
                  json.object(field, name -> variables.put(name, stringOrNull(json, name)));
              case "values" -> json.object(field, name -> values.put(name, json.string(name)));
              case "nil" -> nil.add(json.string(field));
              default ->
                  throw json.failAtLast(
                      "unknown field \"" + field + "\"" + Nearest.hint(field, FIELDS), null);
            }
          });
      if (!versioned[0]) {
        throw json.fail("a mapping file must have the field \"lockstep-mapping\":1", null);
      }
      json.end();
    }
    return new Mapping(file, actions, variables, values, nil.stream().findFirst());
  }

  /**
   * Checks that the spec has every name that this mapping maps to.
   *
   * @param specActions the parameters of the spec's actions by name
   * @param specVariables the spec's variables
   */
  public void check(Map<String, List<String>> specActions, Collection<String> specVariables)
      throws TraceException {
    for (Map.Entry<String, Optional<ActionName>> entry : actions.entrySet()) {
      if (entry.getValue().isEmpty()) {
        continue;
      }
      ActionName action = entry.getValue().get();
      List<String> parameters = specActions.get(action.name());
      if (parameters == null) {
        throw unknown("action", action.name(), specActions.keySet());
      }
      for (Optional<String> parameter : action.parameters().orElse(List.of())) {
        if (parameter.isPresent() && !parameters.contains(parameter.get())) {
          throw unknown("parameter of " + action.name(), parameter.get(), parameters);
        }
      }
    }
    for (Optional<String> variable : variables.values()) {
      if (variable.isPresent() && !specVariables.contains(variable.get())) {
        throw unknown("variable", variable.get(), specVariables);
      }
    }
  }

  private TraceException unknown(String kind, String name, Collection<String> known) {
    return new TraceException(
        file, 0, 0, "the spec has no " + kind + " " + name + Nearest.hint(name, known), null);
  }

  /**
   * Returns {@code source} in the words of the spec.
   *
   * @param specActions gives the parameters of the spec's actions by name, once a header was read
   */
  public TraceSource apply(
      TraceSource source, Supplier<? extends Map<String, List<String>>> specActions) {
    return equals(NONE) ? source : new MappedSource(source, this, specActions);
  }

  private static Optional<ActionName> actionName(JsonLine json) throws TraceException {
    if (!json.atObject()) {
      return stringOrNull(json, "action").map(name -> new ActionName(name, Optional.empty()));
    }
    List<String> name = new ArrayList<>();
    List<Optional<String>> parameters = new ArrayList<>();
    boolean[] any = {false};
    json.object(
        "action",
        field -> {
          switch (field) {
            case "action" -> name.add(json.string(field));
            case "args" -> {
              any[0] = true;
              json.array(field, index -> parameters.add(stringOrNull(json, field)));
            }
            default ->
                throw json.failAtLast(
                    "unknown field \""
                        + field
                        + "\""
                        + Nearest.hint(field, List.of("action", "args")),
                    null);
          }
        });
    if (name.isEmpty()) {
      throw json.failAtLast("\"action\" is missing: the action of the spec", null);
    }
    return Optional.of(
        new ActionName(name.getFirst(), any[0] ? Optional.of(parameters) : Optional.empty()));
  }

  private static Optional<String> stringOrNull(JsonLine json, String what) throws TraceException {
    if (json.atNull()) {
      json.value(what);
      return Optional.empty();
    }
    return Optional.of(json.string(what));
  }
}
