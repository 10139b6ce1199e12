package dev.lockstep.history.session;

import java.util.Arrays;
import java.util.Optional;

/** The guarantees of Terry and others (1994), of one process and one key. */
public enum Guarantee {
  /** A read sees what the process wrote before, or something newer. */
  READ_YOUR_WRITES("read your writes"),
  /** A read sees what the process read before, or something newer. */
  MONOTONIC_READS("monotonic reads"),
  /** What a process writes is newer than what it wrote before. */
  MONOTONIC_WRITES("monotonic writes"),
  /** What a process writes is newer than what it read before. */
  WRITES_FOLLOW_READS("writes follow reads");

  private final String words;

  Guarantee(String words) {
    this.words = words;
  }

  /** Returns its name. */
  public String words() {
    return words;
  }

  /** Returns its name in options. */
  public String option() {
    return words.replace(' ', '-');
  }

  /** Returns the one with that name in options. */
  public static Optional<Guarantee> of(String option) {
    return Arrays.stream(values()).filter(value -> value.option().equals(option)).findFirst();
  }
}
