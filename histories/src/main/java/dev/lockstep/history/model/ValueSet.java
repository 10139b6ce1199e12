package dev.lockstep.history.model;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set. Adding what is in it and removing what is not change nothing; both may be answered with
 * true if they changed the set and false if not, or with anything else, which says nothing.
 */
final class ValueSet implements SequentialObject<ValueSet.Members> {

  private static final Value TRUE = new Value.Bool(true);
  private static final Value FALSE = new Value.Bool(false);
  private static final int SHOWN = 12;

  /**
   * Which of the numbered values are members: 64 in a word, 64 words in a block; a change copies
   * one block.
   */
  static final class Members {

    static final Members NONE = new Members(new long[0][], 0, 0);

    private final long[][] blocks;
    private final int size;
    private final int hash;

    private Members(long[][] blocks, int size, int hash) {
      this.blocks = blocks;
      this.size = size;
      this.hash = hash;
    }

    int size() {
      return size;
    }

    boolean has(int number) {
      int block = number >> 12;
      return block < blocks.length
          && (blocks[block][(number >> 6) & 63] & (1L << (number & 63))) != 0;
    }

    Members flipped(int number) {
      int block = number >> 12;
      long[][] copy = Arrays.copyOf(blocks, Math.max(blocks.length, block + 1));
      for (int i = blocks.length; i <= block; i++) {
        copy[i] = new long[64];
      }
      copy[block] = copy[block].clone();
      copy[block][(number >> 6) & 63] ^= 1L << (number & 63);
      int mixed = (number + 1) * 0x9E3779B9;
      return new Members(copy, size + (has(number) ? -1 : 1), hash ^ mixed ^ (mixed >>> 15));
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Members members) || members.hash != hash || members.size != size) {
        return false;
      }
      // Of the same size, they are equal if all members in the blocks of both are.
      int common = Math.min(blocks.length, members.blocks.length);
      for (int i = 0; i < common; i++) {
        if (!Arrays.equals(blocks[i], members.blocks[i])) {
          return false;
        }
      }
      return true;
    }
  }

  private final Map<Value, Integer> numbers = new HashMap<>();
  private final List<Value> values = new ArrayList<>();
  private final Map<Integer, Members> reads = new HashMap<>();

  @Override
  public Members initial() {
    return Members.NONE;
  }

  @Override
  public @Nullable Members step(Members state, Operation operation) {
    if (operation.function().equals("read")) {
      return operation.isPending()
              || reads
                  .computeIfAbsent(operation.number(), number -> answer(operation))
                  .equals(state)
          ? state
          : null;
    }
    int number = number(operation.argument());
    boolean member = state.has(number);
    if (operation.function().equals("contains")) {
      return operation.isPending() || operation.result().equals(member ? TRUE : FALSE)
          ? state
          : null;
    }
    boolean changes = operation.function().equals("add") != member;
    if (operation.isOk() && operation.result().equals(changes ? FALSE : TRUE) && says(operation)) {
      return null;
    }
    return changes ? state.flipped(number) : state;
  }

  /**
   * The answer repeats the value in Jepsen's logs; where the value is a truth value, it is that.
   */
  private static boolean says(Operation operation) {
    return !(operation.argument() instanceof Value.Bool);
  }

  private Members answer(Operation read) {
    Members members = Members.NONE;
    for (Value value : ((Value.Sequence) read.result()).elements()) {
      int number = number(value);
      if (!members.has(number)) {
        members = members.flipped(number);
      }
    }
    return members;
  }

  private int number(Value value) {
    Integer known = numbers.get(value);
    if (known == null) {
      known = values.size();
      numbers.put(value, known);
      values.add(value);
    }
    return known;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return switch (operation.function()) {
      case "add", "remove" ->
          operation.isOk() && says(operation) && operation.result().equals(FALSE);
      default -> true;
    };
  }

  /** What is pending and adds or removes may have been seen by any read. */
  @Override
  public List<Operation> withoutUnseen(List<Operation> operations) {
    return Unseen.withoutReads(operations);
  }

  @Override
  public String show(Members state) {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < values.size() && members.size() <= SHOWN; i++) {
      if (state.has(i)) {
        members.add(
            members.size() == SHOWN ? "… " + state.size() + " in all" : values.get(i).toString());
      }
    }
    return "{" + String.join(" ", members) + "}";
  }
}
