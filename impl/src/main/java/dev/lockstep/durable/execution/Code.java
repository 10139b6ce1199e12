package dev.lockstep.durable.execution;

/**
 * A version of a program.
 *
 * @see "Program.tla, Code"
 */
public enum Code {
  /** The one that there was first. */
  OLD,
  /** The next one. */
  NEW
}
