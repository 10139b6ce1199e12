package dev.lockstep.benchmarks;

import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The question that everything else asks: which steps does the spec allow in this state? Asked for
 * all steps, as the comparison does, and for one action instance, as the validation of a log does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SuccessorsBenchmark extends TlcBenchmark {

  private static final int STATES = 1_000;
  private static final long SEED = 1;

  @SuppressWarnings("NullAway.Init")
  private Spec spec;

  private List<SpecStep> walk = List.of();
  private List<SpecState> before = List.of();

  /** Loads the spec and walks through it. */
  @Setup
  public void walk() throws SpecException {
    spec = RandomWalk.twoPhaseCommit();
    List<SpecStep> steps = RandomWalk.of(spec, STATES + 1, SEED);
    before = steps.subList(0, STATES).stream().map(SpecStep::target).toList();
    walk = steps.subList(1, STATES + 1);
  }

  /** Closes the spec. */
  @TearDown
  public void close() {
    spec.close();
  }

  /** All steps of a state. */
  @Benchmark
  @OperationsPerInvocation(STATES)
  public void allSteps(Blackhole sink) throws SpecException {
    for (SpecState state : before) {
      sink.consume(spec.successors(state));
    }
  }

  /** The steps of one action instance in a state. */
  @Benchmark
  @OperationsPerInvocation(STATES)
  public void stepsOfOneAction(Blackhole sink) throws SpecException {
    for (int i = 0; i < STATES; i++) {
      sink.consume(spec.successors(before.get(i), only(walk.get(i))));
    }
  }

  private static ActionFilter only(SpecStep step) {
    String action = step.action().name();
    List<TlaValue> wanted = step.action().arguments();
    return new ActionFilter() {
      @Override
      public boolean wantsName(String name) {
        return name.equals(action);
      }

      @Override
      public boolean wants(String name, List<TlaValue> arguments) {
        return name.equals(action) && arguments.equals(wanted);
      }
    };
  }
}
