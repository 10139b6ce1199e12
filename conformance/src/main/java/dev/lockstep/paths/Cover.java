package dev.lockstep.paths;

/** What paths have to cover. */
public enum Cover {
  /** Every step from every state. */
  EDGES("edges"),
  /** Every state. */
  STATES("states"),
  /** Every action, with whatever arguments. */
  ACTIONS("actions");

  private final String word;

  Cover(String word) {
    this.word = word;
  }

  /** Returns what there is, in the plural. */
  public String word() {
    return word;
  }
}
