package dev.lockstep.simulation;

import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The log of one run as a file that is never half there: it is written under another name and gets
 * its own once it is complete. Not safe for use by several threads.
 */
final class LogFile implements AutoCloseable {

  private final Path file;
  private final Path unfinished;
  private final TraceWriter writer;
  private boolean finished;

  private LogFile(Path file, Path unfinished, TraceWriter writer) {
    this.file = file;
    this.unfinished = unfinished;
    this.writer = writer;
  }

  /** Returns {@code PROTOCOL-SEED-RUN.ndjson} in {@code folder}. */
  static Path of(Path folder, String protocol, long seed, long run) {
    return folder.resolve(protocol + "-" + seed + "-" + run + ".ndjson");
  }

  /** Starts {@code file} with its header. */
  static LogFile start(Path file, TraceHeader header) throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    LogFile log =
        new LogFile(
            file,
            unfinished,
            new TraceWriter(new BufferedOutputStream(Files.newOutputStream(unfinished))));
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
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
  }

  /** Removes what is not finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      writer.close();
      Files.deleteIfExists(unfinished);
    }
  }
}
