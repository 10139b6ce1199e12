package dev.lockstep.conformance.durable.promise;

import static dev.lockstep.durable.PromiseState.ABSENT;

import dev.lockstep.conformance.durable.promise.DurablePromiseBinding.Choices;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.promise.Message;
import dev.lockstep.durable.promise.PromiseClient;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Clients of promises with one fault each, beside a store without. */
final class PromiseClientMutants {

  private final Mutants<Message> mutants = Mutants.of(new DurablePromiseBinding()::cluster);

  private PromiseClientMutants() {
    listening();
  }

  static List<Mutant<Message>> all() {
    return new PromiseClientMutants().mutants.all();
  }

  private void listening() {
    client(
            "answer-last",
            "a client takes the answer that came last for the latest",
            (choices, c) ->
                new Faulty(choices, c) {
                  @Override
                  protected boolean isFurther(Promise p, Promise q) {
                    return true;
                  }
                })
        .twin("answer-last");
    client(
        "read-once",
        "a client asks until it has an answer, and then waits to be told",
        (choices, c) ->
            new Faulty(choices, c) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Read(PromiseId id)
                        && !state.known(id).equals(Promise.NONE)
                    ? Optional.empty()
                    : super.step(state, input);
              }
            });
    client(
        "settled-is-missed",
        "a client that knows a promise takes no answer that says how it was settled",
        (choices, c) ->
            new Faulty(choices, c) {
              @Override
              protected boolean isFurther(Promise p, Promise q) {
                return p.state() == ABSENT && super.isFurther(p, q);
              }
            });
  }

  /** A client to put a fault into. */
  private static class Faulty extends PromiseClient {
    Faulty(Choices choices, NodeId c) {
      super(c, choices.id(), choices.deadline(), choices.value());
    }
  }

  private Mutants<Message> client(
      String id, String fault, BiFunction<Choices, NodeId, ? extends PromiseClient> faulty) {
    return mutants.add(
        id, fault, constants -> DurablePromiseBinding.cluster(constants, Choices::store, faulty));
  }
}
