package dev.lockstep.durable.execution;

/**
 * A version of a program.
 *
 * @see "Program.tla, Code"
 */
public enum Code {
  /** The one that there was first. */
  OLD("old"),
  /** The next one. */
  NEW("new");

  private final String word;

  Code(String word) {
    this.word = word;
  }

  /** Returns what this version calls the steps that only it has. */
  public String word() {
    return word;
  }
}
