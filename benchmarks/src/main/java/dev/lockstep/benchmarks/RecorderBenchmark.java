package dev.lockstep.benchmarks;

import static dev.lockstep.recorder.Operator.ADD_ELEMENT;

import dev.lockstep.recorder.LogBuilder;
import dev.lockstep.recorder.NodeRecorder;
import dev.lockstep.recorder.Stamp;
import dev.lockstep.recorder.TraceLog;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time that a program spends on recording one event, beside that of writing the same bytes,
 * ready made, with a plain {@link BufferedWriter}. Files are in the folder for temporary files. Run
 * it with {@code -t 1} and {@code -t 4}: each thread is a node, and all write to one log. What to
 * compare are medians, which do not mind when the system is busy with something else for a while.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class RecorderBenchmark {

  private static final int BUFFER_BYTES = 1 << 16;

  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private TraceLog eachLine;

  @SuppressWarnings("NullAway.Init")
  private TraceLog buffered;

  @SuppressWarnings("NullAway.Init")
  private BufferedWriter plain;

  /** What {@link #record} writes. */
  @SuppressWarnings("NullAway.Init")
  private String line;

  private final AtomicInteger nodes = new AtomicInteger();

  /** A thread, which is a node. */
  @State(Scope.Thread)
  public static class Node {

    private String name = "";

    /** Finds a name. */
    @Setup
    public void name(RecorderBenchmark benchmark) {
      name = "rm" + benchmark.nodes.incrementAndGet();
    }
  }

  /** Opens files, new ones for each iteration, so that none grows without end. */
  @Setup(Level.Iteration)
  public void open() throws IOException {
    folder = Files.createTempDirectory("lockstep-benchmark");
    eachLine = log().open(folder.resolve("each-line"));
    buffered = log().buffered(BUFFER_BYTES).open(folder.resolve("buffered"));
    plain = Files.newBufferedWriter(folder.resolve("plain"));
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    try (TraceLog log = log().to(sample)) {
      record(log.node("rm1"));
    }
    line = sample.toString(StandardCharsets.UTF_8).lines().toList().get(1) + "\n";
  }

  /** Removes the files. */
  @TearDown(Level.Iteration)
  public void remove() throws IOException {
    eachLine.close();
    buffered.close();
    plain.close();
    for (String name : Set.of("each-line", "buffered", "plain")) {
      Files.delete(folder.resolve(name));
    }
    Files.delete(folder);
  }

  /** An event, with the operating system when the call returns. */
  @Benchmark
  public Stamp eachLine(Node node) {
    return record(eachLine.node(node.name));
  }

  /** An event, in a buffer when the call returns. */
  @Benchmark
  public Stamp buffered(Node node) {
    return record(buffered.node(node.name));
  }

  /** An event that goes nowhere. */
  @Benchmark
  public Stamp off(Node node) {
    return record(TraceLog.none().node(node.name));
  }

  /** The bytes of an event, flushed. */
  @Benchmark
  public void plainEachLine() throws IOException {
    plain.write(line);
    plain.flush();
  }

  /** The bytes of an event, in a buffer. */
  @Benchmark
  public void plainBuffered() throws IOException {
    plain.write(line);
  }

  private static LogBuilder log() {
    return TraceLog.of("TwoPhaseCommit").constant("RM", Set.of("rm1"));
  }

  private static Stamp record(NodeRecorder node) {
    return node.event("RMPrepare")
        .arg(node.name())
        .observe("rmState/rm1", "prepared")
        .observe("rmLog/rm1", "prepared")
        .change("msgs", ADD_ELEMENT, Map.of("type", "Prepared", "rm", "rm1"))
        .sent("m1")
        .record();
  }
}
