package dev.lockstep.time.lamportclock;

import dev.lockstep.core.Action;
import dev.lockstep.core.Core;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.time.lamportclock.LamportClock.Input;
import dev.lockstep.time.lamportclock.LamportClock.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A process that numbers its events: one more than its last, and more than the number of any
 * message it has received.
 *
 * <p>Latitude: what an event is, and when to send to whom, is the application's. Numbers have 31
 * bits; an event that would need more throws {@link ArithmeticException}.
 *
 * @see "LamportClock.tla, a process"
 * @see "L. Lamport: Time, Clocks, and the Ordering of Events in a Distributed System, 1978, rules
 *     IR1 and IR2"
 */
public class LamportClock implements Core<State, Input, Message> {

  private final NodeId p;
  private final TreeSet<NodeId> others;

  /**
   * The state.
   *
   * @param clock the number of its latest event, or 0
   */
  public record State(int clock) {}

  /** What can happen to a process. */
  public sealed interface Input {

    /** Something happens inside it. */
    record Tick() implements Input {}

    /** The application sends a message. */
    record Send(NodeId to) implements Input {}

    /** A message has arrived. */
    record Received(Message message) implements Input {}
  }

  /**
   * Creates the clock of one process.
   *
   * @param p its name
   * @param process the names of all processes
   */
  public LamportClock(NodeId p, Collection<NodeId> process) {
    this.p = p;
    this.others = new TreeSet<>(process);
    this.others.remove(p);
  }

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public List<Input> localInputs(State state) {
    List<Input> inputs = new ArrayList<>(List.of(new Input.Tick()));
    others.forEach(q -> inputs.add(new Input.Send(q)));
    return inputs;
  }

  @Override
  public Input delivery(Message message) {
    if (!message.to().equals(p)) {
      throw new IllegalArgumentException(message + " is not for process " + p);
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Tick() -> Optional.of(tick(state));
      case Input.Send(NodeId q) when !q.equals(p) -> Optional.of(send(state, q));
      case Input.Received(Message m) when m.to().equals(p) -> Optional.of(receive(state, m));

      case Input.Send ignored -> Optional.empty();
      case Input.Received ignored -> Optional.empty();
    };
  }

  /**
   * Something happens inside the process.
   *
   * @see "LamportClock.tla, Tick"
   */
  protected Step<State, Message> tick(State state) {
    return new Step<>(Action.of("Tick", p), advance(state, 0), List.of());
  }

  /**
   * Sends a message, stamped with the number of this very event.
   *
   * @see "LamportClock.tla, Send"
   */
  protected Step<State, Message> send(State state, NodeId q) {
    State sent = advance(state, 0);
    return new Step<>(Action.of("Send", p, q), sent, List.of(new Message(p, q, sent.clock())));
  }

  /**
   * Receives a message, and from then on is later than its sender was.
   *
   * @see "LamportClock.tla, Receive"
   */
  protected Step<State, Message> receive(State state, Message m) {
    return new Step<>(Action.of("Receive", p, m), advance(state, m.clock()), List.of());
  }

  /** The next event happens, and everything in it is known to be later than {@code t}. */
  protected static State advance(State state, int t) {
    return new State(Math.addExact(Math.max(state.clock(), t), 1));
  }
}
