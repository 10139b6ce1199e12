package dev.lockstep.cli;

import dev.lockstep.simulation.Campaign;
import dev.lockstep.simulation.RunResult;
import dev.lockstep.simulation.ShortestRun;
import dev.lockstep.simulation.Summary;
import dev.lockstep.simulation.Violation;
import dev.lockstep.tlc.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is shown of a simulation, once it is all known.
 *
 * @param protocol what was simulated
 * @param nodes how many participants or processes
 * @param mutant the wrong version of the code, if it was one
 * @param campaign the runs that were asked for
 * @param summary what they came to
 * @param elapsed how long they took
 * @param neverTaken the actions of the spec that no run took
 * @param shortest the first violation in as few steps as were found
 * @param again the command that repeats it, if there is one
 */
record SimulationReport<M>(
    String protocol,
    int nodes,
    Optional<String> mutant,
    Campaign<M> campaign,
    Summary<M> summary,
    Duration elapsed,
    List<String> neverTaken,
    Optional<ShortestRun<M>> shortest,
    String again) {

  private static final int LAST_LINES = 12;

  Verdict verdict() {
    if (summary.first().isPresent()) {
      return Verdict.VIOLATED;
    }
    return summary.unfinished() > 0 ? Verdict.INCONCLUSIVE : Verdict.HOLDS;
  }

  long stepsPerSecond() {
    return perSecond((double) summary.steps());
  }

  double virtualSeconds() {
    return summary.micros() / 1e6;
  }

  long virtualSecondsPerSecond() {
    return perSecond(virtualSeconds());
  }

  private long perSecond(double amount) {
    return Math.round(amount / Math.max(elapsed.toNanos() / 1e9, 1e-9));
  }

  Optional<Path> log(RunResult<M> result) {
    return campaign.directory().map(directory -> campaign.file(directory, result.run()));
  }

  /** The last steps of the run that broke a property. */
  static List<String> lastSteps(Violation<?> violation) {
    List<String> lines = violation.lines();
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
  }
}
