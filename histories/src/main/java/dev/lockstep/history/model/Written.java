package dev.lockstep.history.model;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who puts which value where another one was: a table made once for a list of operations. */
final class Written {

  private List<Operation> operations = List.of();
  private Map<Value, List<Operation>> byValue = Map.of();
  private final SortedSet<Integer> lengths = new TreeSet<>();
  private boolean others;

  /** Returns who puts each value; a delete puts nil. */
  @SuppressWarnings("ReferenceEquality") // The table is of this list, not of one that is equal.
  Map<Value, List<Operation>> of(List<Operation> all) {
    if (all != operations) {
      operations = all;
      byValue = new HashMap<>();
      lengths.clear();
      others = false;
      all.forEach(this::add);
    }
    return byValue;
  }

  /** Returns the lengths of the texts among the values. */
  SortedSet<Integer> lengths() {
    return lengths;
  }

  /** Says whether there are values that are no texts. */
  boolean hasOthersThanTexts() {
    return others;
  }

  private void add(Operation operation) {
    switch (operation.function()) {
      case "write", "put" -> add(operation.argument(), operation);
      case "cas" -> add(((Value.Sequence) operation.argument()).elements().getLast(), operation);
      case "delete" -> add(Value.Nil.NIL, operation);
      default -> {}
    }
  }

  private void add(Value value, Operation operation) {
    byValue.computeIfAbsent(value, key -> new ArrayList<>(1)).add(operation);
    if (value instanceof Value.Text text) {
      lengths.add(text.value().length());
    } else {
      others = true;
    }
  }
}
