package dev.lockstep.mutants;

import dev.lockstep.conformance.Budget;
import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.ModelChecker.Result;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import java.util.OptionalInt;

/** The spec's properties, checked by TLC: sees what is wrong with the spec, and no code at all. */
public final class TlcLayer implements KillLayer {

  @Override
  public String name() {
    return "tlc";
  }

  @Override
  public <M> Finding look(Subject<M> subject, Budget budget) throws SpecException {
    ModelChecker.Options options =
        ModelChecker.Options.deterministic()
            .withBudget(budget.maxTime())
            .withFingerprintBytes(1L << 25);
    Result result;
    try {
      result = ModelChecker.check(subject.model().source(), options);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while TLC was checking", e);
    }
    return new Finding(
        result.verdict() == Verdict.VIOLATED,
        result.elapsed(),
        result.trace().isEmpty() ? OptionalInt.empty() : OptionalInt.of(result.trace().size() - 1),
        result.property().orElse(""));
  }
}
