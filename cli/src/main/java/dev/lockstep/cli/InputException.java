package dev.lockstep.cli;

import java.nio.file.Path;

/**
 * Something the user gave that cannot be used: a file that is missing or malformed, a name that
 * nobody has, options that do not fit together. Says what is wrong, where, and what to do; ends the
 * command with exit code 2.
 */
final class InputException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;
  private final String hint;

  private InputException(String file, int line, int column, String message, String hint) {
    super(message);
    this.file = file;
    this.line = line;
    this.column = column;
    this.hint = hint;
  }

  /** Something is wrong with what was typed. */
  static InputException of(String message) {
    return new InputException("", 0, 0, message, "");
  }

  /** Something is wrong with {@code file} as a whole. */
  static InputException in(Path file, String message) {
    return new InputException(file.toString(), 0, 0, message, "");
  }

  /**
   * Something is wrong in {@code file}.
   *
   * @param line counted from 1, or 0 if unknown
   * @param column counted from 1, or 0 if unknown
   */
  static InputException at(String file, int line, int column, String message) {
    return new InputException(file, line, column, message, "");
  }

  /** Returns the same with a sentence about what to do. */
  InputException hint(String sentence) {
    return new InputException(file, line, column, String.valueOf(getMessage()), sentence);
  }

  /** Returns the file, or an empty string. */
  String file() {
    return file;
  }

  /** Returns the line, counted from 1, or 0 if unknown. */
  int line() {
    return line;
  }

  /** Returns the column, counted from 1, or 0 if unknown. */
  int column() {
    return column;
  }

  /** Returns what to do, or an empty string. */
  String hint() {
    return hint;
  }
}
