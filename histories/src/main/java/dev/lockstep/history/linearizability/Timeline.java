package dev.lockstep.history.linearizability;

import dev.lockstep.history.Operation;
import dev.lockstep.history.model.SequentialObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The operations of one object in time, and a place in it that moves: between two returns. The
 * operations that are open there are a list in the order of their invocations, from which those
 * that have returned are unlinked, as in Wing and Gong's algorithm; moving back links them again.
 */
final class Timeline {

  /** What makes operations do the same. */
  private record Kind(String function, Object argument, Object result, boolean pending) {}

  final List<Operation> operations;

  /** The operations that return, in that order. */
  final int[] returns;

  /** How many operations were invoked before each of {@link #returns}. */
  final int[] invoked;

  /** The bit of each operation in {@link Configuration#done}. */
  final int[] slots;

  /** The place of each operation in {@link #returns}; larger than any if it is not there. */
  final int[] returnIndex;

  /** How many words of bits are for operations that return, and for all. */
  final int returningWords;

  final int words;

  final boolean[] reads;

  /** Operations of the same kind have the same number; 0 if there is one only. */
  private final int[] kinds;

  private final int[] next;
  private final int[] previous;
  private final boolean[] mustReturn;
  private int place;

  /**
   * Creates a timeline.
   *
   * @param operations in the order of their invocations
   * @param mustReturn those that have to take effect; all others may
   */
  Timeline(
      List<Operation> operations, Predicate<Operation> mustReturn, SequentialObject<?> object) {
    List<Operation> kept = new ArrayList<>();
    for (Operation operation : operations) {
      if (mustReturn.test(operation) || !object.isReadOnly(operation)) {
        kept.add(operation);
      }
    }
    this.operations = kept;
    int count = kept.size();
    this.mustReturn = new boolean[count];
    reads = new boolean[count];
    next = new int[count + 1];
    previous = new int[count + 1];
    long[] ends = new long[count];
    int returning = 0;
    for (int i = 0; i < count; i++) {
      Operation operation = kept.get(i);
      reads[i] = object.isReadOnly(operation);
      if (mustReturn.test(operation)) {
        this.mustReturn[i] = true;
        ends[returning++] = ((long) operation.returned() << 32) | i;
      }
      next[i] = i + 1;
      previous[i] = i - 1;
    }
    next[count] = count == 0 ? count : 0;
    previous[0] = count;
    previous[count] = count - 1;
    Arrays.sort(ends, 0, returning);
    returns = new int[returning];
    invoked = new int[returning];
    int before = 0;
    for (int i = 0; i < returning; i++) {
      returns[i] = (int) ends[i];
      int end = (int) (ends[i] >>> 32);
      while (before < count && kept.get(before).invoked() < end) {
        before++;
      }
      invoked[i] = before;
    }
    returnIndex = new int[count];
    Arrays.fill(returnIndex, Integer.MAX_VALUE);
    for (int i = 0; i < returning; i++) {
      returnIndex[returns[i]] = i;
    }
    slots = new int[count];
    returningWords = assignSlots();
    words = returningWords + assignPending();
    kinds = new int[count];
    if (object.ignoresProcess()) {
      assignKinds();
    }
  }

  private int assignSlots() {
    BitSet used = new BitSet();
    int most = 0;
    int begun = 0;
    for (int i = 0; i < returns.length; i++) {
      for (; begun < invoked[i]; begun++) {
        if (mustReturn[begun]) {
          int slot = used.nextClearBit(0);
          used.set(slot);
          slots[begun] = slot;
          most = Math.max(most, slot + 1);
        }
      }
      used.clear(slots[returns[i]]);
    }
    return (most + 63) >> 6;
  }

  private int assignPending() {
    int pending = 0;
    for (int i = 0; i < slots.length; i++) {
      if (!mustReturn[i]) {
        slots[i] = (returningWords << 6) + pending++;
      }
    }
    return (pending + 63) >> 6;
  }

  private void assignKinds() {
    Map<Kind, Integer> first = new HashMap<>();
    int numbers = 0;
    for (int i = 0; i < kinds.length; i++) {
      if (reads[i]) {
        continue;
      }
      Operation operation = operations.get(i);
      Kind kind =
          new Kind(
              operation.function(),
              operation.argument(),
              operation.result(),
              operation.isPending());
      Integer alike = first.putIfAbsent(kind, i);
      if (alike != null) {
        if (kinds[alike] == 0) {
          kinds[alike] = ++numbers;
        }
        kinds[i] = kinds[alike];
      }
    }
  }

  /** Moves to where {@code position} operations have returned. */
  void moveTo(int position) {
    while (place < position) {
      int operation = returns[place++];
      next[previous[operation]] = next[operation];
      previous[next[operation]] = previous[operation];
    }
    while (place > position) {
      int operation = returns[--place];
      next[previous[operation]] = operation;
      previous[next[operation]] = operation;
    }
  }

  /** Returns the first operation that is open here, or -1. */
  int first() {
    return open(next[operations.size()]);
  }

  /** Returns the one that is open here and was invoked next after {@code operation}, or -1. */
  int after(int operation) {
    return open(next[operation]);
  }

  private int open(int operation) {
    return operation < invoked[place] ? operation : -1;
  }

  boolean isDone(long[] done, int operation) {
    int slot = slots[operation];
    return (done[slot >> 6] & (1L << (slot & 63))) != 0;
  }

  void set(long[] done, int operation) {
    int slot = slots[operation];
    done[slot >> 6] |= 1L << (slot & 63);
  }

  void clear(long[] done, int operation) {
    int slot = slots[operation];
    done[slot >> 6] &= ~(1L << (slot & 63));
  }

  /**
   * Says whether another operation of the same kind is open here, has not taken effect and returns
   * earlier. Then that one may come first: in any order with {@code operation} first the two can
   * change places.
   */
  boolean isSecondOfItsKind(long[] done, int operation) {
    if (kinds[operation] == 0) {
      return false;
    }
    long own = end(operation);
    for (int other = first(); other >= 0; other = after(other)) {
      if (kinds[other] == kinds[operation] && end(other) < own && !isDone(done, other)) {
        return true;
      }
    }
    return false;
  }

  /** When it returns; of those that never do, the one invoked first counts as earlier. */
  private long end(int operation) {
    return mustReturn[operation]
        ? operations.get(operation).returned()
        : (long) Operation.NEVER + operation;
  }
}
