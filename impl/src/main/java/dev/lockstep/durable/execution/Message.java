package dev.lockstep.durable.execution;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A message between the store and workers. The spec writes it as a record with a field {@code
 * type}; here the type is the Java type.
 *
 * <p>The order of messages is by type, worker, execution and version, and then by the rest. The
 * protocol does not use it; it lets whoever keeps messages keep them in the same order every time.
 */
public sealed interface Message extends Comparable<Message> {

  /** The name of the store. It stands for a role: a shell maps it to an address. */
  NodeId STORE = new NodeId("store");

  /** Worker to store: let me run it. */
  record Acquire(NodeId from, PromiseId execution) implements Message {}

  /**
   * Worker to store: the step is done.
   *
   * @param index the number of the step, from 1
   * @param name what the program calls it
   * @param state as what it is settled
   */
  record Done(
      NodeId from,
      PromiseId execution,
      int version,
      int index,
      String name,
      PromiseState state,
      Value value)
      implements Message {}

  /**
   * Worker to store: the step has begun, and somebody else will settle it.
   *
   * @param index the number of the step, from 1
   * @param name what the program calls it
   * @param deadline when it is over, whether or not somebody has settled it
   * @param timer whether it is resolved then; if not, it times out
   */
  record Create(
      NodeId from,
      PromiseId execution,
      int version,
      int index,
      String name,
      long deadline,
      boolean timer)
      implements Message {}

  /**
   * Worker to store: wake it when one of these steps is settled.
   *
   * @param on the numbers of the steps
   */
  record Suspend(NodeId from, PromiseId execution, int version, SortedSet<Integer> on)
      implements Message {

    /** Copies the numbers. */
    public Suspend {
      on = Collections.unmodifiableSortedSet(new TreeSet<>(on));
    }
  }

  /** Worker to store: the program has ended, and this came of it. */
  record Fulfill(NodeId from, PromiseId execution, int version, PromiseState state, Value value)
      implements Message {}

  /** Worker to store: this is not the journal of my program. */
  record Mismatch(NodeId from, PromiseId execution, int version) implements Message {}

  /**
   * Store to worker: it is yours.
   *
   * @param version under which it is
   * @param steps its journal, at the time of the answer
   */
  record Acquired(NodeId to, PromiseId execution, int version, List<ProgramStep> steps)
      implements Message {

    /** Copies the steps. */
    public Acquired {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Store to worker: this is the journal.
   *
   * @param steps at the time of the answer
   */
  record Journal(NodeId to, PromiseId execution, int version, List<ProgramStep> steps)
      implements Message {

    /** Copies the steps. */
    public Journal {
      steps = List.copyOf(steps);
    }
  }

  /** Store to worker: it is not yours, or not any more. */
  record Lost(NodeId to, PromiseId execution, int version) implements Message {}

  /** Returns the execution that it is about. */
  PromiseId execution();

  /** Returns the version under which the sender talks of it; 0 if it has none yet. */
  default int version() {
    return 0;
  }

  /** Returns the worker that sends or receives it. */
  default NodeId worker() {
    return switch (this) {
      case Acquire m -> m.from();
      case Done m -> m.from();
      case Create m -> m.from();
      case Suspend m -> m.from();
      case Fulfill m -> m.from();
      case Mismatch m -> m.from();
      case Acquired m -> m.to();
      case Journal m -> m.to();
      case Lost m -> m.to();
    };
  }

  /** Says whether the store sends it. */
  default boolean isFromStore() {
    return this instanceof Acquired || this instanceof Journal || this instanceof Lost;
  }

  @Override
  default int compareTo(Message other) {
    return Order.BY_PARTS.compare(this, other);
  }

  /** How messages are ordered. */
  final class Order {

    private static final Comparator<ProgramStep> STEPS =
        Comparator.comparing(ProgramStep::name).thenComparing(ProgramStep::promise);

    private static final Comparator<Message> BY_PARTS =
        Comparator.comparingInt(Order::rank)
            .thenComparing(Message::worker)
            .thenComparing(Message::execution)
            .thenComparingInt(Message::version)
            .thenComparing(Order::rest);

    private Order() {}

    private static int rank(Message message) {
      return switch (message) {
        case Acquire ignored -> 0;
        case Done ignored -> 1;
        case Create ignored -> 2;
        case Suspend ignored -> 3;
        case Fulfill ignored -> 4;
        case Mismatch ignored -> 5;
        case Acquired ignored -> 6;
        case Journal ignored -> 7;
        case Lost ignored -> 8;
      };
    }

    /** Compares what two messages of one type have besides what all have. */
    private static int rest(Message one, Message other) {
      return switch (one) {
        case Done m when other instanceof Done n ->
            Comparator.comparingInt(Done::index)
                .thenComparing(Done::name)
                .thenComparing(Done::state)
                .thenComparing(Done::value)
                .compare(m, n);
        case Create m when other instanceof Create n ->
            Comparator.comparingInt(Create::index)
                .thenComparing(Create::name)
                .thenComparingLong(Create::deadline)
                .thenComparing(Create::timer)
                .compare(m, n);
        case Suspend m when other instanceof Suspend n ->
            inOrder(m.on(), n.on(), Comparator.naturalOrder());
        case Fulfill m when other instanceof Fulfill n ->
            Comparator.comparing(Fulfill::state).thenComparing(Fulfill::value).compare(m, n);
        case Acquired m when other instanceof Acquired n -> inOrder(m.steps(), n.steps(), STEPS);
        case Journal m when other instanceof Journal n -> inOrder(m.steps(), n.steps(), STEPS);
        default -> 0;
      };
    }

    private static <T> int inOrder(
        Collection<T> one, Collection<T> other, Comparator<? super T> order) {
      Iterator<T> others = other.iterator();
      for (T element : one) {
        int first = others.hasNext() ? order.compare(element, others.next()) : 1;
        if (first != 0) {
          return first;
        }
      }
      return others.hasNext() ? -1 : 0;
    }
  }
}
