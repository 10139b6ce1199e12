package dev.lockstep.history.model;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lock: its state is the process that holds it, nil if it is free. Only its holder frees it. */
final class Mutex implements SequentialObject<Value> {

  @Override
  public Value initial() {
    return Value.Nil.NIL;
  }

  @Override
  public @Nullable Value step(Value state, Operation operation) {
    if (operation.function().equals("acquire")) {
      return state.isNil() ? operation.process() : null;
    }
    return state.equals(operation.process()) ? Value.Nil.NIL : null;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }

  @Override
  public boolean ignoresProcess() {
    return false;
  }

  /**
   * A process that does not know whether it acquired the lock does nothing more, so it never frees
   * it: nothing happens after a pending acquire that could not happen without it.
   */
  @Override
  public List<Operation> withoutUnseen(List<Operation> operations) {
    return operations.stream()
        .filter(operation -> !operation.isPending() || !operation.function().equals("acquire"))
        .toList();
  }

  @Override
  public String show(Value state) {
    return state.isNil() ? "free" : "held by process " + state.plain();
  }
}
