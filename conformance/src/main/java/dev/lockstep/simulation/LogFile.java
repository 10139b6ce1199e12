package dev.lockstep.simulation;

import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceWriter;
import dev.lockstep.trace.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The log of one run as a file that is never half there: it is written under another name and gets
 * its own once it is complete. Not safe for use by several threads.
 */
final class LogFile implements AutoCloseable {

  private final WholeFile file;
  private final TraceWriter writer;

  private LogFile(WholeFile file) {
    this.file = file;
    this.writer = new TraceWriter(file.output());
  }

  /** Returns {@code PROTOCOL-SEED-RUN.ndjson} in {@code folder}. */
  static Path of(Path folder, String protocol, long seed, long run) {
    return folder.resolve(protocol + "-" + seed + "-" + run + ".ndjson");
  }

  /** Starts {@code file} with its header. */
  static LogFile start(Path file, TraceHeader header) throws IOException {
    LogFile log = new LogFile(WholeFile.start(file));
    log.writer.header(header);
    return log;
  }

  /** Adds an event; what the disk says against it is an {@link UncheckedIOException}. */
  void add(TraceEvent event) {
    try {
      writer.event(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the file its name. */
  void finish() throws IOException {
    writer.close();
    file.finish();
  }

  /** Removes what is not finished. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
