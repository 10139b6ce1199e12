package dev.lockstep.trace;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file that is there as a whole or not at all: it is written aside and gets its name when it is
 * finished. Whoever reads meanwhile reads the old one.
 *
 * <p>Not safe for use by several threads; several files of the same name may be under way, and the
 * last to be finished stays.
 */
public final class WholeFile implements Closeable {

  private static final AtomicLong STARTED = new AtomicLong();

  private final Path file;
  private final Path unfinished;
  private final OutputStream output;

  private WholeFile(Path file, Path unfinished) throws IOException {
    this.file = file;
    this.unfinished = unfinished;
    this.output =
        new BufferedOutputStream(
            Files.newOutputStream(
                unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {

    /** Writes to {@code output}, and may close it. */
    void to(OutputStream output) throws IOException;
  }

  /**
   * Writes {@code file}, or leaves what there was.
   *
   * @throws IOException if it cannot be written, or {@code content} fails
   */
  public static void write(Path file, Content content) throws IOException {
    try (WholeFile whole = start(file)) {
      content.to(whole.output());
      whole.finish();
    }
  }

  /** Starts to write {@code file}. */
  public static WholeFile start(Path file) throws IOException {
    // Not a temporary file, for that nobody else could read.
    String aside =
        ".%s.%d-%d.unfinished"
            .formatted(
                file.getFileName(), ProcessHandle.current().pid(), STARTED.incrementAndGet());
    return new WholeFile(file, file.resolveSibling(aside));
  }

  /** Returns where the content goes. */
  public OutputStream output() {
    return output;
  }

  /** Gives the file its name. */
  public void finish() throws IOException {
    output.close();
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes what is not finished. */
  @Override
  public void close() throws IOException {
    try {
      output.close();
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
