package dev.lockstep.conformance.consensus.raft;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.consensus.raft.Entry;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.NodeId;
import dev.lockstep.history.History;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Operation;
import dev.lockstep.history.Outcome;
import dev.lockstep.history.Value;
import dev.lockstep.history.linearizability.Budget;
import dev.lockstep.history.linearizability.LinearizabilityChecker;
import dev.lockstep.history.model.Model;
import dev.lockstep.simulation.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What clients see of a simulated cluster: a register, which an entry of the log overwrites, and a
 * read reads. It watches the steps of one run and knows nothing of indexes that a read should have
 * seen.
 *
 * <p>A write is answered when the leader that took it knows its entry to be committed. Whoever
 * asked a leader that lost its term hears nothing.
 */
final class ClientHistory {

  private static final Value.Text INITIAL = new Value.Text("initial");

  /** An operation under way at a leader. */
  private record Open(NodeId leader, long term, String what, long index, int number) {}

  private final Function<State, Set<String>> waiting;
  private final ToLongFunction<State> lastApplied;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, Open> open = new LinkedHashMap<>();
  private int position;

  /**
   * Begins with nothing asked.
   *
   * @param waiting the reads that a leader has not answered yet
   * @param lastApplied the index of the entry that its state machine has come to
   */
  ClientHistory(Function<State, Set<String>> waiting, ToLongFunction<State> lastApplied) {
    this.waiting = waiting;
    this.lastApplied = lastApplied;
  }

  /** Returns the property that holds always, and listens. */
  Property<Message> listening() {
    return Property.step(
        "ClientHistory",
        (before, after) -> {
          for (NodeId i : after.nodes()) {
            if (before.status(i) instanceof NodeStatus.Up(State was)
                && after.status(i) instanceof NodeStatus.Up(State is)
                && was.role() == Role.LEADER
                && is.role() == Role.LEADER) {
              asked(i, was, is);
              answered(i, was, is);
            }
          }
          return true;
        });
  }

  private void asked(NodeId i, State was, State is) {
    if (is.log().lastIndex() > was.log().lastIndex()) {
      Entry entry = is.log().at(is.log().lastIndex());
      Value value = new Value.Text(entry.value().toString());
      begin(i, is, "write " + value, is.log().lastIndex(), "write", value);
    }
    for (String read : waiting.apply(is)) {
      if (!waiting.apply(was).contains(read)) {
        begin(i, is, "read " + read, 0, "read", Value.Nil.NIL);
      }
    }
  }

  private void answered(NodeId i, State was, State is) {
    for (Open one : List.copyOf(open.values())) {
      if (!one.leader().equals(i) || one.term() != is.currentTerm()) {
        continue;
      }
      boolean isRead = one.index() == 0;
      if (isRead
          && waiting.apply(is).stream().noneMatch(read -> one.what().equals("read " + read))) {
        end(one, value(was));
      } else if (!isRead && is.commitIndex() >= one.index()) {
        end(one, Value.Nil.NIL);
      }
    }
  }

  /** The value that the state machine of a leader has: that of the last entry from a client. */
  private Value value(State leader) {
    Value value = INITIAL;
    for (long n = 1; n <= lastApplied.applyAsLong(leader); n++) {
      Object written = leader.log().at(n).value();
      if (!written.equals(dev.lockstep.consensus.raft.Value.NO_OP)) {
        value = new Value.Text(written.toString());
      }
    }
    return value;
  }

  private void begin(
      NodeId i, State leader, String what, long index, String function, Value argument) {
    int number = operations.size();
    operations.add(
        operation(number, function, argument, Value.Nil.NIL, Outcome.PENDING, Operation.NEVER));
    open.put(i + " " + what, new Open(i, leader.currentTerm(), what, index, number));
  }

  private void end(Open one, Value result) {
    Operation begun = operations.get(one.number());
    operations.set(
        one.number(),
        new Operation(
            begun.number(),
            begun.process(),
            begun.function(),
            begun.key(),
            begun.argument(),
            result,
            Outcome.OK,
            begun.invoked(),
            position++,
            begun.invokedLine(),
            begun.invokedLine()));
    open.remove(one.leader() + " " + one.what());
  }

  /** Each operation has a client of its own. */
  private Operation operation(
      int number, String function, Value argument, Value result, Outcome outcome, int returned) {
    return new Operation(
        number,
        new Value.Int(number),
        function,
        Value.Nil.NIL,
        argument,
        result,
        outcome,
        position++,
        returned,
        number + 1,
        0);
  }

  /** Returns whether what happened so far could have happened with one register for all. */
  HistoryVerdict verdict() throws HistoryException, InterruptedException {
    History history = new History("simulated", operations, 0, List.of());
    return new LinearizabilityChecker(Model.REGISTER, INITIAL, Budget.DEFAULT, 1)
        .check(history)
        .verdict();
  }

  /** Returns how many reads were answered. */
  long answeredReads() {
    return operations.stream().filter(o -> o.function().equals("read") && o.isOk()).count();
  }
}
