package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Nearest;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Bindings;
import dev.lockstep.scenario.Played;
import dev.lockstep.scenario.Player;
import dev.lockstep.scenario.Scenario;
import dev.lockstep.scenario.ScenarioException;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a run that is written down step by step. */
@Command(
    name = "scenario",
    header = "Play a run step by step: the code takes each step, the spec says whether it may.",
    description = {
      "A scenario is a text: a line `> ACTION` for each step, and below it, indented, what that"
          + " leads to. Without SCENARIO, those that come with the protocol are listed. A result"
          + " that is written down and differs makes the scenario violated; one that is not written"
          + " down is only shown.",
      "Commands: > NAME = VALUE gives a constant its value, > code MUTANT takes a wrong version of"
          + " the code, > ACTION takes a step, > deliver MESSAGE hands over what the code ignores,"
          + " > state, > messages, > possible and > check NAME show where it stands."
    },
    footer = {
      "  lockstep scenario two-phase-commit                 the scenarios that there are",
      "  lockstep scenario two-phase-commit in-doubt        one of them",
      "  lockstep scenario two-phase-commit my.txt          one of yours",
      "  lockstep scenario two-phase-commit my.txt --write  with its results written into it"
    })
final class ScenarioCommand implements Callable<Integer> {

  @Mixin Output output;

  @Parameters(index = "0", paramLabel = "PROTOCOL", description = "The protocol.")
  String protocol = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SCENARIO",
      description = "The name of a scenario that comes with the protocol, or a file.")
  @Nullable String scenario;

  @Option(names = "--write", description = "Write what happens into the file.")
  boolean write;

  @Override
  public Integer call() throws Exception {
    Catalog catalog = Catalog.load();
    Protocol known = catalog.protocol(protocol);
    SortedMap<String, String> scenarios = catalog.scenarios(known);
    if (Bindings.of(known.name()).isEmpty()) {
      throw InputException.of(known.name() + " has no code to play a scenario with");
    }
    if (scenario == null) {
      list(scenarios);
      return ExitCode.OK;
    }
    String inside = scenarios.get(scenario);
    if (write && inside != null) {
      throw InputException.of("--write is for a file of yours, not for '" + scenario + "'");
    }
    String text = inside != null ? inside : read(Path.of(scenario), scenarios);
    Played played = play(catalog, known, text);
    if (write) {
      Files.writeString(Path.of(scenario), played.text());
    }
    List<Played.Difference> differences =
        played.differences().stream()
            .filter(difference -> !write && !difference.expected().isEmpty())
            .toList();
    Verdict verdict = differences.isEmpty() ? Verdict.HOLDS : Verdict.VIOLATED;
    if (output.isJson()) {
      output.print(document(played, differences, verdict));
    } else {
      show(played, differences, verdict);
    }
    return verdict.exitCode();
  }

  private Played play(Catalog catalog, Protocol known, String text)
      throws InputException, SpecException {
    try (SpecFiles files = catalog.extract(known)) {
      return Player.play(files, Scenario.parse(text));
    } catch (ScenarioException e) {
      throw InputException.at(
          String.valueOf(scenario), e.line(), 0, String.valueOf(e.getMessage()));
    }
  }

  private String read(Path file, SortedMap<String, String> scenarios)
      throws InputException, IOException {
    if (Files.isDirectory(file)) {
      throw InputException.in(file, "this is a directory; name a scenario inside, a text");
    }
    if (!Files.isRegularFile(file)) {
      throw InputException.of(
              "no scenario of " + protocol + " and no file is called '" + scenario + "'")
          .hint(
              Nearest.to(String.valueOf(scenario), scenarios.keySet())
                      .map(near -> "Did you mean '" + near + "'? ")
                      .orElse("")
                  + "There are: "
                  + String.join(", ", scenarios.keySet())
                  + ".");
    }
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (MalformedInputException e) {
      throw InputException.of(file + " is not a text in UTF-8");
    }
  }

  private void list(SortedMap<String, String> scenarios) {
    if (output.isJson()) {
      ObjectNode document = output.document().put("protocol", protocol);
      ArrayNode all = document.putArray("scenarios");
      scenarios.forEach(
          (name, text) ->
              all.addObject().put("name", name).put("about", Scenario.parse(text).about()));
      output.print(document);
      return;
    }
    Table table = new Table("scenario", "about");
    scenarios.forEach((name, text) -> table.row(name, Scenario.parse(text).about()));
    output.table(0, table);
  }

  private ObjectNode document(Played played, List<Played.Difference> differences, Verdict verdict) {
    ObjectNode document = output.document(verdict).put("protocol", protocol);
    document.put("scenario", scenario);
    ArrayNode steps = document.putArray("commands");
    for (int i = 0; i < played.results().size(); i++) {
      ObjectNode step = steps.addObject();
      step.put("line", played.scenario().blocks().get(i).line());
      step.put("command", played.scenario().blocks().get(i).command());
      played.results().get(i).forEach(step.putArray("result")::add);
    }
    ArrayNode different = document.putArray("differences");
    for (Played.Difference difference : differences) {
      ObjectNode node = different.addObject().put("line", difference.line());
      node.put("command", difference.command());
      difference.expected().forEach(node.putArray("expected")::add);
      difference.actual().forEach(node.putArray("actual")::add);
    }
    return document;
  }

  private void show(Played played, List<Played.Difference> differences, Verdict verdict) {
    output.out().print(played.text());
    output.line("");
    Paint paint = output.paint();
    for (Played.Difference difference : differences) {
      output.line(
          "%s, line %d: %s leads to something else than written there:"
              .formatted(scenario, difference.line(), difference.command()));
      difference.expected().forEach(line -> output.line("  " + paint.bad("- " + line)));
      difference.actual().forEach(line -> output.line("  " + "+ " + line));
    }
    output.line(
        "%s: %s; %s commands"
            .formatted(
                paint.strong(String.valueOf(scenario)),
                paint.verdict(verdict),
                Output.number(played.results().size())));
  }
}
