package dev.lockstep.conformance.durable.task;

import static dev.lockstep.durable.TaskState.ACQUIRED;
import static dev.lockstep.durable.TaskState.FULFILLED;
import static dev.lockstep.durable.TaskState.HALTED;
import static dev.lockstep.durable.TaskState.PENDING;
import static dev.lockstep.durable.TaskState.SUSPENDED;

import dev.lockstep.conformance.durable.task.DurableTaskBinding.Choices;
import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.task.Message;
import dev.lockstep.durable.task.Message.Acquire;
import dev.lockstep.durable.task.Message.Acquired;
import dev.lockstep.durable.task.Message.Heartbeat;
import dev.lockstep.durable.task.Message.Lost;
import dev.lockstep.durable.task.Message.Release;
import dev.lockstep.durable.task.Message.Suspend;
import dev.lockstep.durable.task.Task;
import dev.lockstep.durable.task.TaskStore;
import dev.lockstep.durable.task.TaskStore.State;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Stores of tasks with one fault each, beside workers without. */
final class TaskStoreMutants {

  private final Mutants<Message> mutants = Mutants.of(new DurableTaskBinding()::cluster);

  private TaskStoreMutants() {
    fence();
    versions();
    leases();
    dead();
    waiting();
  }

  static List<Mutant<Message>> all() {
    return new TaskStoreMutants().mutants.all();
  }

  /** A store with its own idea of which claim counts. */
  @FunctionalInterface
  private interface Fence {
    boolean isValid(State state, Task task, Message m);
  }

  private void fence() {
    fence(
            "anyones-claim",
            "the fence looks whether somebody has the task, not who",
            (state, task, m) -> task.state() == ACQUIRED && state.isOpen(m.task()))
        .from(
            "everruns/everruns pull request 221: a task was completed by a worker that had lost it,"
                + " after the one that had it, and the next step was scheduled twice")
        .twin("anyones-claim");
    fence(
            "fence-as-written",
            "the fence believes the record of the promise, whatever the time",
            (state, task, m) ->
                task.state() == ACQUIRED
                    && task.version() == m.version()
                    && task.promise().state() == PromiseState.PENDING)
        .twin("fence-as-written");
    fence(
            "last-claim",
            "who had the task last may end it, although it was taken away",
            (state, task, m) ->
                (task.state() == PENDING || task.state() == ACQUIRED || task.state() == HALTED)
                    && task.version() == m.version()
                    && state.isOpen(m.task()))
        .twin("last-claim");
    store(
            "heartbeat-unfenced",
            "a heartbeat extends the lease, whoever has it",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvHeartbeat(State state, Heartbeat m) {
                    int version = state.task(m.task()).version();
                    Step<State, Message> step =
                        super.rcvHeartbeat(state, new Heartbeat(m.from(), m.task(), version));
                    return new Step<>(Action.of("RcvHeartbeat", m), step.state(), step.messages());
                  }
                })
        .from(
            "Altinn/altinn-studio pull request 18507: heartbeats of a worker that has lost its"
                + " lease have to be refused as well");
    store(
        "refuses-in-silence",
        "a worker whose claim does not count is not told",
        choices ->
            new Faulty(choices) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return super.step(state, input)
                    .map(
                        step ->
                            step.state().equals(state)
                                    && !step.messages().isEmpty()
                                    && step.messages().getFirst() instanceof Lost
                                ? new Step<>(step.action(), state, List.of())
                                : step);
              }
            });
  }

  private void versions() {
    store(
            "same-version",
            "a task is given away under the version that it had",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvAcquire(State state, Acquire m) {
                    return state.task(m.task()).version() == 0
                        ? super.rcvAcquire(state, m)
                        : under(super.rcvAcquire(state, m), m, m.version());
                  }
                })
        .twin("same-version");
    mutants
        .sending(
            "version-ahead",
            "a worker is told the version after the one that it has",
            TaskStore.class,
            "RcvAcquire",
            m -> new Acquired(m.worker(), m.task(), m.version() + 1))
        .twin("version-ahead");
    store(
            "version-on-release",
            "a release raises the version",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvRelease(State state, Release m) {
                    Step<State, Message> step = super.rcvRelease(state, m);
                    return isValid(state, m)
                        ? new Step<>(
                            step.action(), counted(step.state(), m.task()), step.messages())
                        : step;
                  }
                })
        .twin("version-on-release");
    store(
            "version-on-expiry",
            "the end of a lease raises the version",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> expireLease(State state, PromiseId t) {
                    Step<State, Message> step = super.expireLease(state, t);
                    return new Step<>(step.action(), counted(step.state(), t), List.of());
                  }
                })
        .twin("version-on-expiry");
    store(
        "acquire-any-version",
        "a claim on an old offer gets the task, too",
        choices ->
            new Faulty(choices) {
              @Override
              protected boolean isFirst(State state, Acquire m) {
                return state.task(m.task()).state() == PENDING && state.isOpen(m.task());
              }
            });
  }

  private void leases() {
    mutants.never("no-expiry", "a lease does not end", "ExpireLease");
    store(
        "expires-at-once",
        "a lease ends before its time",
        choices ->
            new Faulty(choices) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.ExpireLease(PromiseId t)
                        && state.task(t).state() == ACQUIRED
                        && state.isOpen(t)
                    ? Optional.of(expireLease(state, t))
                    : super.step(state, input);
              }
            });
    replace(
        "heartbeat-ends-lease",
        "a heartbeat makes a lease shorter",
        "RcvHeartbeat",
        (state, task) -> task.state() == ACQUIRED ? task.leased(1) : task);
    store(
        "offer-once",
        "a task is offered once, and not when its worker has gone",
        choices ->
            new Faulty(choices) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Dispatch(PromiseId t) && state.task(t).version() > 0
                    ? Optional.empty()
                    : super.step(state, input);
              }
            });
  }

  private void dead() {
    store(
            "dispatch-the-dead",
            "a task is offered although its promise is over",
            choices ->
                new Faulty(choices) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Dispatch(PromiseId t)
                            && state.task(t).state() == PENDING
                        ? Optional.of(dispatch(state, t))
                        : super.step(state, input);
                  }
                })
        .twin("dispatch-the-dead");
    store(
            "resume-the-dead",
            "a task is resumed although its promise is over",
            choices ->
                new Faulty(choices) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Resume(PromiseId t)
                            && (state.task(t).state() == ACQUIRED
                                || state.task(t).state() == SUSPENDED
                                || state.task(t).state() == HALTED)
                        ? Optional.of(resume(state, t))
                        : super.step(state, input);
                  }
                })
        .twin("resume-the-dead");
    store(
            "expire-promise",
            "the store writes down that a promise is over, and not that its task is",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> expire(State state, PromiseId t) {
                    Task task = state.task(t);
                    return new Step<>(
                        Action.of("Expire", t),
                        state.with(t, task.with(task.promise().atTime(state.now()))),
                        List.of());
                  }
                })
        .twin("expire-promise");
    replace(
        "fulfilled-stays-acquired",
        "the store settles the promise, and leaves the task to its worker",
        "RcvFulfill",
        (state, task) ->
            task.state() == FULFILLED
                ? new Task(task.promise(), ACQUIRED, task.version(), state.now() + 1, false)
                : task);
  }

  private void waiting() {
    store(
            "suspend-blindly",
            "a task waits for what is there already",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvSuspend(State state, Suspend m) {
                    Task deaf = state.task(m.task()).resumed(false);
                    return isValid(state, m)
                        ? super.rcvSuspend(state.with(m.task(), deaf), m)
                        : super.rcvSuspend(state, m);
                  }
                })
        .twin("suspend-blindly");
    store(
            "suspend-with-lease",
            "a task that waits keeps its lease",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvSuspend(State state, Suspend m) {
                    Step<State, Message> step = super.rcvSuspend(state, m);
                    Task task = step.state().task(m.task());
                    long until = state.task(m.task()).leaseUntil();
                    return new Step<>(
                        step.action(),
                        step.state().with(m.task(), task.leased(until)),
                        step.messages());
                  }
                })
        .twin("suspend-with-lease");
    replace(
        "halt-is-a-wish",
        "a task that is halted stays with its worker",
        "Halt",
        (state, task) -> new Task(task.promise(), ACQUIRED, task.version(), state.now(), true));
    replace(
        "proceed-forgets-waiting",
        "a task that waited when it was halted runs when it goes on",
        "Proceed",
        (state, task) -> task.left(PENDING));
    store(
        "resume-in-the-wind",
        "a task that does not wait yet is resumed in vain",
        choices ->
            new Faulty(choices) {
              @Override
              protected Step<State, Message> resume(State state, PromiseId t) {
                return state.task(t).state() == SUSPENDED
                    ? super.resume(state, t)
                    : new Step<>(Action.of("Resume", t), state, List.of());
              }
            });
  }

  /** A store to put a fault into. */
  private static class Faulty extends TaskStore {
    Faulty(Choices choices) {
      super(choices.task(), choices.deadline(), choices.timeToLive(), choices.maxJump());
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
                return fence.isValid(state, state.task(m.task()), m);
              }
            });
  }

  /** The state with one more for the version of a task. */
  private static State counted(State state, PromiseId t) {
    Task task = state.task(t);
    return state.with(
        t,
        new Task(
            task.promise(), task.state(), task.version() + 1, task.leaseUntil(), task.resumed()));
  }

  private static Step<State, Message> under(Step<State, Message> step, Acquire m, int version) {
    Task task = step.state().task(m.task());
    Task same = new Task(task.promise(), task.state(), version, task.leaseUntil(), task.resumed());
    return new Step<>(
        step.action(),
        step.state().with(m.task(), same),
        List.of(new Acquired(m.from(), m.task(), version)));
  }

  /** What becomes of a task in place of what should. */
  @FunctionalInterface
  private interface Wrong {
    Task of(State state, Task right);
  }

  private Mutants<Message> replace(String id, String fault, String action, Wrong wrong) {
    UnaryOperator<Step<State, Message>> replaced =
        step -> {
          Object argument = step.action().arguments().getFirst();
          PromiseId t = argument instanceof Message m ? m.task() : (PromiseId) argument;
          State state = step.state();
          return new Step<>(
              step.action(), state.with(t, wrong.of(state, state.task(t))), step.messages());
        };
    return mutants.replace(id, fault, TaskStore.class, action, replaced);
  }

  private Mutants<Message> store(
      String id, String fault, Function<Choices, ? extends TaskStore> faulty) {
    return mutants.add(
        id, fault, constants -> DurableTaskBinding.cluster(constants, faulty, Choices::worker));
  }
}
