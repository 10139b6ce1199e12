package dev.lockstep.corpus;

import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceException;
import java.util.List;
import java.util.Optional;

/**
 * A log with its runs, as far as it could be read.
 *
 * @param name the log, as the user named it
 * @param runs its runs
 * @param error why the rest could not be read
 */
public record LogReport(String name, List<RunReport> runs, Optional<TraceException> error) {

  /** Copies the runs. */
  public LogReport {
    runs = List.copyOf(runs);
  }

  /** Returns the worst verdict of its runs; nothing if the log is bad input. */
  public Optional<Verdict> verdict() {
    return error.isPresent()
        ? Optional.empty()
        : Optional.of(
            Verdict.worstOf(runs.stream().map(run -> run.validation().verdict()).toList()));
  }
}
