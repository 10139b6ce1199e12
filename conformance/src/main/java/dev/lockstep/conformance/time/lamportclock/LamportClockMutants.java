package dev.lockstep.conformance.time.lamportclock;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.time.lamportclock.LamportClockBinding.ClockOf;
import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.mutants.Mutants;
import dev.lockstep.time.lamportclock.LamportClock;
import dev.lockstep.time.lamportclock.Message;
import java.util.List;
import java.util.function.Function;

/** Lamport clocks with one fault each. */
public final class LamportClockMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new LamportClockBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return Mutants.of(new LamportClockBinding()::cluster)
        .add(
            "receive-without-max",
            "a receiver counts the receipt and does not look at the stamp",
            with(
                (p, process) ->
                    new LamportClock(p, process) {
                      @Override
                      protected Step<State, Message> receive(State state, Message m) {
                        return new Step<>(Action.of("Receive", p, m), advance(state, 0), List.of());
                      }
                    }))
        .add(
            "receive-takes-stamp",
            "a receiver sets its clock to the stamp, even where that is behind",
            with(
                (p, process) ->
                    new LamportClock(p, process) {
                      @Override
                      protected Step<State, Message> receive(State state, Message m) {
                        return new Step<>(
                            Action.of("Receive", p, m), new State(m.clock() + 1), List.of());
                      }
                    }))
        .replace(
            "receive-without-tick",
            "receiving is no event of its own: the maximum without one more",
            LamportClock.class,
            "Receive",
            step -> new Step<>(step.action(), behind(step.state()), List.of()))
        .replace(
            "send-stamps-the-past",
            "a message carries the number of the event before its sending",
            LamportClock.class,
            "Send",
            step ->
                new Step<>(
                    step.action(), step.state(), List.of(earlier(step.messages().getFirst()))))
        .replace(
            "send-without-tick",
            "sending is no event of its own",
            LamportClock.class,
            "Send",
            step ->
                new Step<>(
                    step.action(),
                    behind(step.state()),
                    List.of(earlier(step.messages().getFirst()))))
        .all();
  }

  private static LamportClock.State behind(LamportClock.State state) {
    return new LamportClock.State(state.clock() - 1);
  }

  private static Message earlier(Message m) {
    return new Message(m.from(), m.to(), m.clock() - 1);
  }

  private static Function<Constants, Cluster<Message>> with(ClockOf clock) {
    return constants ->
        LamportClockBinding.cluster(
            constants.nodes("Process"), constants.number("MaxClock"), clock);
  }
}
