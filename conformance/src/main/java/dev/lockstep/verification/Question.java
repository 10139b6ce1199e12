package dev.lockstep.verification;

import dev.lockstep.catalog.Model;

/** What is asked about a protocol, in the order in which the answers are read. */
public enum Question {
  /** Does the spec keep what it promises? */
  SPEC("spec", "check"),
  /** Does every mistake in a weak twin of the spec break a promise? */
  TWINS("weak twins", "check"),
  /** Can the interesting things happen? */
  PROBES("probes", "check"),
  /** Does the protocol lack what it does not promise? */
  LIMITS("limits", "check"),
  /** Does the code have the states and the steps of the spec, all of them and no others? */
  CODE("code", "conform"),
  /** Are simulated runs of the code, with faults, behaviours of the spec? */
  RUNS("runs", "simulate"),
  /** Is every mutant of the code found, and the code as it is not? */
  MUTANTS("mutants", "mutants"),
  /** Is a fault found that spec and code share? */
  SHARED("shared faults", "mutants");

  private final String title;
  private final String verb;

  Question(String title, String verb) {
    this.title = title;
    this.verb = verb;
  }

  /** Returns what its row is called. */
  public String title() {
    return title;
  }

  /** Returns the verb that answers it alone. */
  public String verb() {
    return verb;
  }

  static Question of(Model.Kind kind) {
    return switch (kind) {
      case HOLDS -> SPEC;
      case TWIN -> TWINS;
      case PROBE -> PROBES;
      case BLOCKING -> LIMITS;
    };
  }
}
