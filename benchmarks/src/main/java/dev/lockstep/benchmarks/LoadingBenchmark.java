package dev.lockstep.benchmarks;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What loading a spec takes: where it is closed again, so that the next one gets its copy of TLC's
 * classes, and where it is not, so that the next one has to define a copy of its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class LoadingBenchmark extends TlcBenchmark {

  /** Loads a spec, computes its first steps and closes it. */
  @Benchmark
  public int loadAndClose() throws SpecException {
    try (Spec spec = RandomWalk.twoPhaseCommit()) {
      return steps(spec);
    }
  }

  /** Loads a spec, computes its first steps and forgets it. */
  @Benchmark
  @SuppressWarnings("resource") // Not to close it is what is measured.
  public int loadAndForget() throws SpecException {
    return steps(RandomWalk.twoPhaseCommit());
  }

  private static int steps(Spec spec) throws SpecException {
    return spec.successors(spec.initialStates().getFirst()).size();
  }
}
