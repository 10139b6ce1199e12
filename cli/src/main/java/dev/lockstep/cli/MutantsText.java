package dev.lockstep.cli;

import dev.lockstep.mutants.KillLayer.Finding;
import dev.lockstep.mutation.MutatedModule;
import dev.lockstep.mutation.MutationReport;
import dev.lockstep.mutation.MutationReport.Control;
import dev.lockstep.mutation.MutationReport.Fate;
import dev.lockstep.mutation.MutationReport.PropertyKills;
import dev.lockstep.mutation.MutationReport.Result;
import dev.lockstep.mutation.SpecMutant;
import dev.lockstep.tlc.SpecMutation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of the wrong versions of a spec, for people. */
final class MutantsText {

  private final Output output;
  private final boolean matrix;

  MutantsText(Output output, boolean matrix) {
    this.output = output;
    this.matrix = matrix;
  }

  /** Prints what would be changed. */
  static void list(Output output, List<SpecMutant> mutants) {
    Table table = new Table("mutant", "line", "before", "after");
    for (SpecMutant mutant : mutants) {
      SpecMutation change = mutant.mutation();
      table.row(
          mutant.id(),
          change.module() + ":" + change.line(),
          change.before(),
          change.after().replaceAll("\\s+", " "));
    }
    output.table(0, table);
    output.line(Output.number(mutants.size()) + " mutants");
  }

  /** Prints the report. */
  void show(
      String name,
      MutationReport report,
      Optional<CodeBesideMutants> code,
      Map<String, Finding> compared) {
    Paint paint = output.paint();
    output.line(
        "%s  %s mutants in %s"
            .formatted(
                paint.strong(name),
                Output.number(report.results().size()),
                Output.duration(report.elapsed())));
    output.line("");
    controls(report);
    fates(report);
    code.ifPresent(model -> compared(model, compared));
    output.line("");
    properties(report);
    operators(report);
    if (matrix) {
      matrix(report, compared);
    }
    details(report, Fate.FAILS, "TLC cannot evaluate these");
    details(report, Fate.INCONCLUSIVE, "A budget ran out for these");
    details(report, Fate.PROBE_LOST, "No property sees these; a probe is not reached any more");
    details(report, Fate.OTHER_COUNTS, "No property sees these; the numbers of states do");
    survivors(report, compared);
    idle(report);
  }

  private void controls(MutationReport report) {
    Table table = new Table("the spec as it is", "", "distinct", "total", "time");
    for (Control control : report.controls()) {
      table.row(
          control.model(),
          output.paint().good("holds"),
          control.distinct(),
          control.total(),
          Output.duration(control.elapsed()));
    }
    output.table(2, table);
    output.line("");
  }

  private void fates(MutationReport report) {
    Table table = new Table("the mutants", "", "");
    table.row("killed", report.count(Fate.KILLED), "a property falls");
    row(table, report, Fate.FAILS, "TLC cannot evaluate it");
    row(table, report, Fate.PROBE_LOST, "every property holds, but a probe is not reached");
    row(table, report, Fate.OTHER_COUNTS, "every property holds, but there are other states");
    row(table, report, Fate.INCONCLUSIVE, "a budget ran out");
    table.row("survived", report.count(Fate.SURVIVED), "nothing is different");
    output.table(2, table);
  }

  private static void row(Table table, MutationReport report, Fate fate, String meaning) {
    if (report.count(fate) > 0) {
      table.row(fate.word(), report.count(fate), meaning);
    }
  }

  private void compared(CodeBesideMutants code, Map<String, Finding> compared) {
    long seen = compared.values().stream().filter(Finding::killed).count();
    output.line(
        "  The code as it is differs from %d of them (comparison in model %s)."
            .formatted(seen, code.model()));
  }

  private void properties(MutationReport report) {
    boolean asked = report.properties().stream().anyMatch(p -> !p.alone().isEmpty());
    Table table = new Table("property", "first to fall", "by itself");
    for (PropertyKills property : report.properties()) {
      table.row(property.name(), property.first(), asked ? alone(property) : "");
    }
    output.table(2, table);
    output.line("");
  }

  private static String alone(PropertyKills property) {
    return property.alone().isEmpty()
        ? ""
        : property.alone().size() == 1
            ? property.alone().getFirst()
            : Output.number(property.alone().size());
  }

  private void operators(MutationReport report) {
    Table table = new Table("kind of change", "mutants", "killed", "survived", "");
    for (SpecMutation.Operator operator : SpecMutation.Operator.values()) {
      List<Result> same =
          report.results().stream()
              .filter(result -> result.mutant().mutation().operator() == operator)
              .toList();
      if (!same.isEmpty()) {
        table.row(
            operator.word(),
            same.size(),
            count(same, Fate.KILLED),
            count(same, Fate.SURVIVED),
            operator.meaning());
      }
    }
    output.table(2, table);
  }

  private static long count(List<Result> results, Fate fate) {
    return results.stream().filter(result -> result.fate() == fate).count();
  }

  private void matrix(MutationReport report, Map<String, Finding> compared) {
    output.line("");
    Table table =
        compared.isEmpty()
            ? new Table("mutant", "line", "TLC", "steps", "model", "time")
            : new Table("mutant", "line", "TLC", "steps", "model", "time", "comparison");
    for (Result result : report.results()) {
      SpecMutation change = result.mutant().mutation();
      Object[] cells = {
        result.mutant().id(),
        change.line(),
        result.property().orElse(result.fate().word()),
        result.length().isPresent() ? String.valueOf(result.length().getAsInt()) : "",
        result.model(),
        Output.duration(result.elapsed())
      };
      if (compared.isEmpty()) {
        table.row(cells);
      } else {
        Object[] more = Arrays.copyOf(cells, cells.length + 1);
        more[cells.length] =
            Optional.ofNullable(compared.get(result.mutant().id()))
                .map(MutantsText::said)
                .orElse("");
        table.row(more);
      }
    }
    output.table(2, table);
  }

  private static String said(Finding finding) {
    String length = finding.length().isPresent() ? finding.length().getAsInt() + " " : "";
    return finding.killed() ? length + finding.evidence() : "-";
  }

  private void details(MutationReport report, Fate fate, String heading) {
    if (report.count(fate) == 0) {
      return;
    }
    output.line("");
    output.line("  " + heading + ":");
    for (Result result : report.all(fate)) {
      output.line("    %s  %s".formatted(place(result), output.paint().dim(change(result))));
      output.line("      " + result.detail());
    }
  }

  private void survivors(MutationReport report, Map<String, Finding> compared) {
    if (report.count(Fate.SURVIVED) == 0) {
      return;
    }
    output.line("");
    output.line("  " + output.paint().bad("Survivors") + ", holes or no difference:");
    for (Result result : report.all(Fate.SURVIVED)) {
      boolean seen =
          Optional.ofNullable(compared.get(result.mutant().id()))
              .filter(Finding::killed)
              .isPresent();
      output.line("    " + place(result) + (seen ? "  (the code differs from it)" : ""));
      for (String line : MutatedModule.of(result.mutant()).diff()) {
        output.line("      " + line);
      }
    }
  }

  private void idle(MutationReport report) {
    List<PropertyKills> idle = report.idle();
    if (idle.isEmpty()) {
      return;
    }
    output.line("");
    output.line(
        "  %s: %s"
            .formatted(
                output.paint().bad("Properties that kill nothing"),
                idle.stream().map(MutantsText::named).collect(Collectors.joining(", "))));
  }

  private static String named(PropertyKills property) {
    return property.undecided() == 0
        ? property.name()
        : property.name() + " (" + property.undecided() + " mutants undecided)";
  }

  private static String place(Result result) {
    SpecMutation change = result.mutant().mutation();
    return "%s.tla:%d:%d  %s"
        .formatted(change.module(), change.line(), change.column(), result.mutant().id());
  }

  private static String change(Result result) {
    SpecMutation change = result.mutant().mutation();
    return change.before() + "  ->  " + change.after().replaceAll("\\s+", " ");
  }
}
