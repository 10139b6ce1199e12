package dev.lockstep.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A command that speaks the line protocol, and how long it may take.
 *
 * @param words the program and its arguments
 * @param directory where it runs; by default where this JVM runs
 * @param startTimeout how long it may take until it says hello
 * @param stepTimeout how long an answer may take
 * @param restartEach whether each path has a process of its own
 */
public record CommandLine(
    List<String> words,
    Optional<Path> directory,
    Duration startTimeout,
    Duration stepTimeout,
    boolean restartEach) {

  /** How long a command may take until it says hello, if nothing else is said. */
  public static final Duration DEFAULT_START = Duration.ofSeconds(20);

  /** How long an answer may take, if nothing else is said. */
  public static final Duration DEFAULT_STEP = Duration.ofSeconds(5);

  /** Copies the words. */
  public CommandLine {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command has at least one word");
    }
  }

  /** Returns the command with the usual time limits, in one process for all paths. */
  public static CommandLine of(List<String> words) {
    return new CommandLine(words, Optional.empty(), DEFAULT_START, DEFAULT_STEP, false);
  }

  /** Returns the command with other time limits. */
  public CommandLine within(Duration start, Duration step) {
    return new CommandLine(words, directory, start, step, restartEach);
  }

  /** Returns the command with a process of its own for each path. */
  public CommandLine restartingEach() {
    return new CommandLine(words, directory, startTimeout, stepTimeout, true);
  }
}
