package dev.lockstep.history.model;

import dev.lockstep.history.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one object does when nothing is concurrent: the sequential specification that histories are
 * compared with. It may keep tables of values it has seen, so one thread uses it at a time.
 *
 * @param <S> its states: immutable, equal if no operation can tell them apart
 */
public interface SequentialObject<S> {

  /** Returns the state that it begins in. */
  S initial();

  /**
   * Returns the state after an operation with the answer that it got, or null if the object cannot
   * answer that in {@code state}. A pending operation was answered whatever the object answers.
   */
  @Nullable S step(S state, Operation operation);

  /**
   * Says whether the operation, with the answer that it got, changes no state in which it is
   * possible. Such operations take effect as soon as they can.
   */
  boolean isReadOnly(Operation operation);

  /**
   * Says whether two operations of the same function, argument and answer do the same, whoever
   * invoked them, so that one can stand for the other.
   */
  default boolean ignoresProcess() {
    return true;
  }

  /**
   * Says whether {@code state} looks as if it led to one in which {@code read} gets its answer: a
   * guess, for what to try first.
   */
  default boolean isOnTheWayTo(S state, Operation read) {
    return step(state, read) != null;
  }

  /** Returns the one state in which {@code read} gets its answer, or null if it is not one. */
  default @Nullable S stateOf(Operation read) {
    return null;
  }

  /**
   * Returns those of the operations that have to take effect once more before an object that left
   * {@code state} can be in it again: without any of them it cannot. Null if that is not known.
   */
  default @Nullable List<Operation> waysBackTo(S state, List<Operation> operations) {
    return null;
  }

  /**
   * Returns those operations without which the object's history is linearizable if and only if it
   * is with them: pending ones whose effect nobody saw. The order stays.
   */
  List<Operation> withoutUnseen(List<Operation> operations);

  /** Returns a state for people. */
  String show(S state);
}
