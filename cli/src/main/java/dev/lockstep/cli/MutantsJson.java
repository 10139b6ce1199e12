package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.mutants.KillLayer.Finding;
import dev.lockstep.mutation.MutationReport;
import dev.lockstep.mutation.MutationReport.Fate;
import dev.lockstep.mutation.SpecMutant;
import dev.lockstep.tlc.SpecMutation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What became of the wrong versions of a spec, for programs. */
final class MutantsJson {

  private MutantsJson() {}

  /** Adds what would be changed. */
  static ObjectNode list(ObjectNode document, List<SpecMutant> mutants) {
    ArrayNode list = document.putArray("mutants");
    mutants.forEach(mutant -> add(list.addObject(), mutant));
    return document;
  }

  /** Adds the report. */
  static ObjectNode report(
      ObjectNode document,
      String name,
      MutationReport report,
      Optional<CodeBesideMutants> code,
      Map<String, Finding> compared) {
    document.put("spec", name).put("seconds", report.elapsed().toMillis() / 1000.0);
    ArrayNode controls = document.putArray("controls");
    for (MutationReport.Control control : report.controls()) {
      ObjectNode node =
          controls
              .addObject()
              .put("model", control.model())
              .put("distinct", control.distinct())
              .put("total", control.total());
      control.properties().forEach(node.putArray("properties")::add);
    }
    ObjectNode counts = document.putObject("counts");
    for (Fate fate : Fate.values()) {
      counts.put(word(fate), report.count(fate));
    }
    ArrayNode properties = document.putArray("properties");
    for (MutationReport.PropertyKills property : report.properties()) {
      ObjectNode node =
          properties
              .addObject()
              .put("name", property.name())
              .put("first", property.first())
              .put("idle", property.idle())
              .put("undecided", property.undecided());
      property.alone().forEach(node.putArray("alone")::add);
    }
    ArrayNode mutants = document.putArray("mutants");
    for (MutationReport.Result result : report.results()) {
      ObjectNode node = mutants.addObject();
      add(node, result.mutant());
      node.put("fate", word(result.fate()));
      result.property().ifPresent(property -> node.put("property", property));
      if (!result.model().isEmpty()) {
        node.put("model", result.model());
      }
      result.length().ifPresent(length -> node.put("length", length));
      if (!result.detail().isEmpty()) {
        node.put("detail", result.detail());
      }
      node.put("seconds", result.elapsed().toMillis() / 1000.0);
      Optional.ofNullable(compared.get(result.mutant().id()))
          .ifPresent(finding -> add(node.putObject("comparison"), code, finding));
    }
    return document;
  }

  private static void add(ObjectNode node, Optional<CodeBesideMutants> code, Finding finding) {
    code.ifPresent(used -> node.put("model", used.model()));
    node.put("killed", finding.killed()).put("evidence", finding.evidence());
    finding.length().ifPresent(length -> node.put("length", length));
    node.put("seconds", finding.elapsed().toMillis() / 1000.0);
  }

  private static void add(ObjectNode node, SpecMutant mutant) {
    SpecMutation change = mutant.mutation();
    node.put("id", mutant.id())
        .put("operator", change.operator().word())
        .put("definition", change.definition())
        .put("module", change.module())
        .put("line", change.line())
        .put("column", change.column())
        .put("before", change.before())
        .put("after", change.after());
  }

  private static String word(Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
