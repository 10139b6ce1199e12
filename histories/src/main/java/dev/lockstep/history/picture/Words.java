package dev.lockstep.history.picture;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;

/** Operations in words. */
public final class Words {

  private static final int MAX = 100;

  private Words() {}

  /** Returns the call and its answer: {@code write(1)}, {@code read -> 2}, {@code pop -> ?}. */
  public static String call(Operation operation) {
    String call = operation.function();
    if (!operation.argument().isNil()) {
      call += "(" + shorten(operation.argument().toString()) + ")";
    }
    if (operation.isPending()) {
      return call + " -> ?";
    }
    boolean silent = operation.result().isNil() || operation.result().equals(operation.argument());
    return silent && !isQuestion(operation.function())
        ? call
        : call + " -> " + shorten(operation.result().toString());
  }

  private static boolean isQuestion(String function) {
    return switch (function) {
      case "read", "get", "contains", "dequeue", "pop" -> true;
      default -> false;
    };
  }

  /** Returns one operation for a list of them. */
  public static String line(Operation operation) {
    return call(operation)
        + "  (process "
        + operation.process().plain()
        + ", "
        + operation.lines()
        + ")";
  }

  /** Returns one operation as a sentence without its full stop. */
  public static String sentence(Operation operation) {
    String call = operation.function();
    if (!operation.argument().isNil()) {
      call += "(" + shorten(operation.argument().toString()) + ")";
    }
    Value result = operation.result();
    boolean answered =
        isQuestion(operation.function())
            || (!result.isNil() && !result.equals(operation.argument()));
    return "process "
        + operation.process().plain()
        + " called "
        + call
        + " ("
        + operation.lines()
        + ") and "
        + (answered ? "was answered " + shorten(result.toString()) : "was told that it is done");
  }

  /** Returns a text that fits a line: of a long one, its beginning and its end. */
  public static String shorten(String text) {
    if (text.length() <= MAX) {
      return text;
    }
    int begin = Character.isHighSurrogate(text.charAt(MAX / 2 - 1)) ? MAX / 2 - 1 : MAX / 2;
    int end = text.length() - MAX / 2 + 3;
    end += Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
    return text.substring(0, begin) + " … " + text.substring(end);
  }
}
