package dev.lockstep.conformance.durable.task;

import dev.lockstep.conformance.durable.task.DurableTaskBinding.Choices;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.task.Message;
import dev.lockstep.durable.task.Message.Acquired;
import dev.lockstep.durable.task.Message.Offer;
import dev.lockstep.durable.task.TaskWorker;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Workers with one fault each, beside a store without. */
final class TaskWorkerMutants {

  private final Mutants<Message> mutants = Mutants.of(new DurableTaskBinding()::cluster);

  private TaskWorkerMutants() {
    claims();
  }

  static List<Mutant<Message>> all() {
    return new TaskWorkerMutants().mutants.all();
  }

  private void claims() {
    worker(
        "acquired-again",
        "a worker takes every answer for news",
        (choices, w) ->
            new Faulty(choices, w) {
              @Override
              protected boolean isNews(State state, Acquired m) {
                return m.version() >= state.claim(m.task()).version();
              }
            });
    mutants.never(
        "lost-ignored", "a worker that was refused keeps what it does not have", "RcvLost");
    worker(
        "takes-what-it-has",
        "a worker takes offers of a task that it has",
        (choices, w) ->
            new Faulty(choices, w) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Received(Offer m)
                    ? Optional.of(rcvOffer(state, m))
                    : super.step(state, input);
              }
            });
    worker(
        "claims-the-next",
        "a worker asks for the version that it would get, not for the one that is offered",
        (choices, w) ->
            new Faulty(choices, w) {
              @Override
              protected Step<State, Message> rcvOffer(State state, Offer m) {
                Step<State, Message> step =
                    super.rcvOffer(state, new Offer(m.task(), m.version() + 1));
                return new Step<>(Action.of("RcvOffer", w, m), step.state(), step.messages());
              }
            });
    worker(
        "remembers-its-claim",
        "a worker that restarts goes on with the tasks that it had",
        (choices, w) ->
            new Faulty(choices, w) {
              @Override
              public State durable(State state) {
                return state;
              }
            });
    worker(
        "works-after-losing",
        "a worker ends a task that it has lost",
        (choices, w) ->
            new Faulty(choices, w) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Release(PromiseId t) && state.claim(t).version() > 0
                    ? Optional.of(release(state, t))
                    : super.step(state, input);
              }
            });
  }

  /** A worker to put a fault into. */
  private static class Faulty extends TaskWorker {
    Faulty(Choices choices, NodeId w) {
      super(w, choices.task(), choices.value());
    }
  }

  private Mutants<Message> worker(
      String id, String fault, BiFunction<Choices, NodeId, ? extends TaskWorker> faulty) {
    return mutants.add(
        id, fault, constants -> DurableTaskBinding.cluster(constants, Choices::store, faulty));
  }
}
