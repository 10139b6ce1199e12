package dev.lockstep.conformance.durable.promise;

import static dev.lockstep.conformance.durable.promise.DurablePromiseBinding.client;
import static dev.lockstep.conformance.durable.promise.DurablePromiseBinding.store;

import dev.lockstep.conformance.World;
import dev.lockstep.conformance.durable.PromiseProperties;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.promise.Message;
import dev.lockstep.durable.promise.Message.Answer;
import dev.lockstep.durable.promise.Message.Create;
import dev.lockstep.durable.promise.Message.Read;
import dev.lockstep.durable.promise.Message.Settle;
import dev.lockstep.durable.promise.PromiseClient;
import dev.lockstep.durable.promise.PromiseStore;
import dev.lockstep.simulation.Property;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The properties of durable promises.
 *
 * @see "DurablePromise.tla, whose names these have"
 */
final class DurablePromiseProperties {

  private DurablePromiseProperties() {}

  static List<Property<Message>> all() {
    return List.of(
        Property.invariant("TimeoutWins", DurablePromiseProperties::timeoutWins),
        Property.invariant("KnownIsTrue", DurablePromiseProperties::knownIsTrue),
        Property.step("SettledIsFrozen", DurablePromiseProperties::settledIsFrozen),
        Property.step("TermsAreFixed", DurablePromiseProperties::termsAreFixed),
        Property.step("NothingUnasked", DurablePromiseProperties::nothingUnasked),
        Property.step("AnswersAreTrue", DurablePromiseProperties::answersAreTrue),
        Property.step("KnownIsFrozen", DurablePromiseProperties::knownIsFrozen));
  }

  private static boolean timeoutWins(World<Message> world) {
    return store(world).promises().values().stream()
        .allMatch(p -> PromiseProperties.timeoutWins(p, store(world).now()));
  }

  private static boolean knownIsTrue(World<Message> world) {
    PromiseStore.State store = store(world);
    return Stream.concat(
            clients(world).stream().flatMap(c -> client(world, c).known().entrySet().stream()),
            answers(world.network().messages()).map(m -> Map.entry(m.id(), m.promise())))
        .filter(told -> told.getValue().isSettled())
        .allMatch(told -> told.getValue().equals(store.projected(told.getKey())));
  }

  private static boolean settledIsFrozen(World<Message> before, World<Message> after) {
    PromiseStore.State old = store(before);
    return old.promises().keySet().stream()
        .allMatch(
            id -> PromiseProperties.settledIsFrozen(old.projected(id), store(after).projected(id)));
  }

  private static boolean termsAreFixed(World<Message> before, World<Message> after) {
    return store(before).promises().entrySet().stream()
        .filter(there -> !there.getValue().equals(Promise.NONE))
        .allMatch(there -> haveSameTerms(there.getValue(), store(after).promise(there.getKey())));
  }

  private static boolean haveSameTerms(Promise p, Promise q) {
    return p.deadline() == q.deadline() && p.timer() == q.timer();
  }

  private static boolean nothingUnasked(World<Message> before, World<Message> after) {
    PromiseStore.State old = store(before);
    return old.promises().keySet().stream()
        .filter(id -> !old.promise(id).equals(store(after).promise(id)))
        .allMatch(
            id ->
                store(after).promise(id).equals(old.projected(id))
                    || before.network().messages().stream()
                        .filter(m -> m.id().equals(id))
                        .anyMatch(m -> store(after).promise(id).equals(asked(m, old))));
  }

  /** What somebody wants to become of a promise, which is nothing new if it cannot become that. */
  private static Promise asked(Message message, PromiseStore.State store) {
    Promise p = store.promise(message.id());
    return switch (message) {
      case Create m when p.equals(Promise.NONE) -> Promise.pending(m.deadline(), m.timer());
      case Settle m -> p.settled(m.state(), m.value(), store.now());
      case Create ignored -> p;
      case Read ignored -> p;
      case Answer ignored -> p;
    };
  }

  private static boolean answersAreTrue(World<Message> before, World<Message> after) {
    return answers(after.network().notIn(before.network()))
        .allMatch(m -> m.promise().equals(store(after).projected(m.id())));
  }

  private static boolean knownIsFrozen(World<Message> before, World<Message> after) {
    return clients(before).stream()
        .allMatch(c -> knownIsFrozen(client(before, c), client(after, c)));
  }

  private static boolean knownIsFrozen(PromiseClient.State before, PromiseClient.State after) {
    return before.known().keySet().stream()
        .allMatch(id -> PromiseProperties.settledIsFrozen(before.known(id), after.known(id)));
  }

  private static List<NodeId> clients(World<Message> world) {
    return world.nodes().stream().filter(node -> !node.equals(Message.STORE)).toList();
  }

  private static Stream<Answer> answers(Collection<Message> messages) {
    return messages.stream().filter(Answer.class::isInstance).map(Answer.class::cast);
  }
}
