package dev.lockstep.simulation;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that may go wrong in a run. Each has a rate, which is a probability, and some take a
 * while.
 *
 * <p>A run draws each fault from a source of its own, made in the order of these constants, so that
 * a rate that is changed leaves the draws for all others as they were. A new fault goes to the end
 * for the same reason.
 */
public enum Fault {
  /** A copy of a message never arrives. */
  LOSS(0.05, "copy of a message", "it never arrives"),

  /** A message that arrives comes once more, later. */
  DUPLICATION(0.05, "arrival", "the same message arrives once more, later"),

  /** A copy of a message takes much longer than others. */
  DELAY(0.02, "copy of a message", "it takes much longer than others", 100, 3_000),

  /** Nodes are cut off from the others, in both directions or in one. */
  PARTITION(0.02, "step", "some nodes are cut off, both ways or one way", 20, 500),

  /** A node crashes between two steps, loses its memory, and comes back. */
  CRASH(0.02, "step", "a node crashes after it, and comes back", 5, 800),

  /** The power fails between a write and the sync that makes it last: the disk lacks it. */
  LOST_WRITE(0.01, "write", "the power fails before the sync: nothing of it is on disk"),

  /** The power fails during a write: the disk has half of it, which recovery drops. */
  TORN_WRITE(0.01, "write", "the power fails halfway: recovery drops what is on disk of it"),

  /** A node crashes after the sync, before all messages of the step have left. */
  UNSENT(0.01, "step that sends", "the node crashes before all of its messages have left"),

  /** A node stops for a while and forgets nothing, as in a long garbage collection. */
  PAUSE(0.01, "step", "a node stops for a while and forgets nothing", 10, 1_000),

  /** The clock of a node is set forward or back, and from then on runs too fast or too slow. */
  SKEW(
      0.02,
      "step",
      "a node's clock is set forward or back, and runs up to 20 % fast or slow from then on",
      0,
      500);

  private static final long NO_TIME = -1;

  private final double usualRate;
  private final String per;
  private final String about;
  private final long fromMillis;
  private final long toMillis;

  Fault(double usualRate, String per, String about) {
    this(usualRate, per, about, NO_TIME, NO_TIME);
  }

  Fault(double usualRate, String per, String about, long fromMillis, long toMillis) {
    this.usualRate = usualRate;
    this.per = per;
    this.about = about;
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  /** Returns the rate unless somebody says otherwise: higher than in reality. */
  public double usualRate() {
    return usualRate;
  }

  /** Returns what the rate is counted by, for example {@code step}. */
  public String per() {
    return per;
  }

  /** Returns what happens, in a few words. */
  public String about() {
    return about;
  }

  /** Returns how long it takes, or how far a clock is set, if there is such a thing. */
  public Optional<Span> usualSpan() {
    return fromMillis == NO_TIME
        ? Optional.empty()
        : Optional.of(Span.ofMillis(fromMillis, toMillis));
  }

  /** Returns the name in lower case with hyphens, for example {@code lost-write}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
