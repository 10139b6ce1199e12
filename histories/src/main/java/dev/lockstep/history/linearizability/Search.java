package dev.lockstep.history.linearizability;

import dev.lockstep.history.Operation;
import dev.lockstep.history.model.SequentialObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of the operations of one object that is true to time and that the object
 * allows: the algorithm of Wing and Gong (1993) with the memory of Lowe (2017), depth first. It can
 * stop at any time and go on later.
 *
 * <p>What keeps it fast, and why no order is lost:
 *
 * <ul>
 *   <li>A configuration is told by how many operations have returned, which of the open ones have
 *       taken effect, and the state. That is as much as the set of all operations that have taken
 *       effect, and does not grow with the history: what returned must have.
 *   <li>A read that is possible takes effect at once. In any order that puts it later it can be
 *       moved to here, since it changes nothing, it was invoked, and it is possible.
 *   <li>Of two operations that do the same, the one that returns first comes first.
 *   <li>Operations that never return are used as sparingly as possible, see {@link Visited}.
 * </ul>
 */
final class Search<S> {

  /** What is known. */
  enum Answer {
    /** There is an order. */
    FOUND,
    /** There is none. */
    NONE,
    /** The search is not finished. */
    OPEN
  }

  /** How many operations are replayed to find the longest order. */
  private static final int MOST_REPLAYED = 1_000_000;

  private final SequentialObject<S> object;
  private final Timeline timeline;
  private final Visited<S> visited;
  private final List<S> roots;
  private int nextRoot;
  private @Nullable Configuration<S> current;
  private long steps;
  private int furthest = -1;
  private final List<Configuration<S>> atFurthest = new ArrayList<>();

  /**
   * Creates a search.
   *
   * @param mustReturn those operations that have to take effect
   * @param roots the states that the object may begin in
   */
  Search(
      SequentialObject<S> object,
      List<Operation> operations,
      Predicate<Operation> mustReturn,
      Collection<S> roots) {
    this.object = object;
    this.timeline = new Timeline(operations, mustReturn, object);
    this.visited = new Visited<>(timeline.returningWords);
    this.roots = List.copyOf(roots);
  }

  /** Returns how many configurations are kept. */
  int size() {
    return visited.size();
  }

  /** Returns how many operations were tried. */
  long steps() {
    return steps;
  }

  /** Returns how many operations have to take effect. */
  int length() {
    return timeline.returns.length;
  }

  /** Returns how many of them did where the search came furthest. */
  int furthest() {
    return Math.max(0, furthest);
  }

  /** Goes on for at most that many operations tried. */
  Answer run(long most) {
    for (long left = most; left > 0; left--) {
      steps++;
      Configuration<S> at = current;
      if (at == null) {
        if (nextRoot == roots.size()) {
          return Answer.NONE;
        }
        current = root(roots.get(nextRoot++));
        continue;
      }
      if (at.position == timeline.returns.length) {
        return Answer.FOUND;
      }
      timeline.moveTo(at.position);
      int candidate = nextCandidate(at);
      if (candidate < 0) {
        current = at.parent;
        continue;
      }
      S state = object.step(at.state, timeline.operations.get(candidate));
      if (state != null) {
        Configuration<S> child = after(at, candidate, state);
        if (visit(child)) {
          current = child;
        }
      }
    }
    return Answer.OPEN;
  }

  private boolean visit(Configuration<S> configuration) {
    if (!visited.add(configuration)) {
      return false;
    }
    if (configuration.position > furthest) {
      furthest = configuration.position;
      atFurthest.clear();
    }
    if (configuration.position == furthest) {
      atFurthest.add(configuration);
    }
    return true;
  }

  private @Nullable Configuration<S> root(S state) {
    timeline.moveTo(0);
    Configuration<S> root = settle(null, -1, 0, new long[timeline.words], state, null);
    return visit(root) ? root : null;
  }

  /**
   * First the operation that returns next: it has to. If that is a read, first those that lead to
   * its answer. Then the others as they were invoked.
   */
  private int nextCandidate(Configuration<S> at) {
    int due = timeline.returns[at.position];
    int start = timeline.operations.size();
    boolean guess = timeline.reads[due];
    if (at.tried == Configuration.UNTRIED) {
      at.tried = start;
      if (!guess) {
        at.guessed = true;
        return due;
      }
    }
    while (true) {
      int candidate = at.tried == start ? timeline.first() : timeline.after(at.tried);
      while (candidate >= 0 && !isCandidate(at, candidate, due, guess)) {
        candidate = timeline.after(candidate);
      }
      if (candidate >= 0) {
        at.tried = candidate;
        return candidate;
      }
      if (at.guessed) {
        return -1;
      }
      at.guessed = true;
      at.tried = start;
    }
  }

  private boolean isCandidate(Configuration<S> at, int candidate, int due, boolean guess) {
    if (candidate == due
        || timeline.reads[candidate]
        || timeline.isDone(at.done, candidate)
        || timeline.isSecondOfItsKind(at.done, candidate)) {
      return false;
    }
    if (!guess) {
      return true;
    }
    S state = object.step(at.state, timeline.operations.get(candidate));
    boolean leads = state != null && object.isOnTheWayTo(state, timeline.operations.get(due));
    return leads != at.guessed;
  }

  private Configuration<S> after(Configuration<S> at, int operation, S state) {
    return settle(at, operation, at.position, at.done.clone(), state, null);
  }

  /** Lets an operation and all reads take effect that can, and moves on past what is done. */
  private Configuration<S> settle(
      @Nullable Configuration<S> parent,
      int operation,
      int from,
      long[] done,
      S state,
      @Nullable List<Operation> order) {
    int position = from;
    int[] returns = timeline.returns;
    if (operation >= 0) {
      timeline.set(done, operation);
      note(order, operation);
    }
    if (position < returns.length) {
      for (int open = timeline.first(); open >= 0; open = timeline.after(open)) {
        read(open, done, state, order);
      }
    }
    while (position < returns.length && timeline.isDone(done, returns[position])) {
      timeline.clear(done, returns[position]);
      int known = timeline.invoked[position];
      position++;
      int opened = position < returns.length ? timeline.invoked[position] : known;
      for (int open = known; open < opened; open++) {
        read(open, done, state, order);
      }
    }
    return new Configuration<>(parent, operation, position, done, state);
  }

  private void read(int open, long[] done, S state, @Nullable List<Operation> order) {
    if (timeline.reads[open]
        && !timeline.isDone(done, open)
        && object.step(state, timeline.operations.get(open)) != null) {
      timeline.set(done, open);
      note(order, open);
    }
  }

  private void note(@Nullable List<Operation> order, int operation) {
    if (order != null) {
      order.add(timeline.operations.get(operation));
    }
  }

  /** Returns the operation that no order got to: the first whose return cannot be explained. */
  Operation stuck() {
    return timeline.operations.get(timeline.returns[furthest()]);
  }

  /** Returns the states in which the search came furthest. */
  Set<S> statesAtFurthest() {
    Set<S> states = new LinkedHashSet<>();
    atFurthest.forEach(configuration -> states.add(configuration.state));
    return states;
  }

  /** Returns all states that the object can have been in, up to {@code limit} of them. */
  Set<S> states(int limit) {
    Set<S> states = new LinkedHashSet<>();
    visited.forEach(
        configuration -> {
          if (states.size() < limit) {
            states.add(configuration.state);
          }
        });
    return states;
  }

  /** Returns the longest order among those that came furthest, first operation first. */
  List<Operation> longestOrder() {
    List<Operation> longest = List.of();
    // All share most of their way; some are enough to find a long one.
    int looked = Math.min(atFurthest.size(), Math.clamp(MOST_REPLAYED / (furthest() + 1), 1, 200));
    for (Configuration<S> end : atFurthest.subList(0, looked)) {
      List<Configuration<S>> way = new ArrayList<>();
      for (Configuration<S> at = end; at != null; at = at.parent) {
        way.add(at);
      }
      List<Operation> order = new ArrayList<>();
      for (Configuration<S> at : way.reversed()) {
        Configuration<S> parent = at.parent;
        int from = parent == null ? 0 : parent.position;
        long[] done = parent == null ? new long[timeline.words] : parent.done.clone();
        timeline.moveTo(from);
        settle(parent, at.operation, from, done, at.state, order);
      }
      if (order.size() > longest.size()) {
        longest = order;
      }
    }
    return longest;
  }
}
