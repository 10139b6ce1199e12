package dev.lockstep.cli;

import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Budget;
import dev.lockstep.mutants.ComparisonLayer;
import dev.lockstep.mutants.KillLayer.Finding;
import dev.lockstep.mutants.SpecOnly;
import dev.lockstep.mutation.MutationRun;
import dev.lockstep.mutation.SpecMutant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The code of a protocol as it is, compared with wrong versions of the spec.
 *
 * @param model the model that both are in
 * @param compare compares with one of them
 */
record CodeBesideMutants(String model, Function<SpecMutant, Finding> compare) {

  /** Returns the code of a protocol that has some. */
  static <M> CodeBesideMutants of(SpecFiles files, Model model, Binding<M> binding, Budget budget) {
    ComparisonLayer layer = new ComparisonLayer();
    return new CodeBesideMutants(
        model.name(), mutant -> SpecOnly.look(files, model, binding, mutant, layer, budget));
  }

  /** Returns what the comparison says about each, by id. */
  Map<String, Finding> all(List<SpecMutant> mutants, int jobs, MutationRun.Listener listener)
      throws InterruptedException {
    Map<String, Finding> findings = new LinkedHashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<Finding>> futures = new ArrayList<>();
      for (SpecMutant mutant : mutants) {
        futures.add(pool.submit(() -> compare.apply(mutant)));
      }
      for (int i = 0; i < mutants.size(); i++) {
        findings.put(mutants.get(i).id(), futures.get(i).get());
        listener.done("the code beside the mutants", i + 1, mutants.size());
      }
      return findings;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
