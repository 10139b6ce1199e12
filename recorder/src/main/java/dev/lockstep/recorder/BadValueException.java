package dev.lockstep.recorder;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A value that no log can hold, with the way to it, which grows while the exception goes up. */
final class BadValueException extends Exception {

  private final Deque<String> path = new ArrayDeque<>();
  private final String what;

  BadValueException(String what, @Nullable Throwable cause) {
    super(what, cause);
    this.what = what;
  }

  /** Says that the value is inside of another, under {@code key}. */
  BadValueException inside(String key) {
    path.addFirst(key);
    return this;
  }

  @Override
  public String getMessage() {
    return path.isEmpty() ? what : "inside it, at " + String.join("/", path) + ": " + what;
  }
}
