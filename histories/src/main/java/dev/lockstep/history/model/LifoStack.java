package dev.lockstep.history.model;

import dev.lockstep.history.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stack: its state is its elements, the last one pushed first. A pop of nothing gives nil. */
final class LifoStack implements SequentialObject<Chain> {

  @Override
  public Chain initial() {
    return Chain.EMPTY;
  }

  @Override
  public @Nullable Chain step(Chain state, Operation operation) {
    if (operation.function().equals("push")) {
      return state.with(operation.argument());
    }
    if (state.head == null || state.tail == null) {
      return operation.isPending() || operation.result().isNil() ? state : null;
    }
    return operation.isPending() || state.head.equals(operation.result()) ? state.tail : null;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("pop") && operation.isOk() && operation.result().isNil();
  }

  /**
   * A pending push of a value that no pop gave, while no pop is pending, stays below whatever is
   * popped after it, or above nothing that is: without it every pop gives the same.
   */
  @Override
  public List<Operation> withoutUnseen(List<Operation> operations) {
    return TakenOut.withoutUnseen(operations, "push", "pop");
  }

  @Override
  public String show(Chain state) {
    return state.toString();
  }

  /** What queues and stacks have in common: elements go in, and some come out. */
  static final class TakenOut {

    private TakenOut() {}

    static List<Operation> withoutUnseen(List<Operation> operations, String in, String out) {
      Set<Object> taken = new HashSet<>();
      for (Operation operation : operations) {
        if (operation.function().equals(out)) {
          if (operation.isPending()) {
            return operations;
          }
          taken.add(operation.result());
        }
      }
      return operations.stream()
          .filter(
              operation ->
                  !operation.isPending()
                      || !operation.function().equals(in)
                      || taken.contains(operation.argument()))
          .toList();
    }
  }
}
