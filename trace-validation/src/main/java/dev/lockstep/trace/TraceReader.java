package dev.lockstep.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads trace format v1: one JSON object a line, first a header, then the events of its run; a
 * further header starts a further run. Holds one line in memory.
 */
public final class TraceReader implements TraceSource {

  /** The longest line that is read unless the caller says otherwise: 16 MiB. */
  public static final int DEFAULT_MAX_LINE_BYTES = 16 << 20;

  private final LineReader lines;
  private Optional<String> pending = Optional.empty();
  private boolean started;

  private TraceReader(LineReader lines) {
    this.lines = lines;
  }

  /** Opens {@code file}. */
  public static TraceReader open(Path file) throws TraceException {
    return open(file, DEFAULT_MAX_LINE_BYTES);
  }

  /** Opens {@code file}, in which no line is longer than {@code maxLineBytes}. */
  public static TraceReader open(Path file, int maxLineBytes) throws TraceException {
    return new TraceReader(LineReader.open(file, maxLineBytes));
  }

  /** Reads from {@code input}, which messages call {@code name}. */
  public static TraceReader of(String name, InputStream input) {
    return of(name, input, DEFAULT_MAX_LINE_BYTES);
  }

  /** Reads from {@code input}, in which no line is longer than {@code maxLineBytes}. */
  public static TraceReader of(String name, InputStream input, int maxLineBytes) {
    return new TraceReader(LineReader.of(name, input, maxLineBytes));
  }

  @Override
  public String name() {
    return lines.name();
  }

  @Override
  public Optional<TraceHeader> nextRun() throws TraceException {
    boolean more = started;
    while (more) {
      more = nextEvent().isPresent();
    }
    Optional<String> text = pending.isPresent() ? pending : lines.next();
    pending = Optional.empty();
    if (text.isEmpty()) {
      if (!started) {
        throw new TraceException(
            name(),
            0,
            0,
            "the file is empty; the first line must be a header such as"
                + " {\"lockstep-trace\":1,\"spec\":\"TwoPhaseCommit\",\"constants\":{}}",
            null);
      }
      return Optional.empty();
    }
    started = true;
    return Optional.of(HeaderLine.read(name(), lines.lineNumber(), text.get()));
  }

  @Override
  public Optional<TraceEvent> nextEvent() throws TraceException {
    if (!started) {
      throw new IllegalStateException("call nextRun first");
    }
    if (pending.isPresent()) {
      return Optional.empty();
    }
    Optional<String> text = lines.next();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (HeaderLine.isHeader(name(), lines.lineNumber(), text.get())) {
      pending = text;
      return Optional.empty();
    }
    return Optional.of(EventLine.read(new Origin(name(), lines.lineNumber()), text.get()));
  }

  /**
   * Reads {@code text} as the header of a run, if it is one.
   *
   * @param file what messages call the file
   * @param line the number of the line in the file
   */
  public static Optional<TraceHeader> header(String file, int line, String text)
      throws TraceException {
    return HeaderLine.isHeader(file, line, text)
        ? Optional.of(HeaderLine.read(file, line, text))
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
