package dev.lockstep.mutants;

import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.LoadedModel;
import dev.lockstep.mutants.KillLayer.Finding;
import dev.lockstep.mutants.KillLayer.Subject;
import dev.lockstep.mutation.MutatedModule;
import dev.lockstep.mutation.SpecMutant;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.TemporaryDirectory;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A fault in the spec only: the code as it is, beside a wrong version of its spec. Layers that join
 * the two can see it; what looks at the code alone is blind.
 */
public final class SpecOnly {

  private SpecOnly() {}

  /**
   * Shows a wrong spec with the right code to a layer.
   *
   * @param files the files of the protocol
   * @param model the model that both are in
   */
  public static <M> Finding look(
      SpecFiles files,
      Model model,
      Binding<M> binding,
      SpecMutant mutant,
      KillLayer layer,
      Budget budget) {
    long start = System.nanoTime();
    try (TemporaryDirectory directory = TemporaryDirectory.create("lockstep-mutant-")) {
      MutatedModule.of(mutant).write(directory.path());
      try (LoadedModel<M> loaded =
          LoadedModel.load(
              files, MutatedModule.in(directory.path(), files.model(model)), model, binding)) {
        return layer.look(new Subject<>(loaded, loaded.cluster(), Optional.empty()), budget);
      }
    } catch (SpecException e) {
      return new Finding(
          false,
          Duration.ofNanos(System.nanoTime() - start),
          OptionalInt.empty(),
          "TLC cannot evaluate it");
    }
  }
}
