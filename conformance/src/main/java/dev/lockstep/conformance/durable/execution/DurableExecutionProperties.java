package dev.lockstep.conformance.durable.execution;

import static dev.lockstep.conformance.durable.execution.DurableExecutionBinding.store;
import static dev.lockstep.conformance.durable.execution.DurableExecutionBinding.worker;

import dev.lockstep.conformance.World;
import dev.lockstep.conformance.durable.PromiseProperties;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.TaskState;
import dev.lockstep.durable.execution.Code;
import dev.lockstep.durable.execution.Execution;
import dev.lockstep.durable.execution.ExecutionStore;
import dev.lockstep.durable.execution.ExecutionWorker.Run;
import dev.lockstep.durable.execution.Message;
import dev.lockstep.durable.execution.Message.Acquired;
import dev.lockstep.durable.execution.Message.Create;
import dev.lockstep.durable.execution.Message.Done;
import dev.lockstep.durable.execution.Message.Journal;
import dev.lockstep.durable.execution.Message.Suspend;
import dev.lockstep.durable.execution.Program;
import dev.lockstep.durable.execution.ProgramStep;
import dev.lockstep.simulation.Property;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The properties of durable executions, and of the executions that they are to look like.
 *
 * @see "DurableExecution.tla and Execution.tla, whose names these have"
 */
final class DurableExecutionProperties {

  private final Program program;

  private DurableExecutionProperties(Program program) {
    this.program = program;
  }

  static List<Property<Message>> of(Program program) {
    DurableExecutionProperties of = new DurableExecutionProperties(program);
    return List.of(
        Property.invariant("AtMostOneRun", DurableExecutionProperties::atMostOneRun),
        Property.invariant("KnowsTheJournal", DurableExecutionProperties::knowsTheJournal),
        Property.invariant("NoLostWakeUp", DurableExecutionProperties::noLostWakeUp),
        Property.invariant("WaitsWhileSuspended", each(of::waitsWhileSuspended)),
        Property.invariant("FulfilledIsSettled", each(of::fulfilledIsSettled)),
        Property.step("OnlyTheRunGoesOn", DurableExecutionProperties::onlyTheRunGoesOn),
        Property.step("WaitsForAll", DurableExecutionProperties::waitsForAll),
        Property.step("KnowledgeGrows", DurableExecutionProperties::knowledgeGrows),
        Property.step("AnswersAreProjected", DurableExecutionProperties::answersAreProjected),
        Property.step("DeadStaysDead", DurableExecutionProperties::deadStaysDead),
        Property.step("JournalGrows", DurableExecutionProperties::journalGrows),
        Property.step("EndIsFinal", DurableExecutionProperties::endIsFinal),
        Property.invariant("OneProgram", each(of::isOfOneProgram)),
        Property.invariant("EndsAsItsSteps", each(of::endsAsItsSteps)));
  }

  private static Predicate<World<Message>> each(Predicate<Execution> property) {
    return world -> store(world).executions().values().stream().allMatch(property);
  }

  private static boolean each(
      World<Message> world, BiPredicate<ExecutionStore.State, PromiseId> property) {
    ExecutionStore.State store = store(world);
    return store.executions().keySet().stream().allMatch(e -> property.test(store, e));
  }

  private static boolean atMostOneRun(World<Message> world) {
    return each(
        world,
        (store, e) -> workers(world).stream().filter(w -> runCounts(world, w, e)).count() <= 1);
  }

  private static boolean runCounts(World<Message> world, NodeId w, PromiseId e) {
    Execution execution = store(world).execution(e);
    Run run = worker(world, w).run(e);
    return run.isHeld()
        && execution.state() == TaskState.ACQUIRED
        && run.version() == execution.version();
  }

  private static boolean knowsTheJournal(World<Message> world) {
    return each(
        world,
        (store, e) ->
            workers(world).stream()
                .allMatch(w -> isIn(worker(world, w).run(e).steps(), store.projectedSteps(e))));
  }

  private static boolean isIn(List<ProgramStep> known, List<ProgramStep> journal) {
    if (known.size() > journal.size()) {
      return false;
    }
    for (int i = 0; i < known.size(); i++) {
      ProgramStep step = known.get(i);
      if (!step.name().equals(journal.get(i).name())
          || (step.isDone() && !step.equals(journal.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean noLostWakeUp(World<Message> world) {
    return each(
        world,
        (store, e) -> {
          Execution execution = store.execution(e);
          Set<Integer> awaited = execution.awaited();
          return execution.state() != TaskState.SUSPENDED
              || !store.isOpen(e)
              || (!awaited.isEmpty() && Program.openSteps(execution.steps()).containsAll(awaited));
        });
  }

  private static boolean waitsForAll(World<Message> before, World<Message> after) {
    return each(
        before,
        (store, e) -> {
          Execution execution = store.execution(e);
          Set<Integer> awaited = store(after).execution(e).awaited();
          return awaited.isEmpty()
              || awaited.equals(execution.awaited())
              || before.network().messages().stream()
                  .anyMatch(
                      m ->
                          m instanceof Suspend suspend
                              && suspend.execution().equals(e)
                              && suspend.version() == execution.version()
                              && suspend.on().equals(awaited));
        });
  }

  private boolean waitsWhileSuspended(Execution execution) {
    return execution.awaited().isEmpty() || execution.state() == TaskState.SUSPENDED;
  }

  private boolean fulfilledIsSettled(Execution execution) {
    return (execution.state() == TaskState.FULFILLED) == execution.promise().isSettled()
        && (execution.state() == TaskState.ABSENT) == execution.promise().equals(Promise.NONE);
  }

  private static boolean onlyTheRunGoesOn(World<Message> before, World<Message> after) {
    List<Message> inFlight = before.network().messages();
    return each(
        before,
        (store, e) -> {
          Execution execution = store.execution(e);
          return store(after).execution(e).steps().size() == execution.steps().size()
              || inFlight.stream().anyMatch(m -> isNextOf(m, e, execution));
        });
  }

  private static boolean isNextOf(Message m, PromiseId e, Execution execution) {
    int index =
        switch (m) {
          case Done done -> done.index();
          case Create create -> create.index();
          default -> 0;
        };
    return m.execution().equals(e)
        && execution.state() == TaskState.ACQUIRED
        && m.version() == execution.version()
        && index == execution.steps().size() + 1;
  }

  private static boolean knowledgeGrows(World<Message> before, World<Message> after) {
    return workers(before).stream()
        .allMatch(
            w ->
                each(
                    before,
                    (store, e) -> isLess(worker(before, w).run(e), worker(after, w).run(e))));
  }

  private static boolean isLess(Run before, Run after) {
    return !after.isHeld()
        || before.version() != after.version()
        || (before.steps().size() <= after.steps().size()
            && Program.openSteps(before.steps())
                .containsAll(Program.openSteps(after.steps().subList(0, before.steps().size()))));
  }

  private static boolean answersAreProjected(World<Message> before, World<Message> after) {
    return after.network().notIn(before.network()).stream()
        .allMatch(
            m ->
                switch (m) {
                  case Acquired answer -> isJournal(after, answer.execution(), answer.steps());
                  case Journal answer -> isJournal(after, answer.execution(), answer.steps());
                  default -> true;
                });
  }

  private static boolean isJournal(World<Message> world, PromiseId e, List<ProgramStep> steps) {
    return steps.equals(store(world).projectedSteps(e));
  }

  private static boolean deadStaysDead(World<Message> before, World<Message> after) {
    return each(
        before,
        (store, e) -> {
          Execution was = store.execution(e);
          Execution is = store(after).execution(e);
          return was.state() == TaskState.ABSENT
              || store.isOpen(e)
              || ((is.state() == was.state() || is.state() == TaskState.FULFILLED)
                  && is.version() == was.version());
        });
  }

  private static boolean journalGrows(World<Message> before, World<Message> after) {
    return each(
        before, (store, e) -> isIn(store.projectedSteps(e), store(after).projectedSteps(e)));
  }

  private static boolean endIsFinal(World<Message> before, World<Message> after) {
    return each(
        before,
        (store, e) ->
            PromiseProperties.settledIsFrozen(
                store.projectedPromise(e), store(after).projectedPromise(e)));
  }

  private boolean isOfOneProgram(Execution execution) {
    return Arrays.stream(Code.values()).anyMatch(code -> program.isRunOf(code, execution.steps()));
  }

  private boolean endsAsItsSteps(Execution execution) {
    Promise promise = execution.promise();
    List<ProgramStep> steps = Program.atTime(execution.steps(), promise.settledAt());
    return !promise.state().isOutcome()
        || (program.hasEnded(steps)
            && promise.state() == Program.resultState(steps)
            && promise.value().equals(Program.resultValue(steps)));
  }

  private static List<NodeId> workers(World<Message> world) {
    return world.nodes().stream().filter(DurableExecutionBinding::isWorker).toList();
  }
}
