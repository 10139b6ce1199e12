package dev.lockstep.conformance.durable.execution;

import dev.lockstep.conformance.durable.execution.DurableExecutionBinding.Choices;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.ExecutionWorker;
import dev.lockstep.durable.execution.Message;
import dev.lockstep.durable.execution.Message.Done;
import dev.lockstep.durable.execution.Message.Journal;
import dev.lockstep.durable.execution.ProgramStep;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.function.BiFunction;

/** Workers that run programs with one fault each, beside a store without. */
final class ExecutionWorkerMutants {

  private final Mutants<Message> mutants = Mutants.of(new DurableExecutionBinding()::cluster);

  private ExecutionWorkerMutants() {
    replay();
    claims();
  }

  static List<Mutant<Message>> all() {
    return new ExecutionWorkerMutants().mutants.all();
  }

  private void replay() {
    worker(
            "replays-anything",
            "a worker does not notice that the journal is that of another program",
            (choices, w) ->
                new Faulty(choices, w) {
                  @Override
                  protected boolean replays(State state, PromiseId e) {
                    return state.run(e).isHeld();
                  }
                })
        .twin("replays-anything");
    worker(
            "ends-early",
            "a program ends while a step is open",
            (choices, w) ->
                new Faulty(choices, w) {
                  @Override
                  protected boolean hasEnded(List<ProgramStep> steps) {
                    return steps.size() == choices.program().length();
                  }
                })
        .twin("ends-early");
    worker(
        "starts-over",
        "a worker does not replay: it does again what is recorded",
        (choices, w) ->
            new Faulty(choices, w) {
              @Override
              protected Step<State, Message> execute(
                  State state, PromiseId e, PromiseState as, Value value) {
                Step<State, Message> step = super.execute(state, e, as, value);
                Done done = (Done) step.messages().getFirst();
                return new Step<>(
                    step.action(),
                    step.state(),
                    List.of(
                        new Done(
                            w, e, done.version(), 1, done.name(), done.state(), done.value())));
              }
            });
  }

  private void claims() {
    worker(
            "news-always",
            "a worker takes any answer for the latest",
            (choices, w) ->
                new Faulty(choices, w) {
                  @Override
                  protected boolean isNews(State state, Journal m) {
                    return isHeard(state, m);
                  }
                })
        .twin("news-always");
    mutants.never("lost-ignored", "a worker that was refused goes on as if it was not", "RcvLost");
    worker(
        "remembers-its-runs",
        "a worker that restarts goes on with what it had",
        (choices, w) ->
            new Faulty(choices, w) {
              @Override
              public State durable(State state) {
                return state;
              }
            });
  }

  /** A worker to put a fault into. */
  private static class Faulty extends ExecutionWorker {
    Faulty(Choices choices, NodeId w) {
      super(
          w,
          choices.code(w),
          choices.program(),
          choices.execution(),
          choices.value(),
          choices.stepDeadline());
    }
  }

  private Mutants<Message> worker(
      String id, String fault, BiFunction<Choices, NodeId, ? extends ExecutionWorker> faulty) {
    return mutants.add(
        id, fault, constants -> DurableExecutionBinding.cluster(constants, Choices::store, faulty));
  }
}
