package dev.lockstep.trace;

import org.jspecify.annotations.Nullable;

/**
 * A log that cannot be read: not a verdict about the run. The message is for the user: what was
 * expected, what was found and what to do; file, line and column stand in front of it.
 */
public final class TraceException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;
  private final String problem;

  /**
   * Creates the error.
   *
   * @param file the file, as the user named it
   * @param line the line, counted from 1, or 0 for the file as a whole
   * @param column the column, counted from 1, or 0 for the line as a whole
   */
  public TraceException(
      String file, int line, int column, String message, @Nullable Throwable cause) {
    super(position(file, line, column) + message, cause);
    this.file = file;
    this.line = line;
    this.column = column;
    this.problem = message;
  }

  /** Returns the message without the position. */
  public String problem() {
    return problem;
  }

  /** Returns the file, as the user named it. */
  public String file() {
    return file;
  }

  /** Returns the line, counted from 1, or 0 for the file as a whole. */
  public int line() {
    return line;
  }

  /** Returns the column, counted from 1, or 0 for the line as a whole. */
  public int column() {
    return column;
  }

  private static String position(String file, int line, int column) {
    return file + (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column) + ": ";
  }
}
