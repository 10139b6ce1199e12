package dev.lockstep.conformance;

import dev.lockstep.catalog.Model;
import dev.lockstep.tlc.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The result of comparing the code of a protocol with one of its models: the comparison itself, and
 * whether it saw as many states and edges as TLC's own checker.
 *
 * @param protocol the name of the protocol
 * @param model the model, with what is pinned for it
 * @param comparison the result of the comparison
 */
public record ConformanceReport(String protocol, Model model, ComparisonReport comparison) {

  /**
   * Returns the verdict: that of the comparison, but if it holds and its counts are not the pinned
   * ones, violated.
   */
  public Verdict verdict() {
    return comparison.verdict() == Verdict.HOLDS && countMismatch().isPresent()
        ? Verdict.VIOLATED
        : comparison.verdict();
  }

  /**
   * Returns which count differs from the pinned one, as a sentence, or empty if none does, if the
   * comparison did not end, or if declared freedoms were used, since the code has fewer steps then.
   */
  public Optional<String> countMismatch() {
    if (comparison.verdict() != Verdict.HOLDS
        || comparison.latitude().stream().anyMatch(freedom -> freedom.edges() > 0)) {
      return Optional.empty();
    }
    return differs("distinct states", comparison.states(), model.distinct())
        .or(() -> differs("edges", comparison.edges(), pinnedEdges()));
  }

  /** Returns the pinned number of edges: TLC's total counts each edge and each initial state. */
  public OptionalLong pinnedEdges() {
    return model.total().isPresent()
        ? OptionalLong.of(model.total().getAsLong() - comparison.initialStates())
        : OptionalLong.empty();
  }

  private static Optional<String> differs(String what, long counted, OptionalLong pinned) {
    return pinned.isEmpty() || pinned.getAsLong() == counted
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "counted %,d %s, but %,d are pinned for TLC",
                counted,
                what,
                pinned.getAsLong()));
  }
}
