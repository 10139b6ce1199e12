package dev.lockstep.tlc;

import org.jspecify.annotations.Nullable;

/**
 * A spec or a configuration that cannot be loaded or evaluated: not a verdict about it. The message
 * is for the user: what happened, where, what to do.
 */
public final class SpecException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;

  /**
   * Creates the error.
   *
   * @param file the file or module that is wrong, or empty if none is to blame
   * @param line the line, counted from 1, or 0 if unknown
   * @param column the column, counted from 1, or 0 if unknown
   */
  public SpecException(
      String file, int line, int column, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /** Returns the file or module that is wrong, or an empty string. */
  public String file() {
    return file;
  }

  /** Returns the line, counted from 1, or 0 if unknown. */
  public int line() {
    return line;
  }

  /** Returns the column, counted from 1, or 0 if unknown. */
  public int column() {
    return column;
  }
}
