package dev.lockstep.mutation;

import dev.lockstep.tlc.ModelChecker.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What became of the wrong versions of a spec.
 *
 * @param controls the spec as it is, in each model; all of them hold
 * @param results one for each mutant, in their order
 * @param properties one for each property of the models
 * @param elapsed how long it took
 */
public record MutationReport(
    List<Control> controls,
    List<Result> results,
    List<PropertyKills> properties,
    Duration elapsed) {

  /** What became of a mutant. */
  public enum Fate {
    /** A property fell: there is a counterexample. */
    KILLED("killed"),
    /** TLC cannot evaluate it: whoever runs it sees that, but no property did. */
    FAILS("fails"),
    /** Every property holds, and something that should be possible is not any more. */
    PROBE_LOST("probe lost"),
    /** Every property holds, and only the number of states is another. */
    OTHER_COUNTS("other counts"),
    /** A budget ran out before anything was found: neither killed nor a survivor. */
    INCONCLUSIVE("inconclusive"),
    /** Nothing shows that it is not the spec; maybe it is. */
    SURVIVED("survived");

    private final String word;

    Fate(String word) {
      this.word = word;
    }

    /** Returns how it is called. */
    public String word() {
      return word;
    }
  }

  /**
   * The spec as it is, in one model.
   *
   * @param model the name of the model
   * @param properties what is checked in it
   * @param distinct how many states it has
   * @param total how many states TLC generated
   */
  public record Control(
      String model, List<String> properties, long distinct, long total, Duration elapsed) {
    /** Copies the properties. */
    public Control {
      properties = List.copyOf(properties);
    }
  }

  /**
   * What became of one mutant.
   *
   * @param model where it was found out, or empty
   * @param violation what fell, if something did
   * @param length how many steps the counterexample has, if there is one
   * @param detail what TLC said, which probe was lost, how the numbers of states differ, or which
   *     budget ran out; empty if there is nothing to say
   * @param elapsed how long finding it out took, all models together
   */
  public record Result(
      SpecMutant mutant,
      Fate fate,
      String model,
      Optional<Violation> violation,
      OptionalInt length,
      String detail,
      Duration elapsed) {

    /** Returns the property that fell. */
    public Optional<String> property() {
      return violation.map(Violation::property);
    }
  }

  /**
   * What a property is good for.
   *
   * @param name its name in the configurations
   * @param first how many mutants it was the first to kill
   * @param alone the mutants that it kills with nothing else checked; complete only if every
   *     property was asked about every mutant, otherwise as many as were needed to know that it
   *     kills anything
   * @param undecided how many mutants a budget ran out for before it was known whether this
   *     property by itself kills them
   */
  public record PropertyKills(String name, int first, List<String> alone, int undecided) {
    /** Copies the ids. */
    public PropertyKills {
      alone = List.copyOf(alone);
    }

    /** Returns whether it kills nothing: if it were not there, nobody would notice. */
    public boolean idle() {
      return first == 0 && alone.isEmpty();
    }
  }

  /** Copies the lists. */
  public MutationReport {
    controls = List.copyOf(controls);
    results = List.copyOf(results);
    properties = List.copyOf(properties);
  }

  /** Returns how many mutants came to this end. */
  public long count(Fate fate) {
    return results.stream().filter(result -> result.fate() == fate).count();
  }

  /** Returns the mutants that came to this end. */
  public List<Result> all(Fate fate) {
    return results.stream().filter(result -> result.fate() == fate).toList();
  }

  /** Returns the properties that kill nothing. */
  public List<PropertyKills> idle() {
    return properties.stream().filter(PropertyKills::idle).toList();
  }
}
