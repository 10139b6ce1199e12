package dev.lockstep.value;

import org.jspecify.annotations.Nullable;

/**
 * A Java value without a counterpart in TLA+, or the other way round. The message starts with the
 * path to it, for example {@code rmState[rm1]}.
 */
public final class CodecException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String reason;

  CodecException(String reason) {
    this("", reason, null);
  }

  CodecException(String reason, Throwable cause) {
    this("", reason, cause);
  }

  private CodecException(String path, String reason, @Nullable Throwable cause) {
    super(path.isEmpty() ? reason : path + ": " + reason, cause);
    this.path = path;
    this.reason = reason;
  }

  /** Returns where the value stands in the whole; empty if it is the whole. */
  public String path() {
    return path;
  }

  /** Returns the same error as seen from further out. */
  CodecException under(String step) {
    String longer = path.isEmpty() || path.startsWith("[") ? step + path : step + "." + path;
    return new CodecException(longer, reason, getCause());
  }
}
