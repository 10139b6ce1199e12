package dev.lockstep.trace;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file that is there as a whole or not at all: it is written aside and gets its name when it is
 * finished. Whoever reads meanwhile reads the old one. A link stays one, and leads to the new file.
 * What is there and is no file, such as a pipe or a device, is written to directly.
 *
 * <p>Not safe for use by several threads; several files of the same name may be under way, and the
 * last to be finished stays.
 */
public final class WholeFile implements Closeable {

  private static final AtomicLong STARTED = new AtomicLong();

  /** What an interruption has to take away. */
  private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

  static {
    Thread atExit = new Thread(WholeFile::deleteUnfinished, "lockstep-delete-unfinished");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  private final Path file;
  private final Optional<Path> unfinished;
  private final OutputStream output;

  private WholeFile(Path file, Optional<Path> unfinished, OutputStream output) {
    this.file = file;
    this.unfinished = unfinished;
    this.output = new BufferedOutputStream(output);
    unfinished.ifPresent(UNFINISHED::add);
  }

  /** Whoever writes may go on for a moment; there is nobody left to tell what fails. */
  private static void deleteUnfinished() {
    UNFINISHED.removeIf(path -> path.toFile().delete());
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
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return new WholeFile(file, Optional.empty(), Files.newOutputStream(file));
    }
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    // Not a temporary file, for that nobody else could read.
    String aside =
        ".%s.%d-%d.unfinished"
            .formatted(
                target.getFileName(), ProcessHandle.current().pid(), STARTED.incrementAndGet());
    Path unfinished = target.resolveSibling(aside);
    try {
      return new WholeFile(
          target,
          Optional.of(unfinished),
          Files.newOutputStream(
              unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (FileSystemException e) {
      // Nobody knows the name that it has until it is finished.
      throw new FileSystemException(file.toString(), null, "cannot be written there");
    }
  }

  /** Returns where the content goes. */
  public OutputStream output() {
    return output;
  }

  /** Gives the file its name. */
  public void finish() throws IOException {
    output.close();
    if (unfinished.isPresent()) {
      Files.move(
          unfinished.get(),
          file,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes what is not finished. */
  @Override
  public void close() throws IOException {
    try {
      output.close();
    } finally {
      if (unfinished.isPresent()) {
        Files.deleteIfExists(unfinished.get());
        UNFINISHED.remove(unfinished.get());
      }
    }
  }
}
