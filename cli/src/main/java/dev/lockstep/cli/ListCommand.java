package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Model.Kind;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.cli.Verifications.Result;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists protocols, their models with pinned results, and what was verified of this build. */
@Command(
    name = "list",
    header = "What there is: protocols, models, pinned results, what was verified here.",
    description = {
      "Every model has a verdict and state counts that are pinned: `lockstep check` must find"
          + " exactly those. A model of kind holds must hold; a twin has one mistake in it, and the"
          + " named property must fall; a probe must reach what it names; a blocking model shows"
          + " what the protocol does not promise.",
      "What `lockstep verify` found is shown until something is built anew."
    },
    footer = {
      "  lockstep list",
      "  lockstep list two-phase-commit      all its models, with a sentence about each",
      "  lockstep list --format json"
    })
final class ListCommand implements Callable<Integer> {

  @Mixin Output output;

  @Parameters(
      arity = "0..*",
      paramLabel = "PROTOCOL",
      description = "Only these, with all their models and a sentence about each.")
  List<String> names = List.of();

  @Override
  public Integer call() {
    Catalog catalog = Catalog.load();
    List<Protocol> protocols =
        names.isEmpty()
            ? catalog.protocols()
            : names.stream().distinct().map(catalog::protocol).toList();
    Map<String, List<Result>> verified =
        Verifications.ofThisBuild().read().stream()
            .collect(Collectors.groupingBy(Result::protocol));
    if (output.isJson()) {
      print(protocols, verified);
    } else {
      show(catalog, protocols, verified);
    }
    return ExitCode.OK;
  }

  private void show(Catalog catalog, List<Protocol> protocols, Map<String, List<Result>> verified) {
    Paint paint = output.paint();
    String between = "";
    for (Protocol protocol : protocols) {
      output.out().print(between);
      between = System.lineSeparator();
      // Without names, an extension stands below its base, and further in.
      int in = names.isEmpty() ? 2 * catalog.bases(protocol).size() : 0;
      output.line(
          "%s%s  %s (chapter %d, %s)"
              .formatted(
                  " ".repeat(in),
                  paint.strong(protocol.name()),
                  protocol.title(),
                  protocol.chapterNumber(),
                  protocol.chapter()));
      output.line(
          "%s  spec %s%s%s; %s"
              .formatted(
                  " ".repeat(in),
                  protocol.spec(),
                  protocol.base().map(base -> ", extends " + base).orElse(""),
                  protocol.problem().map(problem -> ", refines " + problem).orElse(""),
                  verifiedHere(verified.getOrDefault(protocol.name(), List.of()), paint)));
      if (names.isEmpty()) {
        overview(protocol, in + 2);
      } else {
        List<Protocol> family = catalog.withExtensions(protocol);
        if (family.size() > 1) {
          output.line(
              family.stream()
                  .skip(1)
                  .map(Protocol::name)
                  .collect(Collectors.joining(", ", "  extended by ", "")));
        }
        details(protocol);
      }
    }
  }

  /** Without names, only the models that hold: the others are many, and belong to a closer look. */
  private void overview(Protocol protocol, int in) {
    Table table = new Table("model", "must", "distinct", "total", "time");
    for (Model model : protocol.models()) {
      if (model.kind() == Kind.HOLDS) {
        table.row(
            model.name(),
            must(model),
            count(model.distinct()),
            count(model.total()),
            word(model.time()));
      }
    }
    output.table(in, table);
    String others =
        protocol.models().stream()
            .filter(model -> model.kind() != Kind.HOLDS)
            .collect(
                Collectors.groupingBy(
                    model -> word(model.kind()), TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(kind -> kind.getValue() + " of kind " + kind.getKey())
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      output.line(
          "%sand %s: `lockstep list %s`".formatted(" ".repeat(in), others, protocol.name()));
    }
  }

  private void details(Protocol protocol) {
    Table table = new Table("model", "kind", "must", "distinct", "total", "time", "about");
    for (Model model : protocol.models()) {
      table.row(
          model.name(),
          word(model.kind()),
          must(model),
          count(model.distinct()),
          count(model.total()),
          word(model.time()),
          model.about());
    }
    output.table(2, table);
  }

  private static String verifiedHere(List<Result> results, Paint paint) {
    return results.isEmpty()
        ? paint.dim("not verified here yet")
        : results.stream()
            .map(result -> result.question() + " " + paint.verdict(result.verdict()))
            .collect(
                Collectors.joining(", ", "verified here: ", " (" + results.getLast().at() + ")"));
  }

  private static String must(Model model) {
    return model.property().map(property -> "violate " + property).orElse("hold");
  }

  private static String count(OptionalLong count) {
    return count.isPresent() ? Output.number(count.getAsLong()) : "-";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void print(List<Protocol> protocols, Map<String, List<Result>> verified) {
    ObjectNode document = output.document();
    ArrayNode list = document.putArray("protocols");
    for (Protocol protocol : protocols) {
      ObjectNode entry =
          list.addObject()
              .put("name", protocol.name())
              .put("title", protocol.title())
              .put("chapter", protocol.chapter())
              .put("chapterNumber", protocol.chapterNumber())
              .put("spec", protocol.spec());
      protocol.base().ifPresent(base -> entry.put("extends", base));
      protocol.problem().ifPresent(problem -> entry.put("problem", problem));
      ArrayNode models = entry.putArray("models");
      protocol.models().forEach(model -> describe(model, models.addObject()));
      ArrayNode results = entry.putArray("verified");
      verified
          .getOrDefault(protocol.name(), List.of())
          .forEach(result -> results.add(Verifications.toJson(result)));
    }
    output.print(document);
  }

  private static void describe(Model model, ObjectNode entry) {
    entry
        .put("name", model.name())
        .put("kind", word(model.kind()))
        .put("about", model.about())
        .put("module", model.module())
        .put("config", model.config())
        .put("time", word(model.time()))
        .put("conform", model.conform())
        .put("verdict", word(model.verdict()));
    model.property().ifPresent(property -> entry.put("property", property));
    model.distinct().ifPresent(distinct -> entry.put("distinct", distinct));
    model.total().ifPresent(total -> entry.put("total", total));
  }
}
