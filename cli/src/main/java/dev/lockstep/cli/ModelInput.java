package dev.lockstep.cli;

import dev.lockstep.catalog.UnknownNameException;
import dev.lockstep.conformance.Budget;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the verbs that walk over a model have in common: which model, and how much of it. */
final class ModelInput {

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "A model of the protocol (default: the first that code is compared with).")
  Optional<String> model = Optional.empty();

  @Mixin OwnSpec own = new OwnSpec();

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
    Optional<SpecSource> source = own.source();
    if (source.isPresent()) {
      if (protocol.isPresent()) {
        throw InputException.of("a PROTOCOL and --spec exclude each other: " + protocol.get());
      }
      if (model.isPresent()) {
        throw InputException.of("--model is for protocols of the catalog, --spec for others");
      }
      return BoundedModel.of(source.get());
    }
    if (protocol.isEmpty()) {
      throw InputException.of("a protocol is needed, or --spec FILE")
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
