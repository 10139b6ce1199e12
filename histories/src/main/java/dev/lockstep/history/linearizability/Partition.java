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

  /** What the search for the place where it goes wrong may take. */
  private static final long EXPLANATION_STEPS = 1_000_000;

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
              List.of(object.initial()),
              true);
      search = running;
    }
    return running;
  }

  /**
   * Returns why there is no order, after the search said so. That search used what is read later,
   * so it does not tell how far one gets: another one does, and if that takes too long, the length
   * of the longest prefix that has an order is sought by halves.
   */
  Failure failure() {
    List<Operation> kept = object.withoutUnseen(operations);
    Search<S> plain =
        new Search<>(
            object, kept, operation -> !operation.isPending(), List.of(object.initial()), false);
    if (plain.run(EXPLANATION_STEPS) == Search.Answer.NONE) {
      return failure(
          plain.stuck(),
          plain.longestOrder(),
          plain.statesAtFurthest(),
          true,
          plain.states(MOST_STATES),
          plain.furthest());
    }
    List<Operation> returned =
        kept.stream()
            .filter(operation -> !operation.isPending())
            .sorted(Comparator.comparingInt(Operation::returned))
            .toList();
    int possible = plain.furthest();
    int impossible = returned.size();
    while (impossible - possible > 1) {
      int middle = (possible + impossible) >>> 1;
      if (prefix(kept, returned, middle).run(EXPLANATION_STEPS) == Search.Answer.FOUND) {
        possible = middle;
      } else {
        impossible = middle;
      }
    }
    Search<S> longest = prefix(kept, returned, possible);
    longest.run(EXPLANATION_STEPS);
    return failure(
        returned.get(possible),
        longest.order(),
        longest.statesAtFurthest(),
        false,
        longest.states(MOST_STATES),
        possible);
  }

  /** The search for an order of the first operations to return. */
  private Search<S> prefix(List<Operation> kept, List<Operation> returned, int length) {
    int end = length == 0 ? -1 : returned.get(length - 1).returned();
    List<Operation> begun = kept.stream().filter(operation -> operation.invoked() < end).toList();
    return new Search<>(
        object, begun, operation -> operation.returned() <= end, List.of(object.initial()), true);
  }

  private Failure failure(
      Operation stuck,
      List<Operation> order,
      Set<S> states,
      boolean allStates,
      Set<S> met,
      int prefix) {
    List<Operation> window = window(stuck, states, met);
    return new Failure(
        key,
        stuck,
        order,
        states.stream().limit(SHOWN_STATES).map(object::show).toList(),
        states.size(),
        allStates,
        window,
        around(window),
        prefix);
  }

  /**
   * The shortest run of operations that no order explains, whatever state it begins in of all that
   * the search has met. It is widened step by step to the past; operations that were open when it
   * begins may have taken effect before it, or take effect in it, or not at all.
   */
  private List<Operation> window(Operation stuck, Set<S> last, Set<S> met) {
    List<Operation> returned =
        operations.stream()
            .filter(operation -> operation.returned() <= stuck.returned())
            .sorted(Comparator.comparingInt(Operation::returned).reversed())
            .toList();
    Set<S> states = met.size() < MOST_STATES ? met : last;
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
    Search<S> attempt = new Search<>(object, inside, required::contains, states, true);
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
