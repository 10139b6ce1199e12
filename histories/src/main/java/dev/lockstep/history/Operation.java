package dev.lockstep.history;

/**
 * What one client did once, from its invocation to its answer. Positions count the events of the
 * log from 0: of two operations, the one that returned before the other was invoked came first; all
 * others are concurrent. Immutable.
 *
 * @param number counted from 0 in the order of invocations
 * @param process who invoked it; one process has at most one operation open
 * @param function what it is: {@code read}, {@code enqueue}, …
 * @param key the object that it is about, {@link Value.Nil} if there is only one
 * @param argument the value of its invocation
 * @param result the value of its answer, {@link Value.Nil} if there was none
 * @param outcome whether it took effect
 * @param invoked the position of its invocation
 * @param returned the position of its answer, {@link #NEVER} if it is pending
 * @param invokedLine the line of its invocation, counted from 1
 * @param returnedLine the line of its answer, 0 if there was none
 */
public record Operation(
    int number,
    Value process,
    String function,
    Value key,
    Value argument,
    Value result,
    Outcome outcome,
    int invoked,
    int returned,
    int invokedLine,
    int returnedLine) {

  /** The position of an answer that never came. */
  public static final int NEVER = Integer.MAX_VALUE;

  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Operation operation
        && operation.number == number
        && operation.invokedLine == invokedLine
        && operation.process.equals(process)
        && operation.function.equals(function)
        && operation.argument.equals(argument)
        && operation.result.equals(result);
  }

  /** Says whether the operation was answered and took effect. */
  public boolean isOk() {
    return outcome == Outcome.OK;
  }

  /** Says whether nobody knows if the operation took effect. */
  public boolean isPending() {
    return outcome == Outcome.PENDING;
  }

  /** Says whether this operation had returned when {@code other} was invoked. */
  public boolean isBefore(Operation other) {
    return returned < other.invoked;
  }

  /** Returns where it is in the log: {@code line 3}, or {@code lines 3 and 8}. */
  public String lines() {
    return returnedLine == 0 || returnedLine == invokedLine
        ? "line " + invokedLine
        : "lines " + invokedLine + " and " + returnedLine;
  }
}
