package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.Spec;
import dev.lockstep.validation.*;
import dev.lockstep.value.TlaValue;
import dev.lockstep.trace.*;
import java.util.*;
import java.nio.file.*;
import org.junit.jupiter.api.Test;

class SimulationTest {

  @Test
  void scratch() throws Exception {
   for (String name : Subjects.protocols()) {
    Subject<?> subject = Subjects.of(name, 3).orElseThrow();
    Simulation<?> s = new Simulation<>(subject, Faults.DEFAULT);
    for (int w = 1; w <= 2; w++) {
        long t = System.nanoTime();
        Summary<?> sum = new Campaign<>(s, 42, 0, 2000, w, Optional.empty()).run(i -> {});
        double sec = (System.nanoTime() - t) / 1e9;
        System.out.println(w + " " + sum + " " + sum.steps() / sec + " steps/s");
        sum.first().ifPresent(f -> f.violation().orElseThrow().lines().forEach(System.out::println));
    }
    Path dir = Files.createTempDirectory("sim");
    Summary<?> sum = new Campaign<>(s, 42, 0, 500, 2, Optional.of(dir)).run(i -> {});
    Catalog c = Catalog.load();
    Protocol p = c.protocol(name);
    long events = 0;
    long t = System.nanoTime();
    try (SpecFiles f = c.extract(p)) {
      Map<String, TlaValue> k = new TreeMap<>();
      TlaValue set = TlaValue.set(subject.cluster().nodes().stream().filter(n -> !n.name().equals("tm")).map(n -> new TlaValue.ModelValue(n.name())).toList());
      k.put(subject.constants().firstKey(), set);
      try (Spec spec = Spec.load(f.spec(k)); var files = Files.list(dir)) {
        System.out.println("load " + (System.nanoTime() - t) / 1e9); t = System.nanoTime();
        Validator v = new Validator(spec, Validator.Options.DEFAULT);
        for (Path file : files.sorted().toList()) {
          try (TraceReader r = TraceReader.open(file)) {
            Validation x = v.validate(r, r.nextRun().orElseThrow());
            events += x.matched();
            if (!x.stopped().isEmpty()) System.out.println(file + " " + x);
          }
        }
      }
    }
    System.out.println(events + " events " + events / ((System.nanoTime() - t) / 1e9));
    assertThat(events).isEqualTo(sum.steps());
   }
  }
}
