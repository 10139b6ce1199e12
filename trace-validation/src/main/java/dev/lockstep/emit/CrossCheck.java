package dev.lockstep.emit;

import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The verdict of stock TLC on a run: the emitted module, checked by TLC's own checker. It shares
 * nothing with {@code Validator} but the reading of the log and of the spec's text. Safe for use by
 * several threads if each has its own directory.
 */
public final class CrossCheck {

  /**
   * What TLC said.
   *
   * @param verdict holds if TLC found a behaviour that agrees with every event
   * @param matched how many events agree with some behaviour, as far as TLC got
   * @param reason why the verdict is inconclusive, otherwise empty
   * @param emission what TLC was given
   * @param tlc what TLC found
   */
  public record Result(
      Verdict verdict,
      long matched,
      Optional<String> reason,
      Emission emission,
      ModelChecker.Result tlc) {}

  private final Emitter emitter;
  private final Duration budget;

  /**
   * Creates a cross-check.
   *
   * @param budget how long TLC may take for one run
   */
  public CrossCheck(Emitter emitter, Duration budget) {
    this.emitter = emitter;
    this.budget = budget;
  }

  /**
   * Emits a run and has TLC check it.
   *
   * @param directory where the files go; they stay there
   * @throws CannotEmitException if there is no module of which we are sure that it means the same
   * @throws SpecException if TLC cannot evaluate the module
   * @throws InterruptedException if the calling thread was interrupted; TLC has been stopped
   */
  public Result check(TraceHeader header, List<TraceEvent> events, Path directory)
      throws CannotEmitException, SpecException, IOException, InterruptedException {
    try {
      return check(emitter.emit(header, events, Emitter.Values.PLAIN), directory);
    } catch (SpecException e) {
      // TLC does not compare values of different kinds: then each is compared as it was logged.
      try {
        return check(emitter.emit(header, events, Emitter.Values.LOGGED), directory);
      } catch (SpecException again) {
        again.addSuppressed(e);
        throw again;
      }
    }
  }

  /** Has TLC check a single run that was emitted. */
  public Result check(Emission emission, Path directory)
      throws SpecException, IOException, InterruptedException {
    emission.write(directory);
    ModelChecker.Result tlc =
        ModelChecker.check(
            emission.source(directory), ModelChecker.Options.deterministic().withBudget(budget));
    return switch (tlc.verdict()) {
      case VIOLATED -> accepted(emission, tlc);
      case HOLDS -> result(Verdict.VIOLATED, Optional.empty(), emission, tlc);
      case INCONCLUSIVE ->
          result(Verdict.INCONCLUSIVE, Optional.of("TLC: " + tlc.reason()), emission, tlc);
    };
  }

  private static Result accepted(Emission emission, ModelChecker.Result tlc) throws SpecException {
    if (!tlc.property().equals(Optional.of(emission.invariant()))) {
      throw new SpecException(
          emission.module() + ".tla",
          0,
          0,
          "TLC finds something else than whether the run is a behaviour: "
              + tlc.property().orElse("?")
              + " is violated",
          null);
    }
    return new Result(
        Verdict.HOLDS, emission.runs().getFirst().ends().size(), Optional.empty(), emission, tlc);
  }

  private static Result result(
      Verdict verdict, Optional<String> reason, Emission emission, ModelChecker.Result tlc) {
    return new Result(
        verdict,
        emission.runs().getFirst().matched(Math.max(0, tlc.depth() - 1)),
        reason,
        emission,
        tlc);
  }
}
