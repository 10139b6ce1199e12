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

  @Override
  public String name() {
    return "invariants";
  }

  @Override
  public <M> Finding look(Subject<M> subject, Budget budget) throws SpecException {
    Exploration.Report report = subject.model().explore(subject.cluster(), budget);
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
