package dev.lockstep.benchmarks;

import dev.lockstep.history.History;
import dev.lockstep.history.HistoryReader;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Keys;
import dev.lockstep.history.Value;
import dev.lockstep.history.linearizability.Budget;
import dev.lockstep.history.linearizability.LinearizabilityChecker;
import dev.lockstep.history.model.Model;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long it takes to read a linearizable key-value history, and to find that it is one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class HistoryBenchmark {

  /** How long the history is. */
  @Param({"50000", "500000"})
  public int operations;

  /** How many clients there are at a time. */
  @Param({"20"})
  public int clients;

  /** How many keys there are. */
  @Param({"10", "1000"})
  public int keys;

  private byte[] text = new byte[0];

  /** Writes the history. */
  @Setup
  public void write() throws Exception {
    StringWriter out = new StringWriter();
    WriteHistory.keyValue(out, operations, clients, keys);
    text = out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads and checks it. */
  @Benchmark
  public HistoryVerdict check() throws Exception {
    History history =
        HistoryReader.read("benchmark", new ByteArrayInputStream(text), Keys.FIELD_OR_PAIR);
    return new LinearizabilityChecker(
            Model.KEY_VALUE,
            Value.Nil.NIL,
            Budget.DEFAULT,
            Runtime.getRuntime().availableProcessors())
        .check(history)
        .verdict();
  }
}
