package dev.lockstep.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory that goes away with {@link #close} or, at the latest, with the JVM. Safe for use by
 * several threads.
 */
public final class TemporaryDirectory implements AutoCloseable {

  private final Path path;
  private final Thread atExit;

  private TemporaryDirectory(Path path) {
    this.path = path;
    this.atExit = new Thread(this::delete, "lockstep-delete-temporary");
  }

  /**
   * Makes one.
   *
   * @param prefix what its name begins with
   * @throws UncheckedIOException if none can be made
   */
  public static TemporaryDirectory create(String prefix) {
    try {
      TemporaryDirectory made = new TemporaryDirectory(Files.createTempDirectory(prefix));
      // What the user ends from outside may have written a lot by then.
      Runtime.getRuntime().addShutdownHook(made.atExit);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory can be made", e);
    }
  }

  /** Returns where it is. */
  public Path path() {
    return path;
  }

  /** Deletes it and all that is in it. */
  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook finds nothing left to delete.
      return;
    }
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A run that nobody waits for any more may still write; the rest goes with the JVM.
      path.toFile().deleteOnExit();
    }
  }
}
