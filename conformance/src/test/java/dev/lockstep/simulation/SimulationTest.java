package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.*;
import dev.lockstep.mutants.*;
import dev.lockstep.trace.*;
import dev.lockstep.validation.*;
import java.nio.file.*;
import java.time.*;
import java.util.*;
import org.junit.jupiter.api.Test;

class SimulationTest {

  @Test
  void scratch() throws Exception {
    for (String name : Subjects.protocols()) {
      if (MutantSet.of(name).isEmpty()) {
        continue;
      }
      Catalog c = Catalog.load();
      Protocol p = c.protocol(name);
      try (SpecFiles f = c.extract(p)) {
        {
          for (var l :
              List.of(
                  new SimulationLayer(1, 3000),
                  new TraceLayer(1, 300),
                  new ComparisonLayer(),
                  new InvariantsLayer())) {
            long t = System.nanoTime();
            KillMatrix m =
                KillMatrix.run(
                    MutantSet.of(name).get(),
                    f,
                    p.model("small"),
                    List.of(l),
                    new Budget(1000000, Duration.ofSeconds(60)),
                    id -> {});
            System.out.println((System.nanoTime() - t) / 1e9);
            System.out.println(m.control());
            m.rows().forEach(System.out::println);
          }
        }
      }
    }
    assertThat(Subjects.protocols()).isNotEmpty();
  }
}
