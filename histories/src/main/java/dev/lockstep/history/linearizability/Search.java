package dev.lockstep.history.linearizability;

import dev.lockstep.history.Operation;
import dev.lockstep.history.model.SequentialObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
 *   <li>A state that a later read has to find is not left for good before that.
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

  /** Stages of a configuration: which of its candidates are tried. */
  private static final byte DUE = 0;

  private static final byte LEADING = 1;
  private static final byte REST = 2;

  private final SequentialObject<S> object;
  private final Map<S, Needed> needed = new HashMap<>();
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
   * @param foresight whether ways that a later read makes impossible are left at once; then the
   *     search is faster, and where it came furthest says less
   */
  Search(
      SequentialObject<S> object,
      List<Operation> operations,
      Predicate<Operation> mustReturn,
      Collection<S> roots,
      boolean foresight) {
    this.object = object;
    this.timeline = new Timeline(operations, mustReturn, object);
    this.visited = new Visited<>(timeline.returningWords);
    this.roots = List.copyOf(roots);
    if (foresight) {
      findNeeded();
    }
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
    if (at.stage == DUE) {
      if (isDeadEnd(at)) {
        return -1;
      }
      at.stage = LEADING;
      if (!timeline.reads[due]) {
        at.stage = REST;
        return due;
      }
    }
    while (at.stage <= REST) {
      int candidate = nextInList(at, due);
      if (candidate >= 0) {
        return candidate;
      }
      at.stage++;
      at.tried = Configuration.UNTRIED;
    }
    return -1;
  }

  private int nextInList(Configuration<S> at, int due) {
    int candidate = at.tried == Configuration.UNTRIED ? timeline.first() : timeline.after(at.tried);
    while (candidate >= 0 && !isCandidate(at, candidate, due)) {
      candidate = timeline.after(candidate);
    }
    if (candidate >= 0) {
      at.tried = candidate;
    }
    return candidate;
  }

  private boolean isCandidate(Configuration<S> at, int candidate, int due) {
    if (candidate == due
        || timeline.reads[candidate]
        || timeline.isDone(at.done, candidate)
        || timeline.isSecondOfItsKind(at.done, candidate)) {
      return false;
    }
    if (!timeline.reads[due]) {
      return true;
    }
    S state = object.step(at.state, timeline.operations.get(candidate));
    boolean leads = state != null && object.isOnTheWayTo(state, timeline.operations.get(due));
    return leads == (at.stage == LEADING);
  }

  /**
   * Says whether the state is one that a read that begins later has to find, while the operation
   * that returns next has to leave it before, and there is no way back. (A read of this state that
   * has begun took effect when it was entered.)
   */
  private boolean isDeadEnd(Configuration<S> at) {
    Needed needed = this.needed.get(at.state);
    int opened = timeline.invoked[at.position];
    if (needed == null || needed.lastRead < opened) {
      return false;
    }
    int[] ways = needed.waysBack;
    if (ways == null) {
      return false;
    }
    for (int way : ways) {
      boolean isOver = way < opened && timeline.returnIndex[way] < at.position;
      if (!isOver && (way >= opened || !timeline.isDone(at.done, way))) {
        return false;
      }
    }
    return true;
  }

  /** What is known of the states that reads found. */
  private void findNeeded() {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < timeline.operations.size(); i++) {
      places.put(timeline.operations.get(i).number(), i);
    }
    for (int i = 0; i < timeline.operations.size(); i++) {
      S state = timeline.reads[i] ? object.stateOf(timeline.operations.get(i)) : null;
      if (state != null) {
        int place = i;
        needed.computeIfAbsent(state, found -> new Needed(waysBack(found, places))).lastRead =
            place;
      }
    }
  }

  private int @Nullable [] waysBack(S state, Map<Integer, Integer> places) {
    List<Operation> ways = object.waysBackTo(state, timeline.operations);
    if (ways == null) {
      return null;
    }
    int[] indexes = new int[ways.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = places.getOrDefault(ways.get(i).number(), 0);
    }
    return indexes;
  }

  /** A state that reads found. */
  private static final class Needed {

    /** Who has to take effect for the object to be in it again, or null if that is not known. */
    private final int @Nullable [] waysBack;

    /** The last read of it to be invoked. */
    private int lastRead;

    Needed(int @Nullable [] waysBack) {
      this.waysBack = waysBack;
    }
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

  /** Returns the order that was found, or as much as there is of the way that it is on. */
  List<Operation> order() {
    Configuration<S> at = current;
    return at == null ? List.of() : replay(at);
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
      List<Operation> order = replay(end);
      if (order.size() > longest.size()) {
        longest = order;
      }
    }
    return longest;
  }

  /** Goes the way to a configuration again, to see which reads took effect when. */
  private List<Operation> replay(Configuration<S> end) {
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
    return order;
  }
}
