package dev.lockstep.history.linearizability;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.List;

/**
 * The place where a history stops being linearizable: all operations that returned before {@link
 * #stuck} did can be ordered, and in no order can that one follow.
 *
 * @param key the object, {@link Value.Nil} if there is only one
 * @param stuck the first operation that returned and cannot be explained
 * @param order the longest order of operations that was found without it, the first one first
 * @param states the states that the object can be in where {@link #stuck} would have to take
 *     effect, some of them if there are many
 * @param stateCount how many there are
 * @param allStates whether these are all; if not, some that it can be in were found
 * @param window the shortest run of operations, up to {@link #stuck}, that no order explains
 *     whatever state the object began in of all that it can have been in; in the order of their
 *     invocations
 * @param around the window, the operations that overlap with it, and the last ones before it
 * @param prefix how many operations of this object returned before {@link #stuck} did
 */
public record Failure(
    Value key,
    Operation stuck,
    List<Operation> order,
    List<String> states,
    int stateCount,
    boolean allStates,
    List<Operation> window,
    List<Operation> around,
    int prefix) {

  /** Copies the lists. */
  public Failure {
    order = List.copyOf(order);
    states = List.copyOf(states);
    window = List.copyOf(window);
    around = List.copyOf(around);
  }
}
