package dev.lockstep.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that a verb is to write. */
final class OutputFile {

  private OutputFile() {}

  /** Finds out before anything long begins that {@code file} cannot be written. */
  static void check(Path file) throws InputException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw InputException.in(file, "the directory of this file does not exist");
    }
    if (Files.isDirectory(file)) {
      throw InputException.in(file, "should be a file, but is a directory");
    }
  }

  /** Checks it if there is one. */
  static void check(Optional<Path> file) throws InputException {
    if (file.isPresent()) {
      check(file.get());
    }
  }
}
