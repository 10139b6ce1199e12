package dev.lockstep.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.tlc.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a {@code models.json}. What is missing or of the wrong type is an error with its place. */
final class ModelsFile {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final String path;

  private ModelsFile(String path) {
    this.path = path;
  }

  /**
   * Reads one.
   *
   * @param path where it was found: {@code chapter/protocol/models.json}
   * @throws IllegalStateException if it is malformed
   */
  static Protocol parse(String path, byte[] text) {
    try {
      return new ModelsFile(path).protocol(JSON.readTree(text));
    } catch (IOException e) {
      throw new IllegalStateException(path + " is not JSON: " + e.getMessage(), e);
    }
  }

  private Protocol protocol(JsonNode node) {
    List<Model> models = new ArrayList<>();
    for (JsonNode model : node.path("models")) {
      models.add(model(model));
    }
    if (models.stream().map(Model::name).distinct().count() != models.size()) {
      throw new IllegalStateException(path + ": two models have the same name");
    }
    Protocol protocol =
        new Protocol(
            text(node, "protocol"),
            text(node, "chapter"),
            Math.toIntExact(
                number(node, "chapterNumber").orElseThrow(() -> lacks(node, "chapterNumber"))),
            text(node, "title"),
            text(node, "spec"),
            specification(node),
            base(node),
            substitutions(node),
            optionalText(node, "problem"),
            node.has("diagram") ? Optional.of(diagram(node.get("diagram"))) : Optional.empty(),
            models);
    if (!path.equals(protocol.file())) {
      throw new IllegalStateException(
          path + " names itself " + protocol.chapter() + "/" + protocol.name());
    }
    return protocol;
  }

  private Optional<String> base(JsonNode node) {
    return node.has("extends") ? Optional.of(text(node, "extends")) : Optional.empty();
  }

  /** An extension cannot define what its base defines already, such as {@code Spec}. */
  private String specification(JsonNode node) {
    if (node.has("specification") || !node.has("extends")) {
      return node.has("specification") ? text(node, "specification") : "Spec";
    }
    throw new IllegalStateException(
        path
            + ": a protocol that extends another needs \"specification\", the name of its own"
            + " behaviour formula, as Spec is that of "
            + text(node, "extends"));
  }

  private SortedMap<String, String> substitutions(JsonNode node) {
    SortedMap<String, String> operators = new TreeMap<>();
    JsonNode constants = node.path("constants");
    if (!constants.isMissingNode() && !constants.isObject()) {
      throw new IllegalStateException(
          path + ": \"constants\" is an object from constants to operators, not " + constants);
    }
    for (Map.Entry<String, JsonNode> constant : constants.properties()) {
      String operator = text(constants, constant.getKey());
      if (!isIdentifier(constant.getKey()) || !isIdentifier(operator)) {
        throw new IllegalStateException(
            "%s: \"constants\" names operators, and '%s <- %s' is no substitution"
                .formatted(path, constant.getKey(), operator));
      }
      operators.put(constant.getKey(), operator);
    }
    return operators;
  }

  private static boolean isIdentifier(String text) {
    return text.matches("\\w*[A-Za-z]\\w*");
  }

  private Model model(JsonNode node) {
    JsonNode expect = node.path("expect");
    Verdict verdict = word(Verdict.class, expect, "verdict");
    Optional<String> property = optionalText(expect, "property");
    if ((verdict == Verdict.VIOLATED) != property.isPresent()) {
      throw new IllegalStateException(
          path
              + ": a property is expected to fall if and only if the verdict is violated: "
              + node);
    }
    return new Model(
        text(node, "name"),
        text(node, "module"),
        text(node, "config"),
        word(Model.Kind.class, node, "kind"),
        text(node, "about"),
        word(Model.Time.class, node, "time"),
        node.path("conform").asBoolean(false),
        verdict,
        property,
        number(node, "distinct"),
        number(node, "total"));
  }

  private Diagram diagram(JsonNode node) {
    Map<String, String> actors = new LinkedHashMap<>();
    node.path("actors").properties().forEach(e -> actors.put(e.getKey(), e.getValue().asText()));
    Map<String, Diagram.Route> messages = new LinkedHashMap<>();
    node.path("messages")
        .properties()
        .forEach(
            e ->
                messages.put(
                    e.getKey(),
                    new Diagram.Route(text(e.getValue(), "from"), text(e.getValue(), "to"))));
    return new Diagram(text(node, "network"), actors, messages);
  }

  private String text(JsonNode node, String field) {
    return optionalText(node, field).orElseThrow(() -> lacks(node, field));
  }

  private static Optional<String> optionalText(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  private static OptionalLong number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isIntegralNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
  }

  private <E extends Enum<E>> E word(Class<E> type, JsonNode node, String field) {
    String word = text(node, field);
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(path + ": \"" + field + "\" cannot be \"" + word + "\"", e);
    }
  }

  private IllegalStateException lacks(JsonNode node, String field) {
    return new IllegalStateException(path + ": no \"" + field + "\" in " + node);
  }
}
