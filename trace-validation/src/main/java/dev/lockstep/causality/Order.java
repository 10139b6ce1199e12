package dev.lockstep.causality;

/**
 * What orders the events of different logs. The events of one log are always in the order of its
 * lines.
 */
public enum Order {
  /** What the logs have: vector clocks, else messages, else Lamport clocks, else nothing. */
  AUTO("what the logs have"),

  /**
   * Vector clocks: exact. An event comes after every event of a node that its vector clock counts.
   * Events may be missing from the logs.
   */
  VECTOR("vector clocks"),

  /**
   * Names of messages: a message is received after it was sent. Exact if every message is logged.
   * If several events send a message of the same name, it is received after one of them, whichever;
   * it may be received any number of times.
   */
  MESSAGES("messages"),

  /**
   * Lamport clocks: an event comes after every event of other nodes that has a smaller clock; equal
   * clocks say nothing. This is stronger than happens-before: it also orders events that have
   * nothing to do with each other, as one observer might have seen them. It assumes that the spec
   * does not mind: that steps of different nodes which do not know of each other can be swapped.
   */
  LAMPORT("Lamport clocks"),

  /** Nothing: the logs may be interleaved in any way. */
  LOGS("the lines of each log alone");

  private final String words;

  Order(String words) {
    this.words = words;
  }

  /** Returns what it orders by, in words. */
  public String words() {
    return words;
  }
}
