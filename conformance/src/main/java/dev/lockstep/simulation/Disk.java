package dev.lockstep.simulation;

import java.util.Locale;

/**
 * What the program around a core does with its disk. The first is right; the others are the classic
 * mistakes, each of which breaks a promise that a core relies on, so that a simulation can show
 * which property of a protocol falls.
 */
public enum Disk {
  /** Writes a record, syncs, and only then lets the messages of the step leave. */
  SYNCS("writes, syncs, then sends"),

  /** Lets messages leave while the record that they speak of is not synced yet. */
  SENDS_EARLY("sends before the write is synced"),

  /** Reports a sync as done that is not: a crash may lose the last record, although synced. */
  FORGETS("reports a sync that it has not done"),

  /** Overwrites the only copy without a checksum: a torn write takes all that was there with it. */
  OVERWRITES("overwrites its only copy: a torn write leaves nothing");

  private final String about;

  Disk(String about) {
    this.about = about;
  }

  /** Returns what it does, in a few words. */
  public String about() {
    return about;
  }

  /** Returns the name in lower case with hyphens, for example {@code sends-early}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
