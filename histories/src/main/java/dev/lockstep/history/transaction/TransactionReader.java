package dev.lockstep.history.transaction;

import dev.lockstep.history.History;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.Operation;
import dev.lockstep.history.Outcome;
import dev.lockstep.history.Value;
import dev.lockstep.history.transaction.Transaction.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads operations as transactions: a value is a list of steps, {@code ["append", "x", 1]}. */
final class TransactionReader {

  /** Who wrote a value of an item. */
  record Write(int transaction, int step) {}

  private final History history;
  private final boolean lists;
  private final List<Transaction> transactions = new ArrayList<>();

  /** For each item and value, who wrote it; of transactions that failed, too. */
  private final Map<Value, Map<Value, Write>> writes = new HashMap<>();

  private TransactionReader(History history, boolean lists) {
    this.history = history;
    this.lists = lists;
  }

  /**
   * Reads a history.
   *
   * @param lists whether items are lists that are appended to, or registers
   * @throws HistoryException if a transaction is malformed, or a value was written twice
   */
  static TransactionReader read(History history, boolean lists) throws HistoryException {
    TransactionReader reader = new TransactionReader(history, lists);
    for (Operation operation : history.operations()) {
      reader.add(operation);
    }
    return reader;
  }

  List<Transaction> transactions() {
    return transactions;
  }

  Map<Value, Map<Value, Write>> writes() {
    return writes;
  }

  private void add(Operation operation) throws HistoryException {
    if (!operation.function().equals("txn")) {
      throw problem(operation, "a transaction is called txn, not '" + operation.function() + "'");
    }
    List<Step> invoked = steps(operation, operation.argument());
    List<Step> steps = invoked;
    if (operation.isOk() && !operation.result().isNil()) {
      steps = steps(operation, operation.result());
      checkSame(operation, invoked, steps);
    } else if (operation.isOk()
        && invoked.stream().anyMatch(step -> step.kind() == Step.Kind.READ)) {
      throw problem(operation, "a transaction with reads is answered with what they read");
    }
    Transaction transaction = new Transaction(transactions.size(), operation, steps);
    transactions.add(transaction);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.kind() != Step.Kind.READ) {
        write(transaction, i, step);
      }
    }
  }

  private void write(Transaction transaction, int index, Step step) throws HistoryException {
    Write before =
        writes
            .computeIfAbsent(step.key(), key -> new HashMap<>())
            .putIfAbsent(step.value(), new Write(transaction.number(), index));
    if (before != null) {
      throw new HistoryException(
          history.name(),
          transaction.operation().invokedLine(),
          step.value()
              + " is written to "
              + step.key().plain()
              + " a second time; the first is in line "
              + transactions.get(before.transaction()).operation().invokedLine(),
          "Write every value to an item once, for example by counting up: only then a read tells"
              + " whose write it saw.");
    }
  }

  private void checkSame(Operation operation, List<Step> invoked, List<Step> answered)
      throws HistoryException {
    boolean same = invoked.size() == answered.size();
    for (int i = 0; same && i < invoked.size(); i++) {
      Step a = invoked.get(i);
      Step b = answered.get(i);
      same =
          a.kind() == b.kind()
              && a.key().equals(b.key())
              && (a.kind() == Step.Kind.READ || a.value().equals(b.value()));
    }
    if (!same) {
      throw new HistoryException(
          history.name(),
          operation.returnedLine(),
          "the answer has other steps than the invocation of line " + operation.invokedLine(),
          "An answer repeats the steps of its invocation and fills in what was read.");
    }
  }

  private List<Step> steps(Operation operation, Value value) throws HistoryException {
    if (!(value instanceof Value.Sequence sequence)) {
      throw problem(operation, "the value of a transaction is a list of steps, not " + value);
    }
    List<Step> steps = new ArrayList<>(sequence.elements().size());
    for (Value element : sequence.elements()) {
      steps.add(step(operation, element));
    }
    return steps;
  }

  private Step step(Operation operation, Value element) throws HistoryException {
    if (!(element instanceof Value.Sequence triple) || triple.elements().size() != 3) {
      throw problem(operation, "a step has three parts, what, item and value; not " + element);
    }
    Value key = triple.elements().get(1);
    Value value = triple.elements().get(2);
    String word = triple.elements().getFirst().plain();
    Step.Kind kind =
        switch (word) {
          case "r" -> Step.Kind.READ;
          case "w" -> Step.Kind.WRITE;
          case "append" -> Step.Kind.APPEND;
          default -> throw problem(operation, "there is no step '" + word + "'");
        };
    if (kind == (lists ? Step.Kind.WRITE : Step.Kind.APPEND)) {
      throw problem(
          operation, lists ? "list-append has no step 'w'" : "rw-register has no step 'append'");
    }
    if (kind != Step.Kind.READ && value.isNil()) {
      throw problem(operation, "nil is what items hold at first; nobody can write it");
    }
    boolean answered = operation.outcome() == Outcome.OK && !value.isNil();
    if (kind == Step.Kind.READ && lists && answered && !(value instanceof Value.Sequence)) {
      throw problem(operation, "a read of a list gives a list, not " + value);
    }
    return new Step(kind, key, value);
  }

  private HistoryException problem(Operation operation, String problem) {
    return new HistoryException(
        history.name(),
        operation.invokedLine(),
        problem,
        lists
            ? "A transaction is {\"f\": \"txn\", \"value\": [[\"append\", \"x\", 1], [\"r\", \"y\","
                + " null]]}."
            : "A transaction is {\"f\": \"txn\", \"value\": [[\"w\", \"x\", 1], [\"r\", \"y\","
                + " null]]}.");
  }
}
