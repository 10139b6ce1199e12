package dev.lockstep.history.model;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A register with compare-and-set: its state is its value. A cas that was answered {@code false}
 * found another value than the old one and changed nothing.
 */
final class Register implements SequentialObject<Value> {

  private static final Value FALSE = new Value.Bool(false);

  private final Value initial;
  private final Written written = new Written();

  Register(Value initial) {
    this.initial = initial;
  }

  @Override
  public Value initial() {
    return initial;
  }

  @Override
  public @Nullable Value step(Value state, Operation operation) {
    return switch (operation.function()) {
      case "read" -> operation.isPending() || operation.result().equals(state) ? state : null;
      case "write" -> operation.argument();
      default -> {
        List<Value> pair = ((Value.Sequence) operation.argument()).elements();
        boolean same = pair.getFirst().equals(state);
        if (operation.isPending()) {
          yield same ? pair.getLast() : state;
        }
        boolean done = !operation.result().equals(FALSE);
        yield same == done ? (done ? pair.getLast() : state) : null;
      }
    };
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return switch (operation.function()) {
      case "read" -> true;
      case "write" -> false;
      default -> operation.isOk() && operation.result().equals(FALSE);
    };
  }

  @Override
  public @Nullable Value stateOf(Operation read) {
    return read.function().equals("read") ? read.result() : null;
  }

  @Override
  public List<Operation> waysBackTo(Value state, List<Operation> operations) {
    return written.of(operations).getOrDefault(state, List.of());
  }

  /**
   * A pending write of a value that no answered read and no cas asked for is followed, in every
   * linearization, by another write or by nothing: without it the same order explains all answers.
   * A cas that failed is no witness of its own old value's absence before that write, only of
   * another value, and the value before the pending write might be that old one; with such an
   * operation in the history, all pending writes stay.
   */
  @Override
  public List<Operation> withoutUnseen(List<Operation> operations) {
    Set<Value> asked = new HashSet<>();
    for (Operation operation : operations) {
      if (operation.function().equals("cas")) {
        if (isReadOnly(operation)) {
          return Unseen.withoutReads(operations);
        }
        asked.add(((Value.Sequence) operation.argument()).elements().getFirst());
      } else if (operation.isOk() && operation.function().equals("read")) {
        asked.add(operation.result());
      }
    }
    return operations.stream()
        .filter(
            operation ->
                !operation.isPending()
                    || switch (operation.function()) {
                      case "read" -> false;
                      case "write" -> asked.contains(operation.argument());
                      default ->
                          asked.contains(
                              ((Value.Sequence) operation.argument()).elements().getLast());
                    })
        .toList();
  }

  @Override
  public String show(Value state) {
    return state.toString();
  }
}
