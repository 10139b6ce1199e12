package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.paths.Cover;
import dev.lockstep.paths.Covering;
import dev.lockstep.paths.Explorer;
import dev.lockstep.paths.PathFile;
import dev.lockstep.paths.StateGraph;
import dev.lockstep.tlc.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes test paths that cover a model. */
@Command(
    name = "paths",
    header = "Test paths from a spec: few runs that take every step of a model.",
    description = {
      "Visits all states of a bounded model and finds runs from its initial states that together"
          + " take every step (--cover edges), with as few starts and steps as there can be within"
          + " the length of a run; it says how far from the least.",
      "With --out, the runs are written in trace format v1, one after the other: the header of a"
          + " run has the initial state, each event the action, its arguments, and the variables"
          + " that it changed. The same model, options and seed give the same bytes."
    },
    sortOptions = false,
    footer = {
      "  lockstep paths two-phase-commit --model small --out paths.ndjson",
      "  lockstep paths lamport-clock --cover states --max-length 20",
      "  lockstep paths --spec My.tla --config My.cfg --out paths.ndjson"
    })
final class PathsCommand implements Callable<Integer> {

  @Mixin Output output;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROTOCOL",
      description = "A protocol of the catalog.")
  Optional<String> protocol = Optional.empty();

  @Mixin ModelInput input;

  @Option(
      names = "--cover",
      paramLabel = "edges|states|actions",
      description = "What the runs have to cover (default: edges).")
  Cover cover = Cover.EDGES;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "The most steps of a run; 0 for any number (default: ${DEFAULT-VALUE}).")
  int maxLength = 100;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Which of many equally short sets of runs (default: ${DEFAULT-VALUE}, the order of the"
              + " spec).")
  long seed;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the runs to FILE.")
  Optional<Path> out = Optional.empty();

  @Override
  public Integer call() throws Exception {
    if (maxLength < 0) {
      throw InputException.of("--max-length needs a number from 0 on");
    }
    OutputFile.check(out);
    try (BoundedModel model = input.load(protocol)) {
      StateGraph graph;
      Covering covering;
      try (Progress line = output.progress()) {
        graph =
            Explorer.explore(
                model.spec(),
                input.budget(),
                progress ->
                    line.show(
                        "%s: %s states, %s steps"
                            .formatted(
                                model.name(),
                                Output.number(progress.states()),
                                Output.number(progress.edges()))));
        line.show("finding paths");
        covering = covering(graph);
        if (out.isPresent()) {
          line.show("writing " + out.get());
          PathFile.write(out.get(), model, covering, seed);
        }
      }
      Verdict verdict = graph.exhausted().isPresent() ? Verdict.INCONCLUSIVE : Verdict.HOLDS;
      show(model, covering, verdict);
      return verdict.exitCode();
    }
  }

  private Covering covering(StateGraph graph) throws InputException {
    try {
      return Covering.of(graph, cover, maxLength == 0 ? Covering.ANY_LENGTH : maxLength, seed);
    } catch (IllegalArgumentException e) {
      throw InputException.of("--max-length: " + e.getMessage());
    }
  }

  private void show(BoundedModel model, Covering covering, Verdict verdict) {
    StateGraph graph = covering.graph();
    if (output.isJson()) {
      ObjectNode document =
          output
              .document(verdict)
              .put("model", model.name())
              .put("states", graph.states())
              .put("edges", graph.edges())
              .put("cover", cover.word())
              .put("seed", seed)
              .put("paths", covering.paths().size())
              .put("steps", covering.steps())
              .put("longest", covering.longest())
              .put("minimum", covering.minimum())
              .put("ratio", covering.ratio());
      graph.exhausted().ifPresent(reason -> document.put("reason", reason));
      out.ifPresent(file -> document.put("file", file.toString()));
      output.print(document);
      return;
    }
    output.line(
        output.paint().strong(model.name())
            + "  %s states, %s steps"
                .formatted(Output.number(graph.states()), Output.number(graph.edges())));
    lines(covering).forEach(line -> output.line("  " + line));
    out.ifPresent(file -> output.line("  written to " + file));
    if (verdict == Verdict.INCONCLUSIVE) {
      output.line("");
      output.line(
          output.paint().verdict(verdict)
              + ": only a part of the spec is covered: "
              + graph.exhausted().orElse(""));
    }
  }

  private List<String> lines(Covering covering) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s paths with %s steps cover all %s; the longest has %s"
            .formatted(
                Output.number(covering.paths().size()),
                Output.number(covering.steps()),
                cover.word(),
                Output.number(covering.longest())));
    long calls = covering.steps() + covering.paths().size();
    lines.add(
        calls == covering.minimum()
            ? "%s starts and steps, the fewest there can be".formatted(Output.number(calls))
            : "%s starts and steps; there must be at least %s, so at most %s times the fewest"
                .formatted(
                    Output.number(calls),
                    Output.number(covering.minimum()),
                    rounded(covering.ratio())));
    return lines;
  }

  /** Rounded up, so that it stays a bound. */
  private static String rounded(double ratio) {
    return String.format(Locale.ROOT, "%.4f", Math.ceil(ratio * 10_000) / 10_000);
  }
}
