package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.LoadedModel;
import dev.lockstep.conformance.Replay;
import dev.lockstep.conformance.Replay.Stage;
import dev.lockstep.conformance.ReplayText;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Scenario;
import dev.lockstep.trace.TraceException;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Replays scenarios on code and spec. */
final class Scenarios {

  private Scenarios() {}

  /** Reads a scenario of {@code protocol}. */
  static Scenario read(Path file, Protocol protocol) throws InputException, IOException {
    Scenario scenario;
    try {
      scenario = Scenario.read(file);
    } catch (TraceException e) {
      throw TraceInput.input(e);
    }
    Optional<String> of = scenario.header().protocol();
    if (of.isPresent() && !of.get().equals(protocol.name())) {
      throw InputException.at(
          file.toString(),
          scenario.header().line(),
          0,
          "this is a scenario of " + of.get() + ", not of " + protocol.name());
    }
    return scenario;
  }

  /** Loads the first of {@code models} that has the constants of the scenario. */
  static <M> LoadedModel<M> model(
      Scenario scenario, Path file, SpecFiles files, List<Model> models, Binding<M> binding)
      throws InputException, SpecException {
    for (Model model : models) {
      LoadedModel<M> loaded = LoadedModel.load(files, model, binding);
      if (hasConstants(loaded, scenario)) {
        return loaded;
      }
      loaded.close();
    }
    throw InputException.at(
            file.toString(),
            scenario.header().line(),
            0,
            "no model has these constants: " + scenario.header().constants())
        .hint("Models: " + String.join(", ", models.stream().map(Model::name).toList()) + ".");
  }

  private static boolean hasConstants(LoadedModel<?> loaded, Scenario scenario) {
    for (Map.Entry<String, LoggedValue> constant : scenario.header().constants().entrySet()) {
      TlaValue value = loaded.constants().values().get(constant.getKey());
      if (value == null || !constant.getValue().matches(value)) {
        return false;
      }
    }
    return true;
  }

  /** Replays a scenario, shows each step, and returns the exit code. */
  static <M> int replay(
      LoadedModel<M> loaded, Cluster<M> cluster, Scenario scenario, Output output, boolean step)
      throws SpecException {
    Replay<M> replay = loaded.replay(cluster, scenario);
    ObjectNode document = output.document(Verdict.HOLDS);
    document.put("protocol", loaded.binding().protocol()).put("model", loaded.model().name());
    ArrayNode steps = document.putArray("steps");
    Pause pause = new Pause(output, step);
    for (Optional<Stage> stage = replay.next(); stage.isPresent(); stage = replay.next()) {
      if (output.isJson()) {
        steps.add(json(stage.get()));
        continue;
      }
      ReplayText.lines(stage.get()).forEach(output::line);
      pause.step();
    }
    Verdict verdict = replay.verdict();
    if (output.isJson()) {
      document.setAll(output.document(verdict));
      output.print(document);
    } else {
      output.line("");
      output.line(
          output.paint().verdict(verdict)
              + (verdict == Verdict.HOLDS
                  ? ": code and spec take the same steps"
                  : ": code and spec differ"));
    }
    return verdict.exitCode();
  }

  private static ObjectNode json(Stage stage) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("number", stage.number());
    if (!stage.action().isEmpty()) {
      node.put("action", stage.action());
    }
    node.put("same", stage.same());
    stage.code().ifPresent(values -> node.set("code", CheckJson.toJson(values)));
    stage.spec().ifPresent(values -> node.set("spec", CheckJson.toJson(values)));
    stage
        .falseConjunct()
        .ifPresent(conjunct -> node.set("falseConjunct", ConformJson.guard(conjunct)));
    if (!stage.message().isEmpty()) {
      node.put("message", stage.message());
    }
    return node;
  }
}
