package dev.lockstep.conformance.durable.task;

import static dev.lockstep.conformance.durable.task.DurableTaskBinding.store;
import static dev.lockstep.conformance.durable.task.DurableTaskBinding.worker;

import dev.lockstep.conformance.World;
import dev.lockstep.conformance.durable.PromiseProperties;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import dev.lockstep.durable.task.Message;
import dev.lockstep.durable.task.Message.Acquired;
import dev.lockstep.durable.task.Message.Fulfill;
import dev.lockstep.durable.task.Message.Offer;
import dev.lockstep.durable.task.Task;
import dev.lockstep.durable.task.TaskStore;
import dev.lockstep.durable.task.TaskWorker.Claim;
import dev.lockstep.simulation.Property;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The properties of durable tasks, and of the promises that they settle.
 *
 * @see "DurableTask.tla and Promise.tla, whose names these have"
 */
final class DurableTaskProperties {

  private static final Set<TaskState> AWAKE =
      EnumSet.of(TaskState.PENDING, TaskState.ACQUIRED, TaskState.FULFILLED);

  private DurableTaskProperties() {}

  static List<Property<Message>> all() {
    return List.of(
        Property.invariant("AtMostOneClaim", DurableTaskProperties::atMostOneClaim),
        Property.invariant("ClaimsAreGiven", DurableTaskProperties::claimsAreGiven),
        Property.invariant("FulfilledIsSettled", DurableTaskProperties::fulfilledIsSettled),
        Property.invariant("LeaseIsOfAcquired", DurableTaskProperties::leaseIsOfAcquired),
        Property.step(
            "VersionCountsAcquires", ofEach(DurableTaskProperties::versionCountsAcquires)),
        Property.step("NoDispatchOfTheDead", DurableTaskProperties::noDispatchOfTheDead),
        Property.step("DeadStaysDead", DurableTaskProperties::deadStaysDead),
        Property.step("SettledByHolder", DurableTaskProperties::settledByHolder),
        Property.step("SettledIsFrozen", DurableTaskProperties::settledIsFrozen),
        Property.invariant("TimeoutWins", DurableTaskProperties::timeoutWins),
        Property.step("NoLostWakeUp", ofEach(DurableTaskProperties::noLostWakeUp)));
  }

  private static BiPredicate<World<Message>, World<Message>> ofEach(
      BiPredicate<Task, Task> property) {
    return (before, after) ->
        store(before).tasks().keySet().stream()
            .allMatch(t -> property.test(store(before).task(t), store(after).task(t)));
  }

  private static boolean atMostOneClaim(World<Message> world) {
    return store(world).tasks().keySet().stream()
        .allMatch(t -> workers(world).stream().filter(w -> holdsValid(world, w, t)).count() <= 1);
  }

  private static boolean holdsValid(World<Message> world, NodeId w, PromiseId t) {
    Task task = store(world).task(t);
    return task.state() == TaskState.ACQUIRED
        && worker(world, w).claim(t).equals(new Claim(task.version(), true));
  }

  private static boolean claimsAreGiven(World<Message> world) {
    return workers(world).stream()
        .flatMap(w -> worker(world, w).claims().entrySet().stream())
        .allMatch(
            claim -> claim.getValue().version() <= store(world).task(claim.getKey()).version());
  }

  private static boolean fulfilledIsSettled(World<Message> world) {
    return store(world).tasks().values().stream()
        .allMatch(
            task ->
                (task.state() == TaskState.FULFILLED) == task.promise().isSettled()
                    && (task.state() == TaskState.ABSENT) == task.promise().equals(Promise.NONE));
  }

  private static boolean leaseIsOfAcquired(World<Message> world) {
    return store(world).tasks().values().stream()
        .allMatch(task -> (task.leaseUntil() != 0) == (task.state() == TaskState.ACQUIRED));
  }

  private static boolean timeoutWins(World<Message> world) {
    return store(world).tasks().values().stream()
        .allMatch(task -> PromiseProperties.timeoutWins(task.promise(), store(world).now()));
  }

  private static boolean settledIsFrozen(World<Message> before, World<Message> after) {
    return store(before).tasks().keySet().stream()
        .allMatch(
            t ->
                PromiseProperties.settledIsFrozen(
                    store(before).projected(t), store(after).projected(t)));
  }

  private static boolean versionCountsAcquires(Task before, Task after) {
    boolean acquires = before.state() != TaskState.ACQUIRED && after.state() == TaskState.ACQUIRED;
    return after.version() == before.version() + (acquires ? 1 : 0);
  }

  private static boolean noLostWakeUp(Task before, Task after) {
    return !before.resumed() || after.resumed() || AWAKE.contains(after.state());
  }

  private static boolean noDispatchOfTheDead(World<Message> before, World<Message> after) {
    TaskStore.State store = store(before);
    return after.network().notIn(before.network()).stream()
        .filter(m -> m instanceof Offer || m instanceof Acquired)
        .allMatch(m -> store.isOpen(m.task()));
  }

  private static boolean deadStaysDead(World<Message> before, World<Message> after) {
    TaskStore.State old = store(before);
    return old.tasks().keySet().stream()
        .filter(t -> old.task(t).state() != TaskState.ABSENT && !old.isOpen(t))
        .allMatch(t -> isAsDead(old.task(t), store(after).task(t)));
  }

  private static boolean isAsDead(Task before, Task after) {
    return (after.state() == before.state() || after.state() == TaskState.FULFILLED)
        && after.version() == before.version()
        && (after.leaseUntil() == before.leaseUntil() || after.leaseUntil() == 0);
  }

  private static boolean settledByHolder(World<Message> before, World<Message> after) {
    TaskStore.State old = store(before);
    return old.tasks().keySet().stream()
        .filter(t -> !old.task(t).promise().isSettled())
        .filter(t -> store(after).task(t).promise().isSettled())
        .allMatch(
            t ->
                store(after).task(t).promise().equals(old.projected(t))
                    || before.network().messages().stream()
                        .anyMatch(m -> isOfHolder(m, t, old, store(after).task(t).promise())));
  }

  private static boolean isOfHolder(
      Message message, PromiseId t, TaskStore.State store, Promise settled) {
    return message instanceof Fulfill m
        && m.task().equals(t)
        && store.task(t).state() == TaskState.ACQUIRED
        && store.task(t).version() == m.version()
        && settled.equals(
            store.task(t).promise().settled(PromiseState.RESOLVED, m.value(), store.now()));
  }

  private static List<NodeId> workers(World<Message> world) {
    return world.nodes().stream().filter(DurableTaskBinding::isWorker).toList();
  }
}
