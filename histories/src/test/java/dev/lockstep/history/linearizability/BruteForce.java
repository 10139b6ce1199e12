package dev.lockstep.history.linearizability;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Outcome;
import dev.lockstep.history.model.SequentialObject;
import java.util.ArrayList;
import java.util.List;

/** Linearizability by its definition: all orders, one after the other, without any memory. */
final class BruteForce {

  private BruteForce() {}

  static <S> boolean isLinearizable(SequentialObject<S> object, List<Operation> operations) {
    List<Operation> left = new ArrayList<>(operations);
    left.removeIf(operation -> operation.outcome() == Outcome.FAILED);
    return order(object, object.initial(), left);
  }

  private static <S> boolean order(SequentialObject<S> object, S state, List<Operation> left) {
    if (left.stream().allMatch(Operation::isPending)) {
      return true;
    }
    for (Operation next : left) {
      if (left.stream().anyMatch(other -> other.isBefore(next))) {
        continue;
      }
      S after = object.step(state, next);
      if (after != null) {
        List<Operation> rest = new ArrayList<>(left);
        rest.remove(next);
        if (order(object, after, rest)) {
          return true;
        }
      }
    }
    return false;
  }
}
