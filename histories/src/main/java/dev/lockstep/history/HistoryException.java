package dev.lockstep.history;

/** A log that cannot be read, or says what cannot be: where, what is wrong, and what to do. */
public final class HistoryException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;
  private final String hint;

  /**
   * Creates one.
   *
   * @param line counted from 1, or 0 if unknown
   * @param column counted from 1, or 0 if unknown
   * @param hint what to do, a sentence, or an empty string
   */
  public HistoryException(String file, int line, int column, String problem, String hint) {
    super(problem);
    this.file = file;
    this.line = line;
    this.column = column;
    this.hint = hint;
  }

  /** Creates one about a line. */
  public HistoryException(String file, int line, String problem, String hint) {
    this(file, line, 0, problem, hint);
  }

  /** Returns the name of the file. */
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

  /** Returns what is wrong. */
  public String problem() {
    return String.valueOf(getMessage());
  }

  /** Returns what to do, or an empty string. */
  public String hint() {
    return hint;
  }
}
