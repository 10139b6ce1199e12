package dev.lockstep.conformance.durable.execution;

import static dev.lockstep.durable.TaskState.ACQUIRED;
import static dev.lockstep.durable.TaskState.PENDING;

import dev.lockstep.conformance.durable.execution.DurableExecutionBinding.Choices;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.execution.Execution;
import dev.lockstep.durable.execution.ExecutionStore;
import dev.lockstep.durable.execution.ExecutionStore.State;
import dev.lockstep.durable.execution.Message;
import dev.lockstep.durable.execution.Message.Acquire;
import dev.lockstep.durable.execution.Message.Acquired;
import dev.lockstep.durable.execution.Message.Done;
import dev.lockstep.durable.execution.Message.Lost;
import dev.lockstep.durable.execution.Message.Mismatch;
import dev.lockstep.durable.execution.Message.Suspend;
import dev.lockstep.durable.execution.ProgramStep;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** Stores of executions with one fault each, beside workers without. */
final class ExecutionStoreMutants {

  private final Mutants<Message> mutants = Mutants.of(new DurableExecutionBinding()::cluster);

  private ExecutionStoreMutants() {
    fence();
    journal();
    waiting();
    ends();
  }

  static List<Mutant<Message>> all() {
    return new ExecutionStoreMutants().mutants.all();
  }

  /** A store with its own idea of which claim counts. */
  @FunctionalInterface
  private interface Fence {
    boolean isValid(State state, Execution execution, Message m);
  }

  private void fence() {
    fence(
            "anyones-claim",
            "the fence looks whether somebody has the execution, not who",
            (state, execution, m) -> execution.state() == ACQUIRED && state.isOpen(m.execution()))
        .from(
            "everruns/everruns pull request 221: a task was completed by a worker that had lost it,"
                + " after the one that had it, and the next step was scheduled twice")
        .twin("anyones-claim");
    fence(
            "fence-as-written",
            "the fence believes the record of the promise, whatever the time",
            (state, execution, m) ->
                execution.state() == ACQUIRED
                    && execution.version() == m.version()
                    && execution.promise().state() == PromiseState.PENDING)
        .twin("fence-as-written");
    store(
            "same-version",
            "an execution is given away under the version that it had",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvAcquire(State state, Acquire m) {
                    int version = state.execution(m.execution()).version();
                    return version == 0
                        ? super.rcvAcquire(state, m)
                        : under(super.rcvAcquire(state, m), m, version);
                  }
                })
        .twin("same-version");
    store(
            "acquire-the-dead",
            "an execution is given away although its promise is over",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected boolean isFree(State state, Acquire m) {
                    return state.execution(m.execution()).state() == PENDING;
                  }
                })
        .twin("acquire-the-dead");
  }

  private void journal() {
    store(
            "record-again",
            "what is said twice is recorded twice",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Execution add(State state, Message m, int index, ProgramStep step) {
                    Execution execution = state.execution(m.execution());
                    return execution.steps().size() < choices.program().length()
                        ? execution.plus(step)
                        : execution;
                  }
                })
        .twin("record-again");
    store(
            "record-over",
            "what is said again replaces what is recorded",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Execution add(State state, Message m, int index, ProgramStep step) {
                    Execution execution = state.execution(m.execution());
                    return index <= execution.steps().size()
                        ? replaced(execution, index, step)
                        : super.add(state, m, index, step);
                  }
                })
        .twin("record-over");
    store(
            "answer-as-written",
            "the store answers with what is written, whatever the time",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvAcquire(State state, Acquire m) {
                    return answering(
                        super.rcvAcquire(state, m), m, state.execution(m.execution()).steps());
                  }
                })
        .twin("answer-as-written");
    store(
        "acquire-without-journal",
        "an execution is given away with an empty journal",
        choices ->
            new Faulty(choices) {
              @Override
              protected Step<State, Message> rcvAcquire(State state, Acquire m) {
                return answering(super.rcvAcquire(state, m), m, List.of());
              }
            });
    store(
        "done-in-silence",
        "a worker is not told that its step is recorded",
        choices ->
            new Faulty(choices) {
              @Override
              protected Step<State, Message> rcvDone(State state, Done m) {
                Step<State, Message> step = super.rcvDone(state, m);
                return isValid(state, m)
                    ? new Step<>(step.action(), step.state(), List.of())
                    : step;
              }
            });
  }

  private void waiting() {
    store(
            "suspend-blindly",
            "an execution waits for what is there already",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvSuspend(State state, Suspend m) {
                    Step<State, Message> step = super.rcvSuspend(state, m);
                    return isValid(state, m) ? suspending(step, m) : step;
                  }
                })
        .twin("suspend-blindly");
    store(
            "suspend-on-first",
            "an execution that waits for several steps is registered with the first",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvSuspend(State state, Suspend m) {
                    Step<State, Message> step = super.rcvSuspend(state, m);
                    Execution after = step.state().execution(m.execution());
                    return after.awaited().isEmpty() || !isValid(state, m)
                        ? step
                        : new Step<>(
                            step.action(),
                            step.state()
                                .with(
                                    m.execution(),
                                    after.suspended(new TreeSet<>(List.of(m.on().first())))),
                            step.messages());
                  }
                })
        .twin("suspend-on-first");
    store(
            "still-registered",
            "an execution that was woken is still registered",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Execution wake(State state, PromiseId e, int i, Promise settled) {
                    Execution woken = super.wake(state, e, i, settled);
                    Execution before = state.execution(e);
                    return new Execution(
                        woken.promise(),
                        woken.steps(),
                        woken.state(),
                        woken.version(),
                        before.awaited());
                  }
                })
        .twin("still-registered");
    store(
            "wake-the-dead",
            "an execution is woken although its promise is over",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Execution wake(State state, PromiseId e, int i, Promise settled) {
                    Execution execution = state.execution(e).with(i, settled);
                    return execution.awaited().contains(i) ? execution.left(PENDING) : execution;
                  }
                })
        .twin("wake-the-dead");
    store(
            "expire-silently",
            "the deadline of a step wakes nobody",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> expireStep(State state, PromiseId e, int i) {
                    Step<State, Message> step = super.expireStep(state, e, i);
                    Promise over = step.state().execution(e).steps().get(i - 1).promise();
                    return new Step<>(
                        step.action(), state.with(e, state.execution(e).with(i, over)), List.of());
                  }
                })
        .twin("expire-silently");
    mutants.never("expire-never", "the deadline of a step never comes", "ExpireStep");
    mutants.never("no-lease", "a worker that has gone is not given up", "ExpireLease");
  }

  private void ends() {
    store(
            "expire-promise",
            "the store writes down that an execution is over, and not that there is nothing to do",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> expire(State state, PromiseId e) {
                    return new Step<>(
                        super.expire(state, e).action(),
                        state.with(e, state.execution(e).with(state.projectedPromise(e))),
                        List.of());
                  }
                })
        .twin("expire-promise");
    store(
        "mismatch-goes-on",
        "an execution that does not match goes to the next worker, which may not notice",
        choices ->
            new Faulty(choices) {
              @Override
              protected Step<State, Message> rcvMismatch(State state, Mismatch m) {
                Step<State, Message> step = super.rcvMismatch(state, m);
                return isValid(state, m)
                    ? new Step<>(
                        step.action(),
                        state.with(m.execution(), state.execution(m.execution()).left(PENDING)),
                        step.messages())
                    : step;
              }
            });
  }

  /** A store to put a fault into. */
  private static class Faulty extends ExecutionStore {
    Faulty(Choices choices) {
      super(choices.execution(), choices.value(), choices.deadline(), choices.maxJump());
    }
  }

  private Mutants<Message> fence(String id, String fault, Fence fence) {
    return store(
        id,
        fault,
        choices ->
            new Faulty(choices) {
              @Override
              protected boolean isValid(State state, Message m) {
                return fence.isValid(state, state.execution(m.execution()), m);
              }
            });
  }

  private static Step<State, Message> under(Step<State, Message> step, Acquire m, int version) {
    Execution execution = step.state().execution(m.execution());
    Execution same =
        new Execution(
            execution.promise(),
            execution.steps(),
            execution.state(),
            version,
            execution.awaited());
    Acquired answer = (Acquired) step.messages().getFirst();
    return new Step<>(
        step.action(),
        step.state().with(m.execution(), same),
        List.of(new Acquired(m.from(), m.execution(), version, answer.steps())));
  }

  private static Step<State, Message> answering(
      Step<State, Message> step, Acquire m, List<ProgramStep> steps) {
    Acquired right = (Acquired) step.messages().getFirst();
    return new Step<>(
        step.action(),
        step.state(),
        List.of(new Acquired(m.from(), m.execution(), right.version(), steps)));
  }

  private static Step<State, Message> suspending(Step<State, Message> step, Suspend m) {
    Execution suspended = step.state().execution(m.execution()).suspended(m.on());
    return new Step<>(
        step.action(),
        step.state().with(m.execution(), suspended),
        List.of(new Lost(m.from(), m.execution(), m.version())));
  }

  private static Execution replaced(Execution execution, int index, ProgramStep step) {
    List<ProgramStep> steps = new ArrayList<>(execution.steps());
    steps.set(index - 1, step);
    return new Execution(
        execution.promise(), steps, execution.state(), execution.version(), execution.awaited());
  }

  private Mutants<Message> store(
      String id, String fault, Function<Choices, ? extends ExecutionStore> faulty) {
    return mutants.add(
        id,
        fault,
        constants -> DurableExecutionBinding.cluster(constants, faulty, Choices::worker));
  }
}
