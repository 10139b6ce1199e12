package dev.lockstep.history;

/** Where an operation says which object it is about. */
public enum Keys {
  /** In the field {@code key}; without it, there is one object only. */
  FIELD,
  /** In the field {@code key}; without it, the value is a pair of key and value. */
  FIELD_OR_PAIR,
  /** Every value is a pair of key and value, as Jepsen's {@code independent} writes them. */
  PAIR
}
