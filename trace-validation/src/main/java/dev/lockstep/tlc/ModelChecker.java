package dev.lockstep.tlc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** TLC's own checker, unchanged, on a model: a spec with a configuration. */
public final class ModelChecker {

  /** What the checker says while it runs. */
  public record Progress(long generated, long distinct, long queued, int depth, Duration elapsed) {}

  /** One state of a counterexample and the action that led to it; the first has none. */
  public record TraceStep(Optional<ActionCall> action, SpecState state) {}

  /**
   * The result.
   *
   * @param verdict holds, or violated
   * @param property the invariant or property that is violated, by its name in the configuration
   * @param trace the counterexample, empty if there is none
   * @param loopsBackTo for a liveness counterexample: the index in {@code trace} of the state that
   *     follows the last; equal to the last index where the run stutters
   * @param generated all states that TLC generated
   * @param distinct the distinct states among them
   */
  public record Result(
      Verdict verdict,
      Optional<String> property,
      List<TraceStep> trace,
      Optional<Integer> loopsBackTo,
      long generated,
      long distinct,
      int depth,
      Duration elapsed) {}

  private ModelChecker() {}
}
