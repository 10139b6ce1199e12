package dev.lockstep.conformance;


import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void compares() throws Exception {
    for (Binding<?> binding : Bindings.all()) {
      Protocol protocol = Catalog.load().protocol(binding.protocol());
      try (SpecFiles files = Catalog.load().extract(protocol)) {
        for (Model model : protocol.models()) {
          if (model.conform()) {
            for (int threads : new int[] {1, 2}) {
              try (LoadedModel<?> loaded = LoadedModel.load(files, model, binding)) {
                ConformanceReport report = loaded.compare(Budget.UNLIMITED, threads, p -> {});
                System.out.println(
                    protocol.name()
                        + " "
                        + model.name()
                        + " "
                        + report.verdict()
                        + " "
                        + report.comparison().states()
                        + " "
                        + report.comparison().edges()
                        + " "
                        + threads
                        + " threads "
                        + report.comparison().elapsed().toMillis()
                        + " ms "
                        + report.comparison().edgesPerSecond()
                        + "/s never "
                        + report.comparison().neverTaken()
                        + report.countMismatch()
                        + report.comparison().divergence());
              }
            }
          }
        }
      }
    }
  }
}
