package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.SpecInvariants;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.tlc.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The properties in Java say what the spec's invariants say, also about worlds that are wrong. */
@Execution(ExecutionMode.CONCURRENT)
class SpecInvariantsTest {

  private static final long SEED = 11;

  /** For each version of the code: whichever comes first. */
  private static final int RUNS = 40;

  private static final int WORLDS = 2_000;

  /** Of the worlds that are right, so many are one that the spec is asked about. */
  private static final int EVERY = 20;

  static List<String> protocols() {
    return Subjects.protocols();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void a_property_in_java_agrees_with_the_invariant_of_its_name_on_simulated_worlds(String protocol)
      throws Exception {
    compare(Subjects.of(protocol, 3).orElseThrow());
  }

  private static <M> void compare(Subject<M> subject) throws Exception {
    String protocol = subject.binding().protocol();
    Set<String> compared = new TreeSet<>();
    Set<String> fell = new TreeSet<>();
    Catalog catalog = Catalog.load();
    try (SpecFiles files = catalog.extract(catalog.protocol(protocol));
        Spec spec = Spec.load(files.spec(Subjects.constants(subject)))) {
      SpecInvariants<M> invariants = new SpecInvariants<>(files, spec, subject.binding());
      for (Subject<M> code : codes(subject)) {
        List<Property<M>> properties =
            code.properties().stream()
                .filter(property -> invariants.names().contains(property.name()))
                .toList();
        properties.forEach(property -> compared.add(property.name()));
        AtomicInteger worlds = new AtomicInteger();
        for (int run = 0; run < RUNS && worlds.get() < WORLDS; run++) {
          int number = run;
          new Simulation<>(code, Faults.DEFAULT, WORLDS)
              .run(
                  SEED,
                  run,
                  (micros, node, clock, step) -> {
                    boolean sampled = worlds.incrementAndGet() % EVERY == 0;
                    for (Property<M> property : properties) {
                      boolean java = property.holdsIn(step.target(), step.target());
                      if (java && !sampled) {
                        continue;
                      }
                      assertThat(invariants.holds(property.name(), step.target()))
                          .as("%s, run %d of seed %d: %s", property.name(), number, SEED, step)
                          .isEqualTo(java);
                      if (!java) {
                        fell.add(property.name());
                      }
                    }
                  });
        }
      }
      assertThat(compared).isNotEmpty();
      if (catalog.protocol(protocol).base().isEmpty()) {
        // What extends another has its properties, too: those fall to mutants of the other.
        assertThat(fell).as("some mutant breaks each").isEqualTo(compared);
      }
    }
  }

  /** The code as it is, and every mutant of it. */
  private static <M> List<Subject<M>> codes(Subject<M> subject) {
    List<Subject<M>> codes = new ArrayList<>(List.of(subject));
    for (Mutant<?> mutant : MutantSet.of(subject.binding().protocol()).orElseThrow().mutants()) {
      codes.add(Subjects.mutated(subject, mutant.id()).orElseThrow());
    }
    return codes;
  }

  @Test
  void the_invariants_are_those_that_models_check_and_the_spec_defines() throws Exception {
    Subject<?> subject = Subjects.of("two-phase-commit", 2).orElseThrow();
    Catalog catalog = Catalog.load();
    try (SpecFiles files = catalog.extract(catalog.protocol("two-phase-commit"));
        Spec spec = Spec.load(files.spec(Subjects.constants(subject)))) {
      assertThat(new SpecInvariants<>(files, spec, subject.binding()).names())
          .containsExactly("TypeOK", "OneDecision", "CommitOnlyIfAllVotedYes");
    }
  }
}
