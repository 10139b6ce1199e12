package dev.lockstep.recorder;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log of a run, in Lockstep's trace format v1, that the running program itself writes.
 *
 * <pre>{@code
 * try (TraceLog log = TraceLog.of("TwoPhaseCommit").constant("RM", Set.of("rm1", "rm2")).open(path)) {
 *   NodeRecorder rm1 = log.node("rm1");
 *   Stamp stamp = rm1.event("RMPrepare").arg("rm1").observe("rmState/rm1", "prepared").record();
 *   // send the vote, and the stamp with it
 * }
 * }</pre>
 *
 * <p>One log for each node, which is how nodes in processes of their own do it, or one log for
 * several nodes.
 *
 * <p><b>What is kept.</b> A line is written by one call, whole. When {@link Event#record} returns,
 * the line is with the operating system: it outlives the process, not a loss of power. A
 * {@linkplain LogBuilder#buffered buffered} log keeps lines in memory until its buffer is full, and
 * a crash loses those.
 *
 * <p><b>Errors.</b> A log is the beginning of what happened, never a selection: a missing event
 * makes a correct run look wrong. So after a write that failed, nothing more is written. Every
 * later {@link Event#record} throws; or, with a {@linkplain LogBuilder#onError handler}, the
 * handler is told once, nothing is thrown, and the program goes on without its log.
 *
 * <p>Safe for use by several threads.
 */
public final class TraceLog implements Closeable, Flushable {

  private static final TraceLog NONE = new TraceLog(null, 0, false, null, Map.of());

  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentMap<String, NodeRecorder> nodes = new ConcurrentHashMap<>();
  private final @Nullable OutputStream output;
  private final int bufferBytes;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private final boolean vectors;
  private final @Nullable Consumer<? super Exception> handler;
  private final Map<String, Stamp> earlier;

  /** Whether the handler was told of an error, after which nothing is written. */
  private final AtomicBoolean ended = new AtomicBoolean();

  private @Nullable IOException broken;
  private boolean closed;

  /**
   * Creates a log.
   *
   * @param output where to; null for nowhere
   * @param bufferBytes how many bytes are kept back; 0 for none
   * @param earlier the stamps of the nodes' last events in the run that this log goes on with
   */
  TraceLog(
      @Nullable OutputStream output,
      int bufferBytes,
      boolean vectors,
      @Nullable Consumer<? super Exception> handler,
      Map<String, Stamp> earlier) {
    this.output = output;
    this.bufferBytes = bufferBytes;
    this.vectors = vectors;
    this.handler = handler;
    this.earlier = Map.copyOf(earlier);
  }

  /** Starts to describe a log of a run of the spec whose module is called {@code spec}. */
  public static LogBuilder of(String spec) {
    return new LogBuilder(spec);
  }

  /**
   * Returns a log that is off: everything that is told to it is forgotten at once. Its stamps know
   * nothing, so switch a system's logs on and off together.
   */
  public static TraceLog none() {
    return NONE;
  }

  /**
   * Returns the text of a place: {@code place("log", "n/1", 3)} is {@code log/n~11/3}.
   *
   * @param variable a variable of the spec
   * @param path keys on the way into its value: a String, enum, boolean or integer each; positions
   *     in a sequence count from 1
   * @throws IllegalArgumentException if it is none
   */
  public static String place(String variable, Object... path) {
    try {
      return Places.of(variable, path);
    } catch (BadValueException e) {
      throw new IllegalArgumentException(variable + ": " + e.getMessage(), e);
    }
  }

  /** Returns the recorder of the node {@code name}: the same for each call with that name. */
  public NodeRecorder node(String name) {
    try {
      Values.text(name);
    } catch (BadValueException e) {
      throw new IllegalArgumentException("the name of a node: " + e.getMessage(), e);
    }
    if (isNone()) {
      // One log for the whole program, which should not collect the names of all nodes ever.
      return new NodeRecorder(this, name, Stamp.NONE);
    }
    NodeRecorder known = nodes.get(name);
    return known != null
        ? known
        : nodes.computeIfAbsent(
            name, key -> new NodeRecorder(this, key, earlier.getOrDefault(key, Stamp.NONE)));
  }

  /**
   * Returns whether events are written: false for {@link #none}, and after an error was handled. To
   * ask before computing something that only the log needs.
   */
  public boolean isOn() {
    return output != null && !hasEnded();
  }

  /** Hands what is buffered to the operating system. */
  @Override
  public void flush() {
    finish(false);
  }

  /** Writes what is buffered and closes the file or stream. A second call does nothing. */
  @Override
  public void close() {
    finish(true);
  }

  boolean isNone() {
    return output == null;
  }

  boolean hasVectors() {
    return vectors;
  }

  boolean hasEnded() {
    return ended.get();
  }

  /**
   * Writes {@code line}, whole or not at all as far as this program knows.
   *
   * @throws IOException if that failed, now or earlier
   * @throws IllegalStateException if the log is closed
   */
  void write(byte[] line) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the log is closed; this event came too late");
      }
      if (bufferBytes == 0) {
        hand(line);
        return;
      }
      if (buffer.size() + line.length > bufferBytes) {
        drain();
      }
      buffer.writeBytes(line);
    } finally {
      lock.unlock();
    }
  }

  /** Tells the handler, the first time; without a handler, throws. */
  void report(Exception problem) {
    if (handler == null) {
      if (problem instanceof IOException failed) {
        throw new UncheckedIOException("the log could not be written: " + problem, failed);
      }
      throw (RuntimeException) problem;
    }
    if (ended.compareAndSet(false, true)) {
      handler.accept(problem);
    }
  }

  private void finish(boolean forever) {
    if (output == null) {
      return;
    }
    IOException problem = null;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = forever;
      try (OutputStream last = forever ? output : OutputStream.nullOutputStream()) {
        // What a write already failed with was reported then.
        if (broken == null) {
          drain();
        }
        last.flush();
      }
    } catch (IOException e) {
      problem = e;
    } finally {
      lock.unlock();
    }
    if (problem != null) {
      report(problem);
    }
  }

  private void drain() throws IOException {
    if (buffer.size() > 0) {
      hand(buffer.toByteArray());
      buffer.reset();
    }
  }

  /** Hands whole lines to the stream; where that fails, part of them may have been written. */
  private void hand(byte[] lines) throws IOException {
    if (broken != null) {
      throw new IOException("this log ended when a write failed: " + broken.getMessage(), broken);
    }
    if (output == null) {
      return;
    }
    try {
      output.write(lines);
      output.flush();
    } catch (IOException e) {
      broken = e;
      throw e;
    } catch (RuntimeException e) {
      broken = new IOException(e.toString(), e);
      throw broken;
    }
  }
}
