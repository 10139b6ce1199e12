package dev.lockstep.history.linearizability;

import dev.lockstep.history.History;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Operation;
import dev.lockstep.history.Outcome;
import dev.lockstep.history.Value;
import dev.lockstep.history.model.Model;
import dev.lockstep.history.model.SequentialObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides whether a history is linearizable (Herlihy and Wing 1990). Linearizability is local: a
 * history is linearizable if and only if the operations on each object are, so every object is
 * searched by itself.
 *
 * <p>The searches take turns, in rounds of more and more steps, over all processors: one that is
 * hard does not hide another that is plainly impossible, and the first that is ends them all. Which
 * one that is does not depend on the processors.
 */
public final class LinearizabilityChecker {

  private static final long FIRST_ROUND = 4_000;
  private static final long LAST_ROUND = 4_000_000;

  private final Model model;
  private final Value initial;
  private final Budget budget;
  private final int threads;

  /**
   * Creates a checker.
   *
   * @param initial the value that registers begin with
   * @param threads how many processors to use
   */
  public LinearizabilityChecker(Model model, Value initial, Budget budget, int threads) {
    this.model = model;
    this.initial = initial;
    this.budget = budget;
    this.threads = threads;
  }

  /**
   * Checks a history.
   *
   * @throws HistoryException if the model has no such operations
   */
  public Linearizability check(History history) throws HistoryException, InterruptedException {
    List<Partition<?>> partitions = partitions(history);
    int operations = partitions.stream().mapToInt(Partition::length).sum();
    long deadline = System.nanoTime() + budget.time().toNanos();
    long steps = FIRST_ROUND;
    List<Partition<?>> open = partitions;
    Optional<String> exhausted = Optional.empty();
    while (!open.isEmpty() && exhausted.isEmpty()) {
      Round round =
          new Round(open, steps, deadline, operations + budget.configurations(), kept(partitions));
      round.run(threads);
      Optional<Partition<?>> failed =
          open.stream().filter(tried -> tried.answer() == Search.Answer.NONE).findFirst();
      if (failed.isPresent()) {
        return new Linearizability(
            HistoryVerdict.VIOLATED,
            operations,
            partitions.size(),
            Optional.of(failed.get().failure()),
            Optional.empty(),
            List.of(),
            kept(partitions));
      }
      open = open.stream().filter(tried -> tried.answer() == Search.Answer.OPEN).toList();
      exhausted = open.isEmpty() ? Optional.empty() : exhausted(partitions, operations, deadline);
      steps = Math.min(LAST_ROUND, steps * 4);
    }
    return new Linearizability(
        open.isEmpty() ? HistoryVerdict.HOLDS : HistoryVerdict.INCONCLUSIVE,
        operations,
        partitions.size(),
        Optional.empty(),
        exhausted,
        open.stream().map(Partition::key).toList(),
        kept(partitions));
  }

  private Optional<String> exhausted(List<Partition<?>> partitions, int operations, long deadline) {
    if (System.nanoTime() - deadline >= 0) {
      return Optional.of("the budget of " + budget.time().toSeconds() + " seconds ran out");
    }
    if (kept(partitions) >= operations + budget.configurations()) {
      return Optional.of("the budget of " + budget.configurations() + " configurations ran out");
    }
    return Optional.empty();
  }

  private static long kept(List<Partition<?>> partitions) {
    return partitions.stream().mapToLong(Partition::size).sum();
  }

  private List<Partition<?>> partitions(History history) throws HistoryException {
    Map<Value, List<Operation>> byKey = new LinkedHashMap<>();
    for (Operation operation : history.operations()) {
      checkKnown(history, operation);
      List<Operation> ofKey = byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>());
      if (operation.outcome() != Outcome.FAILED) {
        ofKey.add(operation);
      }
    }
    List<Partition<?>> partitions = new ArrayList<>();
    byKey.forEach((key, operations) -> partitions.add(partition(key, operations)));
    partitions.sort(Comparator.comparingInt(Partition::length));
    return partitions;
  }

  private void checkKnown(History history, Operation operation) throws HistoryException {
    int line = operation.invokedLine();
    Optional<String> problem = model.problemOfInvocation(operation);
    if (problem.isEmpty() && operation.isOk()) {
      line = operation.returnedLine();
      problem = model.problemOfAnswer(operation);
    }
    if (problem.isPresent()) {
      throw new HistoryException(
          history.name(),
          line,
          problem.get(),
          "docs/histories.md shows the operations of every model; --model picks another.");
    }
  }

  private Partition<?> partition(Value key, List<Operation> operations) {
    return typed(key, model.object(initial), operations);
  }

  private static <S> Partition<S> typed(
      Value key, SequentialObject<S> object, List<Operation> operations) {
    return new Partition<>(key, object, operations);
  }

  /** Every partition searches for a while; what comes after one that failed is not needed. */
  private static final class Round {

    /** How often the clock and the memory are looked at. */
    private static final long SLICE = 50_000;

    private final List<Partition<?>> partitions;
    private final long steps;
    private final long deadline;
    private final long most;
    private final AtomicLong kept;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger(Integer.MAX_VALUE);

    Round(List<Partition<?>> partitions, long steps, long deadline, long most, long kept) {
      this.partitions = partitions;
      this.steps = steps;
      this.deadline = deadline;
      this.most = most;
      this.kept = new AtomicLong(kept);
    }

    void run(int threads) throws InterruptedException {
      int helpers = Math.min(threads, partitions.size()) - 1;
      List<Thread> started = new ArrayList<>();
      List<Throwable> thrown = new ArrayList<>();
      for (int i = 0; i < helpers; i++) {
        Thread thread = new Thread(this::work, "history-" + i);
        thread.setUncaughtExceptionHandler(
            (where, problem) -> {
              synchronized (thrown) {
                thrown.add(problem);
              }
            });
        started.add(thread);
        thread.start();
      }
      work();
      for (Thread thread : started) {
        thread.join();
      }
      synchronized (thrown) {
        if (!thrown.isEmpty()) {
          if (thrown.getFirst() instanceof Error error) {
            throw error;
          }
          throw new IllegalStateException(thrown.getFirst());
        }
      }
    }

    private void work() {
      for (int i = next.getAndIncrement(); i < partitions.size(); i = next.getAndIncrement()) {
        Partition<?> partition = partitions.get(i);
        for (long left = steps; left > 0 && i < failed.get(); left -= SLICE) {
          if (kept.get() >= most || System.nanoTime() - deadline >= 0) {
            return;
          }
          int before = partition.size();
          partition.run(Math.min(left, SLICE));
          kept.addAndGet(partition.size() - before);
          if (partition.answer() != Search.Answer.OPEN) {
            break;
          }
        }
        if (partition.answer() == Search.Answer.NONE) {
          int index = i;
          failed.updateAndGet(first -> Math.min(first, index));
        }
      }
    }
  }
}
