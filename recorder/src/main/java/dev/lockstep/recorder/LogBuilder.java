package dev.lockstep.recorder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a log: what its header says, and how it is written.
 *
 * @see TraceLog#of
 */
public final class LogBuilder {

  private enum Existing {
    REFUSE,
    NEW_RUN,
    SAME_RUN
  }

  private final String spec;
  private final Map<String, @Nullable Object> constants = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> state = new LinkedHashMap<>();
  private @Nullable String protocol;
  private @Nullable Long seed;
  private int bufferBytes;
  private boolean vectors = true;
  private Existing existing = Existing.REFUSE;
  private @Nullable Consumer<? super Exception> handler;

  LogBuilder(String spec) {
    this.spec = checked("the name of the spec", () -> Values.text(spec));
  }

  /**
   * Gives a constant of the spec its value; all constants need one. For values see {@link Event}.
   */
  public LogBuilder constant(String name, Object value) {
    return put("constant", constants, name, value);
  }

  /** Names the protocol in Lockstep's catalog, if it is one of these. */
  public LogBuilder protocol(String name) {
    protocol = checked("the name of the protocol", () -> Values.text(name));
    return this;
  }

  /** Tells the seed from which the run can be repeated. */
  public LogBuilder seed(long number) {
    seed = number;
    return this;
  }

  /** Says that {@code place} has {@code value} in the initial state. */
  public LogBuilder initially(String place, @Nullable Object value) {
    checked(place, () -> Places.checked(place));
    return put("initially", state, place, value);
  }

  /**
   * Leaves vector clocks out: lines get shorter, and the order of the lines is all that is known of
   * the order of events. For a log that all nodes share.
   */
  public LogBuilder withoutVectors() {
    vectors = false;
    return this;
  }

  /** Keeps lines in memory until there are {@code bytes} of them. A crash loses those. */
  public LogBuilder buffered(int bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("a buffer has 1 byte or more, not " + bytes);
    }
    bufferBytes = bytes;
    return this;
  }

  /**
   * Has {@code tell} told of the first error, in the thread in which it happened: an {@link
   * IOException} for a write that failed, an {@link IllegalArgumentException} for a bad value, an
   * {@link IllegalStateException} for an event after the log was closed. From then on nothing is
   * written and nothing thrown. Without a handler, errors are thrown.
   */
  public LogBuilder onError(Consumer<? super Exception> tell) {
    handler = tell;
    return this;
  }

  /**
   * Lets a file that is there have a further run at its end. Without this or {@link #continueRun},
   * such a file is refused.
   */
  public LogBuilder appendRun() {
    existing = Existing.NEW_RUN;
    return this;
  }

  /**
   * Lets a file that is there go on with its last run: for a process that crashed and is back.
   * Nodes count on from their last recorded events. The file must have the header that this log
   * would get.
   */
  public LogBuilder continueRun() {
    existing = Existing.SAME_RUN;
    return this;
  }

  /**
   * Opens a log in {@code file}, which must not be there, unless {@link #appendRun} or {@link
   * #continueRun} was called. These cut off an unfinished last line, which a crash left behind. One
   * log at a time may write to a file.
   *
   * @throws FileAlreadyExistsException if it is there
   * @throws IOException if it cannot be written, or is no log that this one could be added to; also
   *     if there is a handler of errors
   */
  public TraceLog open(Path file) throws IOException {
    byte[] header = header();
    if (existing == Existing.REFUSE) {
      try {
        return start(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            header);
      } catch (FileAlreadyExistsException e) {
        FileAlreadyExistsException refused =
            new FileAlreadyExistsException(
                file.toString(),
                null,
                "a log is not overwritten; take another name, or see appendRun and continueRun");
        refused.initCause(e);
        throw refused;
      }
    }
    EarlierLog earlier = EarlierLog.repair(file);
    OutputStream output =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (existing == Existing.NEW_RUN || earlier.isEmpty()) {
      return start(output, header);
    }
    try {
      return new TraceLog(output, bufferBytes, vectors, handler, earlier.stamps(header));
    } catch (IOException e) {
      output.close();
      throw e;
    }
  }

  /**
   * Starts a log in {@code output}, which is flushed after each line and closed with the log.
   *
   * @throws IOException if the header cannot be written; also if there is a handler of errors
   */
  public TraceLog to(OutputStream output) throws IOException {
    return start(output, header());
  }

  private TraceLog start(OutputStream output, byte[] header) throws IOException {
    try {
      output.write(header);
      output.flush();
    } catch (IOException e) {
      try (output) {
        throw e;
      }
    }
    return new TraceLog(output, bufferBytes, vectors, handler, Map.of());
  }

  private byte[] header() throws IOException {
    return new Line.Header(spec, protocol, constants, seed, state).toBytes();
  }

  private LogBuilder put(
      String what, Map<String, @Nullable Object> to, String name, @Nullable Object value) {
    if (to.containsKey(checked(what, () -> Values.text(name)))) {
      throw new IllegalArgumentException(what + " " + name + " is there twice");
    }
    try {
      to.put(name, Values.copy(value));
    } catch (BadValueException e) {
      throw new IllegalArgumentException(what + " " + name + ": " + e.getMessage(), e);
    }
    return this;
  }

  private static String checked(String what, Check check) {
    try {
      return check.run();
    } catch (BadValueException e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
  }

  /** A check of a text that the caller gave. */
  private interface Check {
    String run() throws BadValueException;
  }
}
