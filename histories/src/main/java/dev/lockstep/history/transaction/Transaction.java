package dev.lockstep.history.transaction;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A transaction: its steps with what they read, if it was answered.
 *
 * @param number counted from 0 in the order of invocations
 * @param steps those of the answer if it committed, else those of the invocation
 */
public record Transaction(int number, Operation operation, List<Step> steps) {

  private static final int MAX_LIST = 8;

  /**
   * One read or write of one item.
   *
   * @param kind what it does
   * @param value what was read or is written, {@link Value.Nil} for a read without an answer
   */
  public record Step(Kind kind, Value key, Value value) {

    /** What steps do. */
    public enum Kind {
      /** Reads an item. */
      READ,
      /** Replaces an item. */
      WRITE,
      /** Adds to the end of an item that is a list. */
      APPEND
    }

    @Override
    public String toString() {
      String word =
          switch (kind) {
            case READ -> "r";
            case WRITE -> "w";
            case APPEND -> "append";
          };
      return "[" + word + " " + key.plain() + " " + shown(value) + "]";
    }
  }

  /** Copies the list. */
  public Transaction {
    steps = List.copyOf(steps);
  }

  /** Returns the name in explanations: {@code T1}. */
  public String name() {
    return "T" + (number + 1);
  }

  /** Returns the transaction with its steps. */
  public String line() {
    return name()
        + " = "
        + steps.stream().map(Objects::toString).collect(Collectors.joining(" "))
        + "  (process "
        + operation.process().plain()
        + ", "
        + operation.lines()
        + (operation.isPending() ? ", pending" : "")
        + ")";
  }

  /** Of a long list, its end is what matters. */
  static String shown(Value value) {
    if (value instanceof Value.Sequence list && list.elements().size() > MAX_LIST) {
      return list
          .elements()
          .subList(list.elements().size() - MAX_LIST, list.elements().size())
          .stream()
          .map(Objects::toString)
          .collect(Collectors.joining(" ", "[… ", "]"));
    }
    return value.toString();
  }

  boolean isCommitted() {
    return operation.isOk();
  }
}
