package dev.lockstep.verification;

import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.simulation.Faults;
import dev.lockstep.simulation.Recording;
import dev.lockstep.simulation.RunResult;
import dev.lockstep.simulation.Simulation;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.Subjects;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Simulated runs whose logs were validated against the plain spec of the protocol.
 *
 * @param runs how many runs there were
 * @param events how many events of them the spec accepted
 * @param validating how long validating them took
 * @param elapsed how long all of it took
 * @param outcomes how many runs ended with which outcome
 * @param faults how many faults there were, by kind
 * @param taken the actions that some run took
 * @param actionsOfSpec all actions of the spec
 * @param problems a sentence for each run that broke a property or was not accepted
 * @param unfinished how many runs or validations were stopped by a limit
 */
record Runs(
    long runs,
    long events,
    Duration validating,
    Duration elapsed,
    SortedMap<String, Long> outcomes,
    SortedMap<String, Long> faults,
    SortedSet<String> taken,
    SortedSet<String> actionsOfSpec,
    List<String> problems,
    long unfinished) {

  static <M> Runs simulate(SpecFiles files, Subject<M> subject, Verification.Options options)
      throws SpecException {
    long start = System.nanoTime();
    Simulation<M> simulation = new Simulation<>(subject, Faults.DEFAULT);
    SortedMap<String, Long> outcomes = new TreeMap<>();
    SortedMap<String, Long> faults = new TreeMap<>();
    TreeSet<String> taken = new TreeSet<>();
    List<String> problems = new ArrayList<>();
    Duration validating = Duration.ZERO;
    long events = 0;
    long unfinished = 0;
    long run = 0;
    long seed = options.seed();
    TreeSet<String> actionsOfSpec;
    try (Spec spec = Spec.load(files.spec(Subjects.constants(subject)))) {
      Validator validator = new Validator(spec, SearchOptions.DEFAULT);
      for (; run < options.runs() && events < options.events(); run++) {
        Recording<M> recording = simulation.record(seed, run);
        RunResult<M> result = recording.result();
        outcomes.merge(result.outcome(), 1L, Long::sum);
        result.faults().forEach((kind, count) -> faults.merge(kind, count, Long::sum));
        taken.addAll(result.actions().keySet());
        String name = "run " + run + " under seed " + seed;
        result.violation().ifPresent(found -> problems.add(name + " breaks " + found.property()));
        Validation validation = recording.validate(validator);
        validating = validating.plus(validation.elapsed());
        events += validation.matched();
        validation
            .stopped()
            .ifPresent(
                stop ->
                    problems.add(
                        "%s is not a behaviour of the spec, line %d: %s"
                            .formatted(name, stop.event().line(), stop.reason().sentence())));
        if (validation.verdict() == Verdict.INCONCLUSIVE
            || result.ending() == RunResult.Ending.OUT_OF_STEPS) {
          unfinished++;
        }
      }
      actionsOfSpec = new TreeSet<>(spec.actionLabels());
    }
    return new Runs(
        run,
        events,
        validating,
        Duration.ofNanos(System.nanoTime() - start),
        outcomes,
        faults,
        taken,
        actionsOfSpec,
        problems,
        unfinished);
  }

  long eventsPerSecond() {
    return Math.round(events / Math.max(validating.toNanos() / 1e9, 1e-9));
  }
}
