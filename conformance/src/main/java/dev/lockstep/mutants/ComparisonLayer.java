package dev.lockstep.mutants;

import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.Comparison;
import dev.lockstep.conformance.ComparisonReport;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.value.TlaValue;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The comparison of code with spec, both ways: sees every difference that is reachable. */
public final class ComparisonLayer implements KillLayer {

  private final long mostStates;

  /** Creates the layer, which looks for as long as it may. */
  public ComparisonLayer() {
    this(Long.MAX_VALUE);
  }

  /** Creates a layer that sees at most so many states. */
  public ComparisonLayer(long mostStates) {
    this.mostStates = mostStates;
  }

  @Override
  public String name() {
    return "comparison";
  }

  @Override
  public <M> Finding look(Subject<M> subject, Budget budget) throws SpecException {
    ComparisonReport report =
        Comparison.run(
            subject.spec(),
            subject.binding(),
            subject.cluster(),
            budget.atMost(mostStates),
            1,
            progress -> {});
    return new Finding(
        report.verdict() == Verdict.VIOLATED,
        report.elapsed(),
        report
            .divergence()
            .map(found -> OptionalInt.of(found.length()))
            .orElse(OptionalInt.empty()),
        report
            .divergence()
            .map(
                found ->
                    found.kind().word()
                        + found.action().map(action -> " " + brief(action)).orElse(""))
            .orElse(""));
  }

  /** Which step it is: whole messages are left out, for they are long. */
  private static String brief(ActionCall action) {
    return action.arguments().isEmpty()
        ? action.name()
        : action.arguments().stream()
            .map(argument -> argument instanceof TlaValue.RecordOf ? "…" : argument.toString())
            .collect(Collectors.joining(", ", action.name() + "(", ")"));
  }
}
