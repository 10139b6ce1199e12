package dev.lockstep.verification;

import dev.lockstep.catalog.PinnedCheck;
import dev.lockstep.conformance.ConformanceReport;
import dev.lockstep.mutants.KillMatrix;
import java.time.Duration;

/** What one piece of work found. */
sealed interface Piece {

  /** TLC has checked a model. */
  record Checked(PinnedCheck check, boolean refinement) implements Piece {}

  /** Code and spec were compared in a model. */
  record Compared(ConformanceReport report) implements Piece {}

  /** Runs were simulated and validated. */
  record Simulated(Runs runs) implements Piece {}

  /** One layer has looked at all mutants. */
  record Hunted(KillMatrix matrix, Duration elapsed) implements Piece {}

  /** All layers have looked at the faults that are in spec and code at once. */
  record Shared(KillMatrix matrix, Duration elapsed) implements Piece {}

  /** It could not be done. */
  record Failed(Question question, String problem) implements Piece {}
}
