package dev.lockstep.mutants;

import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.Exploration;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import java.util.OptionalInt;

/**
 * The spec's invariants in every world that the code reaches by itself: sees what breaks a promise,
 * and not what is merely different.
 */
public final class InvariantsLayer implements KillLayer {

  private final long mostStates;

  /** Creates the layer, which looks for as long as it may. */
  public InvariantsLayer() {
    this(Long.MAX_VALUE);
  }

  /** Creates a layer that sees at most so many states. */
  public InvariantsLayer(long mostStates) {
    this.mostStates = mostStates;
  }

  @Override
  public String name() {
    return "invariants";
  }

  @Override
  public <M> Finding look(Subject<M> subject, Budget budget) throws SpecException {
    Exploration.Report report =
        Exploration.run(
            subject.spec(),
            subject.binding(),
            subject.cluster(),
            subject.spec().invariants(),
            budget.atMost(mostStates));
    return new Finding(
        report.verdict() == Verdict.VIOLATED,
        report.elapsed(),
        report
            .violation()
            .map(found -> OptionalInt.of(found.run().size() - 1))
            .orElse(OptionalInt.empty()),
        report.violation().map(Exploration.Violation::property).orElse(""));
  }
}
