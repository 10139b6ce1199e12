package dev.lockstep.cli;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * One line on the terminal that says what is going on and is gone afterwards; where there is no
 * terminal, nothing. Safe for use by several threads.
 */
final class Progress implements AutoCloseable {

  private static final long NANOS_BETWEEN = 100_000_000L;

  private final PrintWriter terminal;
  private final boolean visible;
  private final int columns;
  private final LongSupplier nanos;
  private boolean shown;
  private long shownAt;

  /**
   * Creates a line that is still empty.
   *
   * @param columns how wide the terminal is; longer text is cut
   * @param nanos the clock, so that a fast loop does not flood the terminal
   */
  Progress(PrintWriter terminal, boolean visible, int columns, LongSupplier nanos) {
    this.terminal = terminal;
    this.visible = visible;
    this.columns = columns;
    this.nanos = nanos;
  }

  /** Replaces the line by {@code text}, at most ten times a second. */
  synchronized void show(String text) {
    if (!visible || (shown && nanos.getAsLong() - shownAt < NANOS_BETWEEN)) {
      return;
    }
    String line = text.length() < columns ? text : text.substring(0, columns - 1);
    terminal.print("\r\u001B[K" + line);
    terminal.flush();
    shown = true;
    shownAt = nanos.getAsLong();
  }

  /** Clears the line, to print something else. */
  synchronized void clear() {
    if (shown) {
      terminal.print("\r\u001B[K");
      terminal.flush();
      shown = false;
    }
  }

  /** Clears the line. */
  @Override
  public void close() {
    clear();
  }
}
