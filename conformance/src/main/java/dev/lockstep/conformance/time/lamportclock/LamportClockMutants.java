package dev.lockstep.conformance.time.lamportclock;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.time.lamportclock.LamportClockBinding.ClockOf;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.time.lamportclock.LamportClock;
import dev.lockstep.time.lamportclock.Message;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Lamport clocks with one fault each. */
public final class LamportClockMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new LamportClockBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return List.of(
        mutant(
            "receive-without-max",
            "a receiver counts the receipt and does not look at the stamp",
            (p, process) ->
                new LamportClock(p, process) {
                  @Override
                  protected Step<State, Message> receive(State state, Message m) {
                    return new Step<>(Action.of("Receive", p, m), advance(state, 0), List.of());
                  }
                }),
        mutant(
            "receive-takes-stamp",
            "a receiver sets its clock to the stamp, even where that is behind",
            (p, process) ->
                new LamportClock(p, process) {
                  @Override
                  protected Step<State, Message> receive(State state, Message m) {
                    return new Step<>(
                        Action.of("Receive", p, m), new State(m.clock() + 1), List.of());
                  }
                }),
        mutant(
            "receive-without-tick",
            "receiving is no event of its own: the maximum without one more",
            (p, process) ->
                new LamportClock(p, process) {
                  @Override
                  protected Step<State, Message> receive(State state, Message m) {
                    return new Step<>(
                        Action.of("Receive", p, m),
                        new State(Math.max(state.clock(), m.clock())),
                        List.of());
                  }
                }),
        mutant(
            "send-stamps-the-past",
            "a message carries the number of the event before its sending",
            (p, process) ->
                new LamportClock(p, process) {
                  @Override
                  protected Step<State, Message> send(State state, NodeId q) {
                    return new Step<>(
                        Action.of("Send", p, q),
                        advance(state, 0),
                        List.of(new Message(p, q, state.clock())));
                  }
                }),
        mutant(
            "send-without-tick",
            "sending is no event of its own",
            (p, process) ->
                new LamportClock(p, process) {
                  @Override
                  protected Step<State, Message> send(State state, NodeId q) {
                    return new Step<>(
                        Action.of("Send", p, q), state, List.of(new Message(p, q, state.clock())));
                  }
                }));
  }

  private static Mutant<Message> mutant(String id, String fault, ClockOf clock) {
    return new Mutant<>(
        id,
        fault,
        Optional.empty(),
        constants -> {
          Collection<NodeId> process = constants.nodes("Process");
          return LamportClockBinding.cluster(process, constants.number("MaxClock"), clock);
        });
  }
}
