package dev.lockstep.cli;

import dev.lockstep.catalog.UnknownNameException;
import dev.lockstep.conformance.Budget;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.tlc.SpecException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the verbs that walk over a model have in common: which model, and how much of it. */
final class ModelInput {

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "A model of the protocol (default: the first that code is compared with).")
  Optional<String> model = Optional.empty();

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description = "The root module of any spec, instead of a protocol of the catalog.")
  Optional<Path> spec = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Its configuration; it must bound the spec, with a constraint if need be.")
  Optional<Path> config = Optional.empty();

  @Option(
      names = "--path",
      paramLabel = "DIR",
      description = "Another directory with modules; may be repeated.")
  List<Path> path = List.of();

  @Option(
      names = "--budget-states",
      paramLabel = "N",
      description =
          "Visit at most about N states of the spec; then it is inconclusive (default:"
              + " ${DEFAULT-VALUE}).")
  long maxStates = 5_000_000;

  @Option(
      names = "--budget-seconds",
      paramLabel = "N",
      description = "Give up after N seconds; then it is inconclusive (default: ${DEFAULT-VALUE}).")
  long budgetSeconds = 3600;

  /** Loads the model. */
  BoundedModel load(Optional<String> protocol) throws SpecException, InputException {
    if (spec.isPresent()) {
      if (config.isEmpty()) {
        throw InputException.of("--spec needs --config")
            .hint("A configuration gives the constants and names Init and Next, or Spec.");
      }
      if (model.isPresent()) {
        throw InputException.of("--model is for protocols of the catalog, --spec for others");
      }
      return BoundedModel.ofFiles(spec.get(), config.get(), path);
    }
    if (config.isPresent() || !path.isEmpty()) {
      throw InputException.of("--config and --path are for --spec, which is missing");
    }
    if (protocol.isEmpty()) {
      throw InputException.of("a protocol is needed, or --spec and --config")
          .hint("`lockstep list` shows the protocols.");
    }
    try {
      return BoundedModel.ofCatalog(protocol.get(), model);
    } catch (UnknownNameException e) {
      throw InputException.of(String.valueOf(e.getMessage()))
          .hint(
              "The first word is a protocol (`lockstep list` shows all), unless there is --spec.");
    }
  }

  /** Returns how much of the spec may be visited. */
  Budget budget() throws InputException {
    if (maxStates < 1 || budgetSeconds < 1) {
      throw InputException.of("--budget-states and --budget-seconds need a number from 1 on");
    }
    return new Budget(maxStates, Duration.ofSeconds(budgetSeconds));
  }
}
