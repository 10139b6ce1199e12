package dev.lockstep.trace;

/**
 * Where an event or a header was read.
 *
 * @param file the file, as the user named it; empty if it was not read from a file
 * @param line the line, counted from 1; 0 if it was not read from a file
 */
public record Origin(String file, int line) {

  /** The origin of what was not read from a file. */
  public static final Origin NONE = new Origin("", 0);
}
