package dev.lockstep.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

/**
 * Waits for Enter between one step and the next, if somebody sits there and wants to; not any more
 * once standard input has ended.
 */
final class Pause {

  private final Output output;
  private final BufferedReader keys =
      new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
  private boolean wanted;

  /**
   * Creates it.
   *
   * @param wanted whether the verb was asked to go step by step
   */
  Pause(Output output, boolean wanted) {
    this.output = output;
    this.wanted = wanted && output.isInteractive();
  }

  /** Waits. */
  void step() {
    if (wanted) {
      output.out().flush();
      output.note("Enter for the next step ...");
      try {
        wanted = keys.readLine() != null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
