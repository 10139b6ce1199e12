package dev.lockstep.conformance.durable.restart;

import dev.lockstep.conformance.durable.restart.RestartBinding.Choices;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.Key;
import dev.lockstep.durable.restart.Message;
import dev.lockstep.durable.restart.Message.Answer;
import dev.lockstep.durable.restart.ProcessId;
import dev.lockstep.durable.restart.ProgramRunner;
import dev.lockstep.durable.restart.Run;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Runners with one fault each, beside a service without. */
final class ProgramRunnerMutants {

  private final Mutants<Message> mutants = Mutants.of(new RestartBinding()::cluster);

  private ProgramRunnerMutants() {
    keys();
    steps();
    restarts();
  }

  static List<Mutant<Message>> all() {
    return new ProgramRunnerMutants().mutants.all();
  }

  private void keys() {
    runner(
            "key-of-runner",
            "a key says who asks, not what for",
            (choices, r) ->
                new Faulty(choices, r) {
                  @Override
                  protected Key key(ProcessId p, int k) {
                    return new Key(new ProcessId(r.name()), k);
                  }
                })
        .from(
            "tempoxyz/pympp pull request 155: the key of a payment was made of a token, too, that"
                + " is another one in each try, and the payment was made twice")
        .twin("key-of-runner");
    runner(
            "key-of-step",
            "a key says which step it is, and not of which process",
            (choices, r) ->
                new Faulty(choices, r) {
                  @Override
                  protected Key key(ProcessId p, int k) {
                    return new Key(new ProcessId(Value.NO_VALUE.name()), k);
                  }
                })
        .twin("key-of-step");
    runner(
        "key-of-process",
        "a key says which process it is, and not which step",
        (choices, r) ->
            new Faulty(choices, r) {
              @Override
              protected Key key(ProcessId p, int k) {
                return new Key(p, 1);
              }
            });
  }

  private void steps() {
    runner(
            "asks-ahead",
            "a runner goes on without waiting for the answer",
            (choices, r) ->
                new Faulty(choices, r) {
                  @Override
                  protected Step<State, Message> ask(State state, ProcessId p) {
                    Step<State, Message> step = super.ask(state, p);
                    int k = state.run(p).nextStep() + 1;
                    return k > choices.steps() ? step : and(step, request(p, k, state.run(p)));
                  }
                })
        .twin("asks-ahead");
    runner(
            "asks-on-and-on",
            "a runner does not stop at the last step",
            (choices, r) ->
                new Faulty(choices, r) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Ask(ProcessId p) && state.run(p).isRunning()
                        ? Optional.of(ask(state, p))
                        : super.step(state, input);
                  }
                })
        .twin("asks-on-and-on");
    runner(
            "answer-to-any",
            "a runner takes an answer to an earlier step for one to this step",
            (choices, r) ->
                new Faulty(choices, r) {
                  @Override
                  protected boolean isOfNextStep(State state, Answer m) {
                    return !isThrough(state, m.process());
                  }
                })
        .twin("answer-to-any");
    runner(
            "finishes-early",
            "a runner does not wait for the value of the last step",
            (choices, r) ->
                new Faulty(choices, r) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Finish(ProcessId p)
                            && state.run(p).isRunning()
                            && state.run(p).nextStep() >= choices.steps()
                        ? Optional.of(finish(state, p))
                        : super.step(state, input);
                  }
                })
        .twin("finishes-early");
    runner(
            "asks-once",
            "a runner does not ask again",
            (choices, r) ->
                new Faulty(choices, r) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Ask ? Optional.empty() : super.step(state, input);
                  }

                  @Override
                  protected Step<State, Message> start(State state, ProcessId p, Value draw) {
                    return asking(super.start(state, p, draw), p);
                  }

                  @Override
                  protected Step<State, Message> rcvAnswer(State state, Answer m) {
                    return asking(super.rcvAnswer(state, m), m.process());
                  }

                  private Step<State, Message> asking(Step<State, Message> step, ProcessId p) {
                    Run run = step.state().run(p);
                    return isThrough(step.state(), p)
                        ? step
                        : and(step, request(p, run.nextStep(), run));
                  }
                })
        .twin("asks-once");
  }

  private void restarts() {
    runner(
        "remembers-its-run",
        "a runner that restarts goes on where it was",
        (choices, r) ->
            new Faulty(choices, r) {
              @Override
              public State durable(State state) {
                return state;
              }
            });
    runner(
        "skips-the-first",
        "a runner begins with the second step",
        (choices, r) ->
            new Faulty(choices, r) {
              @Override
              protected Step<State, Message> start(State state, ProcessId p, Value draw) {
                Step<State, Message> step = super.start(state, p, draw);
                return new Step<>(
                    step.action(),
                    step.state().with(p, step.state().run(p).told(draw)),
                    step.messages());
              }
            });
    mutants.never("keeps-its-result", "a runner does not tell the caller", "Finish");
  }

  /** A runner to put a fault into. */
  private static class Faulty extends ProgramRunner {
    Faulty(Choices choices, NodeId r) {
      super(r, choices.process(), choices.steps(), choices.draw());
    }
  }

  private static Step<ProgramRunner.State, Message> and(
      Step<ProgramRunner.State, Message> step, Message more) {
    List<Message> messages = new ArrayList<>(step.messages());
    messages.add(more);
    return new Step<>(step.action(), step.state(), messages);
  }

  private Mutants<Message> runner(
      String id, String fault, BiFunction<Choices, NodeId, ? extends ProgramRunner> faulty) {
    return mutants.add(
        id, fault, constants -> RestartBinding.cluster(constants, Choices::service, faulty));
  }
}
