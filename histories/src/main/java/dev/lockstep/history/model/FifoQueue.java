package dev.lockstep.history.model;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue: its state is its elements, the oldest first. A dequeue of nothing gives nil. */
final class FifoQueue implements SequentialObject<FifoQueue.Elements> {

  /**
   * The elements as two chains, so that both ends are at hand. The hash is that of the sequence
   * however it is split: the sum of the elements' hashes times powers of an odd number, the last
   * element's with power 0.
   */
  static final class Elements {

    private static final int BASE = 1_000_003;

    private static final Elements NONE = new Elements(Chain.EMPTY, Chain.EMPTY, 0, 1);

    private final Chain front;
    private final Chain back;
    private final int hash;

    /** BASE to the power of the number of elements. */
    private final int power;

    private Elements(Chain front, Chain back, int hash, int power) {
      this.front = front;
      this.back = back;
      this.hash = hash;
      this.power = power;
    }

    int size() {
      return front.size + back.size;
    }

    Elements with(Value last) {
      int longer = hash * BASE + last.hashCode();
      return front.size == 0
          ? new Elements(Chain.EMPTY.with(last), Chain.EMPTY, longer, power * BASE)
          : new Elements(front, back.with(last), longer, power * BASE);
    }

    /** The front is empty only if all is. */
    @Nullable Value first() {
      return front.head;
    }

    Elements withoutFirst() {
      Value first = front.head;
      Chain rest = front.tail;
      if (first == null || rest == null) {
        return this;
      }
      int shorter = power * INVERSE;
      int left = hash - first.hashCode() * shorter;
      return rest.size == 0
          ? new Elements(back.reversed(), Chain.EMPTY, left, shorter)
          : new Elements(rest, back, left, shorter);
    }

    /** The inverse of BASE modulo 2 to the 32, by Newton's iteration. */
    private static final int INVERSE = inverse();

    private static int inverse() {
      int inverse = BASE;
      for (int i = 0; i < 5; i++) {
        inverse *= 2 - BASE * inverse;
      }
      return inverse;
    }

    Chain all() {
      Chain all = back.reversed();
      for (Chain rest = front.reversed(); rest != null && rest.head != null; rest = rest.tail) {
        all = all.with(rest.head);
      }
      return all;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Elements elements
          && elements.hash == hash
          && elements.size() == size()
          && elements.all().equals(all());
    }
  }

  @Override
  public Elements initial() {
    return Elements.NONE;
  }

  @Override
  public @Nullable Elements step(Elements state, Operation operation) {
    if (operation.function().equals("enqueue")) {
      return state.with(operation.argument());
    }
    Value first = state.first();
    if (first == null) {
      return operation.isPending() || operation.result().isNil() ? state : null;
    }
    return operation.isPending() || first.equals(operation.result()) ? state.withoutFirst() : null;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("dequeue") && operation.isOk() && operation.result().isNil();
  }

  /**
   * A pending enqueue of a value that no dequeue gave, while no dequeue is pending, stands behind
   * all that are dequeued: without it every dequeue gives the same.
   */
  @Override
  public List<Operation> withoutUnseen(List<Operation> operations) {
    return LifoStack.TakenOut.withoutUnseen(operations, "enqueue", "dequeue");
  }

  @Override
  public String show(Elements state) {
    return state.all().toString();
  }
}
