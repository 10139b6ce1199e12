package dev.lockstep.conformance.consensus.microraft;

import io.microraft.statemachine.StateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The state machine of a node: it only takes down what it is told to do. */
final class Applied implements StateMachine {

  /** What a new leader appends first. */
  static final String NO_OP = "NoOp";

  private final SortedMap<Long, String> fresh = new TreeMap<>();

  /** Returns what was applied since the last call, by index. */
  SortedMap<Long, String> takeFresh() {
    SortedMap<Long, String> taken = new TreeMap<>(fresh);
    fresh.clear();
    return taken;
  }

  @Override
  public Object runOperation(long index, Object operation) {
    fresh.put(index, operation.toString());
    return operation;
  }

  @Override
  public Object getNewTermOperation() {
    return NO_OP;
  }

  @Override
  public void takeSnapshot(long index, Consumer<Object> chunks) {
    chunks.accept(new ArrayList<>());
  }

  @Override
  public void installSnapshot(long index, List<Object> chunks) {
    throw new IllegalStateException("the configuration makes snapshots later than any run ends");
  }
}
