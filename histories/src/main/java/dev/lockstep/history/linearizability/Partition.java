package dev.lockstep.history.linearizability;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import dev.lockstep.history.model.SequentialObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations of one object, and the search for their order. */
final class Partition<S> {

  /** With more states than this, the window is sought from the latest of them only. */
  private static final int MOST_STATES = 20_000;

  /** What the search for a short window may take: one attempt, and all. */
  private static final long ATTEMPT_STEPS = 60_000;

  private static final long WINDOW_STEPS = 200_000;

  private static final int SHOWN_STATES = 5;
  private static final int MOST_AROUND = 40;

  /** A few operations before the window show where its state came from. */
  private static final int BEFORE = 3;

  private final Value key;
  private final SequentialObject<S> object;
  private final List<Operation> operations;
  private @Nullable Search<S> search;
  private Search.Answer answer = Search.Answer.OPEN;
  private int size;
  private long windowSteps;

  /**
   * Creates a partition.
   *
   * @param operations those that did not fail, in the order of their invocations
   */
  Partition(Value key, SequentialObject<S> object, List<Operation> operations) {
    this.key = key;
    this.object = object;
    this.operations = operations;
  }

  Value key() {
    return key;
  }

  int length() {
    return operations.size();
  }

  /** Returns how many configurations are kept, or were. */
  int size() {
    return size;
  }

  Search.Answer answer() {
    return answer;
  }

  /** Goes on searching, if that is not finished; forgets what is no longer needed. */
  void run(long steps) {
    if (answer != Search.Answer.OPEN) {
      return;
    }
    Search<S> running = search();
    answer = running.run(steps);
    size = running.size();
    if (answer == Search.Answer.FOUND) {
      search = null;
    }
  }

  private Search<S> search() {
    Search<S> running = search;
    if (running == null) {
      running =
          new Search<>(
              object,
              object.withoutUnseen(operations),
              operation -> !operation.isPending(),
              List.of(object.initial()));
      search = running;
    }
    return running;
  }

  /** Returns why there is no order, after the search said so. */
  Failure failure() {
    Search<S> finished = search();
    Operation stuck = finished.stuck();
    Set<S> states = finished.statesAtFurthest();
    List<Operation> window = window(finished, stuck);
    return new Failure(
        key,
        stuck,
        finished.longestOrder(),
        states.stream().limit(SHOWN_STATES).map(object::show).toList(),
        states.size(),
        window,
        around(window),
        finished.furthest());
  }

  /**
   * The shortest run of operations that no order explains, whatever state it begins in of all that
   * the search has met. It is widened step by step to the past; operations that were open when it
   * begins may have taken effect before it, or take effect in it, or not at all.
   */
  private List<Operation> window(Search<S> finished, Operation stuck) {
    List<Operation> returned =
        operations.stream()
            .filter(operation -> operation.returned() <= stuck.returned())
            .sorted(Comparator.comparingInt(Operation::returned).reversed())
            .toList();
    Set<S> states = finished.states(MOST_STATES + 1);
    if (states.size() > MOST_STATES) {
      states = finished.statesAtFurthest();
    }
    // Doubles the length until nothing explains it, then looks for the shortest between.
    int tooShort = 0;
    int length = 1;
    while (length < returned.size() && !isImpossible(returned, length, states)) {
      tooShort = length;
      length *= 2;
    }
    length = Math.min(length, returned.size());
    while (length - tooShort > 1) {
      int middle = (length + tooShort) >>> 1;
      if (isImpossible(returned, middle, states)) {
        length = middle;
      } else {
        tooShort = middle;
      }
    }
    return required(returned, length).stream()
        .sorted(Comparator.comparingInt(Operation::invoked))
        .toList();
  }

  private boolean isImpossible(List<Operation> returned, int length, Set<S> states) {
    Operation stuck = returned.getFirst();
    Set<Operation> required = new HashSet<>(required(returned, length));
    int from = returned.get(length - 1).returned();
    List<Operation> inside =
        operations.stream()
            .filter(
                operation -> operation.invoked() < stuck.returned() && operation.returned() >= from)
            .toList();
    Search<S> attempt = new Search<>(object, inside, required::contains, states);
    Search.Answer found = attempt.run(Math.clamp(WINDOW_STEPS - windowSteps, 1, ATTEMPT_STEPS));
    windowSteps += attempt.steps();
    return found == Search.Answer.NONE;
  }

  /** Those of the last operations to return that were invoked within their run, and the last. */
  private static List<Operation> required(List<Operation> returned, int length) {
    int cut = length < returned.size() ? returned.get(length).returned() : -1;
    List<Operation> required = new ArrayList<>();
    for (Operation operation : returned.subList(0, length)) {
      if (operation.invoked() > cut) {
        required.add(operation);
      }
    }
    // The last one is what the window is about, even where it began before it.
    if (!required.contains(returned.getFirst())) {
      required.addFirst(returned.getFirst());
    }
    return required;
  }

  private List<Operation> around(List<Operation> window) {
    int begin = window.stream().mapToInt(Operation::invoked).min().orElse(0);
    int end = window.stream().mapToInt(Operation::returned).max().orElse(0);
    Set<Operation> around = new LinkedHashSet<>(window);
    operations.stream()
        .filter(operation -> operation.invoked() < end && operation.returned() > begin)
        .sorted(Comparator.comparingInt(Operation::returned))
        .limit(MOST_AROUND)
        .forEach(around::add);
    operations.stream()
        .filter(operation -> operation.returned() < begin)
        .sorted(Comparator.comparingInt(Operation::returned).reversed())
        .limit(BEFORE)
        .forEach(around::add);
    return around.stream().sorted(Comparator.comparingInt(Operation::invoked)).toList();
  }
}
