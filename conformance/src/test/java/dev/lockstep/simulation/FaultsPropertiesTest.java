package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitSubject;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.simulation.RunResult.Ending;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What holds whatever the seed and the rates are. */
class FaultsPropertiesTest {

  /** With every message doubled for ever nobody gets anywhere before faults stop. */
  private static final double HIGHEST_DUPLICATION = 0.9;

  private static final Set<Fault> CRASHES =
      Set.of(Fault.CRASH, Fault.LOST_WRITE, Fault.TORN_WRITE, Fault.UNSENT);

  private static final Map<String, Loaded> SPECS = new TreeMap<>();

  private record Loaded(SpecFiles files, Spec spec, Subject<?> subject) {}

  @BeforeContainer
  static void load() throws Exception {
    Catalog catalog = Catalog.load();
    for (String protocol : Subjects.protocols()) {
      Subject<?> subject = Subjects.of(protocol, 3).orElseThrow();
      SpecFiles files = catalog.extract(catalog.protocol(protocol));
      Spec spec = Spec.load(files.spec(Subjects.constants(subject)));
      SPECS.put(protocol, new Loaded(files, spec, subject));
    }
  }

  @AfterContainer
  static void close() {
    for (Loaded loaded : SPECS.values()) {
      loaded.spec().close();
      loaded.files().close();
    }
    SPECS.clear();
  }

  /** Any rates; faults stop after a second, so that a run is short whatever they are. */
  @Provide
  static Arbitrary<Faults> anyFaults() {
    Arbitrary<Double> rates =
        Arbitraries.oneOf(
            Arbitraries.just(0.0),
            Arbitraries.doubles().between(0, 0.1),
            Arbitraries.doubles().between(0, 1));
    return Arbitraries.maps(Arbitraries.of(Fault.class), rates)
        .map(
            drawn -> {
              Faults faults = Faults.DEFAULT.withLastMicros(1_000_000);
              for (Map.Entry<Fault, Double> entry : drawn.entrySet()) {
                double most = entry.getKey() == Fault.DUPLICATION ? HIGHEST_DUPLICATION : 1;
                faults = faults.with(entry.getKey(), Math.min(entry.getValue(), most));
              }
              return faults;
            });
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void under_any_rates_the_properties_hold_and_everybody_decides(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int participants,
      @ForAll("anyFaults") Faults faults) {
    RunResult<?> result =
        new Simulation<>(TwoPhaseCommitSubject.of(participants), faults).run(seed, 0);

    assertThat(result.violation()).as("seed %d under %s", seed, faults).isEmpty();
    assertThat(result.ending()).as("seed %d under %s", seed, faults).isEqualTo(Ending.DONE);
    assertThat(result.outcome()).as("seed %d", seed).isIn("committed", "aborted");
  }

  @Property(tries = 120, shrinking = ShrinkingMode.BOUNDED)
  void under_any_rates_every_log_is_a_behaviour_of_the_spec(
      @ForAll long seed, @ForAll("protocols") String protocol, @ForAll("anyFaults") Faults faults)
      throws Exception {
    Loaded loaded = Objects.requireNonNull(SPECS.get(protocol), protocol);
    Recording<?> recording = new Simulation<>(loaded.subject(), faults).record(seed, 0);
    if (recording.events().isEmpty()) {
      return;
    }
    Validation validation = recording.validate(new Validator(loaded.spec(), SearchOptions.DEFAULT));

    assertThat(validation.verdict())
        .as("%s, seed %d under %s: %s", protocol, seed, faults, validation.stopped())
        .isEqualTo(Verdict.HOLDS);
  }

  @Provide
  static Arbitrary<String> protocols() {
    return Arbitraries.of(Subjects.protocols());
  }

  @Property(tries = 100)
  void a_fault_that_is_off_does_not_happen(
      @ForAll long seed, @ForAll("anyFaults") Faults faults, @ForAll Fault off) {
    for (Loaded loaded : SPECS.values()) {
      assertThat(counts(loaded.subject(), faults.with(off, 0), seed))
          .as("seed %d under %s", seed, faults)
          .doesNotContainKey(off.toString());
    }
  }

  @Property(tries = 50)
  void what_follows_from_a_fault_does_not_happen_without_it(
      @ForAll long seed, @ForAll("anyFaults") Faults faults) {
    Faults noCrash = faults;
    for (Fault crash : CRASHES) {
      noCrash = noCrash.with(crash, 0);
    }
    Faults inOrder =
        noCrash
            .with(Fault.DELAY, 0)
            .with(Fault.DUPLICATION, 0)
            .with(Fault.PARTITION, 0)
            .withLatency(Span.ofMillis(5, 5));
    Subject<?> subject = TwoPhaseCommitSubject.of(3);

    assertThat(counts(subject, noCrash, seed)).doesNotContainKey("message to a node that is down");
    assertThat(counts(subject, faults.with(Fault.PARTITION, 0), seed))
        .doesNotContainKey("message at a cut");
    assertThat(counts(subject, inOrder, seed)).doesNotContainKey("reordering");
  }

  @Property(tries = 50)
  void in_the_calm_a_protocol_always_does_what_it_is_for(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int participants) {
    RunResult<?> result =
        new Simulation<>(TwoPhaseCommitSubject.of(participants), Faults.NONE).run(seed, 0);

    assertThat(result.faults()).as("seed %d", seed).isEmpty();
    assertThat(result.ending()).as("seed %d", seed).isEqualTo(Ending.DONE);
  }

  /** Rates that differ make no difference before one of them strikes and the other does not. */
  @Property(tries = 100)
  void a_rate_that_is_changed_leaves_the_draws_for_all_others_as_they_were(
      @ForAll long seed, @ForAll Fault changed) {
    Faults usual = Faults.DEFAULT;
    Dice once = Dice.ofRun(seed, 0);
    Dice again = Dice.ofRun(seed, 0);
    Luck one = new Luck(usual, once);
    Luck other = new Luck(usual.with(changed, 1), again);
    for (int i = 0; i < 100; i++) {
      for (Fault fault : Fault.values()) {
        boolean strikes = one.strikes(fault, 0);
        assertThat(other.strikes(fault, 0)).isEqualTo(fault == changed || strikes);
      }
      // Who strikes draws more: whom, and for how long.
      other.of(changed).nextLong();
      assertThat(other.latency()).isEqualTo(one.latency());
      assertThat(other.sync()).isEqualTo(one.sync());
    }
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void a_shrunk_run_breaks_the_same_property_and_no_step_can_be_left_out(
      @ForAll @IntRange(max = 1_000) int seed, @ForAll("mutants") String mutant) {
    Simulation<Message> simulation =
        new Simulation<>(
            Subjects.mutated(TwoPhaseCommitSubject.of(2), mutant).orElseThrow(), Faults.DEFAULT);
    Shrinker<Message> shrinker = new Shrinker<>(simulation);
    for (long run = 0; run < 50; run++) {
      Optional<Violation<Message>> violation = simulation.run(seed, run).violation();
      if (violation.isEmpty()) {
        continue;
      }
      String property = violation.get().property();
      Optional<ShortestRun<Message>> shortest = shrinker.shrink(violation.get());
      if (shortest.isEmpty()) {
        // Some endless runs need their timing.
        assertThat(property).isEqualTo("Termination");
        return;
      }
      List<Event<Message>> events = shortest.get().steps().stream().map(Transition::event).toList();
      assertThat(shrinker.shrink(violation(property, events))).isEqualTo(shortest);
      for (int i = 0; i < events.size(); i++) {
        List<Event<Message>> fewer = new ArrayList<>(events);
        fewer.remove(i);
        assertThat(shrinker.shrink(violation(property, fewer)))
            .as("%s, seed %d, run %d: without step %d of %s", mutant, seed, run, i, events)
            .isEmpty();
      }
      return;
    }
  }

  @Provide
  static Arbitrary<String> mutants() {
    return Arbitraries.of(
        MutantSet.of("two-phase-commit").orElseThrow().mutants().stream().map(Mutant::id).toList());
  }

  private static Violation<Message> violation(String property, List<Event<Message>> events) {
    return new Violation<>(property, "", events, List.of());
  }

  private static Map<String, Long> counts(Subject<?> subject, Faults faults, long seed) {
    return new Simulation<>(subject, faults).run(seed, 0).faults();
  }
}
