package dev.lockstep.history.model;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value under one key: its state is that value, nil while there is none. A read of nothing may
 * be answered with nil or with an empty text, for stores differ in that. Append joins texts, and
 * appended to nothing it puts.
 */
final class Entry implements SequentialObject<Value> {

  private static final Value FALSE = new Value.Bool(false);
  private static final Value EMPTY = new Value.Text("");

  private final Written written = new Written();

  @Override
  public Value initial() {
    return Value.Nil.NIL;
  }

  @Override
  public @Nullable Value step(Value state, Operation operation) {
    return switch (operation.function()) {
      case "get", "read" ->
          (operation.isPending() || isShownAs(state, operation.result())) ? state : null;
      case "put", "write" -> operation.argument();
      case "append" -> append(state, operation.argument());
      case "delete" -> Value.Nil.NIL;
      default -> {
        List<Value> pair = ((Value.Sequence) operation.argument()).elements();
        boolean same = isShownAs(state, pair.getFirst());
        if (operation.isPending()) {
          yield same ? pair.getLast() : state;
        }
        boolean done = !operation.result().equals(FALSE);
        yield same == done ? (done ? pair.getLast() : state) : null;
      }
    };
  }

  private static boolean isShownAs(Value state, Value answer) {
    return state.equals(answer) || (state.isNil() && answer.equals(EMPTY));
  }

  private static Value append(Value state, Value more) {
    return state.isNil() ? more : new Value.Text(state.plain().concat(more.plain()));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return switch (operation.function()) {
      case "get", "read" -> true;
      case "cas" -> operation.isOk() && operation.result().equals(FALSE);
      default -> false;
    };
  }

  /**
   * Nothing is shown as nil or as an empty text, which may have been put: that is not one state.
   */
  @Override
  public @Nullable Value stateOf(Operation read) {
    boolean plain = read.function().equals("get") || read.function().equals("read");
    return plain && !read.result().equals(EMPTY) ? read.result() : null;
  }

  /** Append only makes longer: what is in the state was begun by something that is put. */
  @Override
  public @Nullable List<Operation> waysBackTo(Value state, List<Operation> operations) {
    Map<Value, List<Operation>> put = written.of(operations);
    if (put.containsKey(Value.Nil.NIL)) {
      return null;
    }
    if (!(state instanceof Value.Text text)) {
      return put.getOrDefault(state, List.of());
    }
    if (written.hasOthersThanTexts()) {
      return null;
    }
    List<Operation> ways = new ArrayList<>();
    for (int length : written.lengths()) {
      if (length <= text.value().length()) {
        ways.addAll(put.getOrDefault(new Value.Text(text.value().substring(0, length)), List.of()));
      }
    }
    return ways;
  }

  /** Texts grow, so what begins like the answer may become it. */
  @Override
  public boolean isOnTheWayTo(Value state, Operation read) {
    if (state instanceof Value.Text text && read.result() instanceof Value.Text answer) {
      return answer.value().startsWith(text.value());
    }
    return step(state, read) != null;
  }

  /**
   * As with a register, a pending put of what nobody saw may be left out, unless something is
   * appended or a cas failed: then the value may have been seen in other ways.
   */
  @Override
  public List<Operation> withoutUnseen(List<Operation> operations) {
    Set<Value> asked = new HashSet<>();
    for (Operation operation : operations) {
      switch (operation.function()) {
        case "append" -> {
          return Unseen.withoutReads(operations);
        }
        case "cas" -> {
          if (isReadOnly(operation)) {
            return Unseen.withoutReads(operations);
          }
          asked.add(((Value.Sequence) operation.argument()).elements().getFirst());
        }
        case "get", "read" -> {
          if (operation.isOk()) {
            asked.add(operation.result());
          }
        }
        default -> {}
      }
    }
    boolean nothing = asked.contains(Value.Nil.NIL) || asked.contains(EMPTY);
    return operations.stream()
        .filter(
            operation ->
                !operation.isPending()
                    || switch (operation.function()) {
                      case "get", "read" -> false;
                      case "put", "write" -> isAsked(asked, nothing, operation.argument());
                      case "delete" -> nothing;
                      default ->
                          isAsked(
                              asked,
                              nothing,
                              ((Value.Sequence) operation.argument()).elements().getLast());
                    })
        .toList();
  }

  private static boolean isAsked(Set<Value> asked, boolean nothing, Value value) {
    return asked.contains(value) || (value.isNil() && nothing);
  }

  @Override
  public String show(Value state) {
    return state.isNil() ? "nothing" : state.toString();
  }
}
