package dev.lockstep.conformance.durable.promise;

import static dev.lockstep.durable.PromiseState.ABSENT;
import static dev.lockstep.durable.PromiseState.PENDING;
import static dev.lockstep.durable.PromiseState.RESOLVED;
import static dev.lockstep.durable.PromiseState.TIMED_OUT;
import static dev.lockstep.durable.Value.NO_VALUE;

import dev.lockstep.conformance.durable.promise.DurablePromiseBinding.Choices;
import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.promise.Message;
import dev.lockstep.durable.promise.Message.Answer;
import dev.lockstep.durable.promise.Message.Create;
import dev.lockstep.durable.promise.Message.Settle;
import dev.lockstep.durable.promise.PromiseStore;
import dev.lockstep.durable.promise.PromiseStore.State;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Stores of promises with one fault each, beside clients without. */
final class PromiseStoreMutants {

  private final Mutants<Message> mutants = Mutants.of(new DurablePromiseBinding()::cluster);

  private PromiseStoreMutants() {
    settling();
    creatingAndAnswering();
    expiring();
    restarting();
  }

  static List<Mutant<Message>> all() {
    return new PromiseStoreMutants().mutants.all();
  }

  private void settling() {
    settlesIf(
            "settle-as-written",
            "the store settles a promise whose deadline has come, as long as that is not written",
            (state, id) -> state.promise(id).state() == PENDING)
        .twin("settle-as-written");
    settlesIf(
            "settle-at-deadline",
            "a request counts at the very deadline",
            (state, id) ->
                state.promise(id).state() == PENDING && state.now() <= state.promise(id).deadline())
        .twin("settle-at-deadline");
    settlesIf(
            "settle-again",
            "the store settles what is settled",
            (state, id) -> state.now() < state.promise(id).deadline())
        .twin("settle-again");
    settlesIf(
            "settle-unknown",
            "the store settles what nobody has created",
            (state, id) ->
                state.promise(id).state() == ABSENT || state.projected(id).state() == PENDING)
        .twin("settle-unknown");
    store(
            "settle-unwritten",
            "the store answers before the record is on disk",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvSettle(State state, Settle m) {
                    Step<State, Message> step = super.rcvSettle(state, m);
                    return new Step<>(step.action(), state, step.messages());
                  }
                })
        .twin("settle-unwritten");
    store(
            "settle-resolves",
            "the store takes every request to settle for one to resolve",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvSettle(State state, Settle m) {
                    Settle resolve = new Settle(m.from(), m.id(), RESOLVED, m.value());
                    Step<State, Message> step = super.rcvSettle(state, resolve);
                    return new Step<>(Action.of("RcvSettle", m), step.state(), step.messages());
                  }
                })
        .twin("settle-resolves");
    store(
            "too-late-is-refused",
            "the store has no answer for who is too late, if the timeout is not written",
            choices ->
                new Faulty(choices) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Received(Settle m)
                            && state.promise(m.id()).isOverdue(state.now())
                        ? Optional.empty()
                        : super.step(state, input);
                  }
                })
        .from(
            "resonatehq/resonate pull request 331: a request to complete a promise that turned out"
                + " to be over while it was handled was answered with an error");
  }

  private void creatingAndAnswering() {
    store(
            "create-again",
            "the store creates what is there",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvCreate(State state, Create m) {
                    return writeAndAnswer(
                        Action.of("RcvCreate", m),
                        state,
                        m,
                        Promise.pending(m.deadline(), m.timer()));
                  }
                })
        .twin("create-again");
    store(
            "born-pending",
            "the store says of a promise that is over when it is created that it waits",
            choices ->
                new Faulty(choices) {
                  @Override
                  protected Step<State, Message> rcvCreate(State state, Create m) {
                    Step<State, Message> step = super.rcvCreate(state, m);
                    return state.promise(m.id()).equals(Promise.NONE)
                        ? answering(step, m, step.state().promise(m.id()))
                        : step;
                  }
                })
        .from(
            "resonatehq/resonate issue 996: a promise created with a timeout in the past was"
                + " pending");
    answers(
            "answer-as-written",
            "the store tells what the record says, not what it is by now",
            (state, id) -> state.promise(id))
        .twin("answer-as-written");
    answers(
        "answer-timed-out-now",
        "the store says of a timeout that is not written that it was now",
        (state, id) ->
            state.promise(id).isOverdue(state.now())
                ? state.promise(id).settled(state.projected(id).state(), NO_VALUE, state.now())
                : state.promise(id));
    answers(
        "answer-without-timers",
        "the store says of a timer that went off, and is not written, that it timed out",
        (state, id) ->
            state.promise(id).isOverdue(state.now())
                ? state.projected(id).settled(TIMED_OUT, NO_VALUE, state.promise(id).deadline())
                : state.promise(id));
  }

  private void expiring() {
    mutants
        .replace(
            "expire-now",
            "the store writes a timeout down with the time of writing",
            PromiseStore.class,
            "Expire",
            step -> expired(step, (state, p) -> p.settled(p.state(), NO_VALUE, state.now())))
        .twin("expire-now");
    store(
            "expire-early",
            "the store writes a timeout down one tick before the deadline",
            choices ->
                new Faulty(choices) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Expire(PromiseId id)
                            && state.promise(id).isOverdue(state.now() + 1)
                        ? Optional.of(expire(state.at(state.now() + 1), id))
                            .map(step -> backAt(state.now(), step))
                        : super.step(state, input);
                  }
                })
        .twin("expire-early");
    mutants
        .replace(
            "expire-timer",
            "a timer times out instead of being resolved",
            PromiseStore.class,
            "Expire",
            step -> expired(step, (state, p) -> p.settled(TIMED_OUT, NO_VALUE, p.deadline())))
        .twin("expire-timer");
    mutants.never("no-sweep", "nobody looks for promises that are over", "Expire").twin("no-sweep");
  }

  private void restarting() {
    store(
            "restart-in-the-past",
            "the store believes a clock that has gone back",
            choices ->
                new Faulty(choices) {
                  @Override
                  public Step<State, Message> restart(State durable) {
                    return super.restart(durable.at(1));
                  }
                })
        .twin("restart-in-the-past");
    store(
        "settled-in-memory",
        "the store writes down that there is a promise, and not how it was settled",
        choices ->
            new Faulty(choices) {
              @Override
              public State durable(State state) {
                TreeMap<PromiseId, Promise> created = new TreeMap<>(state.promises());
                created.replaceAll(
                    (id, p) -> p.isSettled() ? Promise.pending(p.deadline(), p.timer()) : p);
                return new State(state.now(), created);
              }
            });
  }

  /** A store to put a fault into. */
  private static class Faulty extends PromiseStore {
    Faulty(Choices choices) {
      super(choices.id(), choices.maxJump());
    }
  }

  /** A store that settles promises on another condition. */
  private Mutants<Message> settlesIf(
      String id, String fault, BiPredicate<State, PromiseId> condition) {
    return store(
        id,
        fault,
        choices ->
            new Faulty(choices) {
              @Override
              protected Step<State, Message> rcvSettle(State state, Settle m) {
                Promise p = state.promise(m.id());
                return writeAndAnswer(
                    Action.of("RcvSettle", m),
                    state,
                    m,
                    condition.test(state, m.id())
                        ? p.settled(m.state(), m.value(), state.now())
                        : p);
              }
            });
  }

  /** A store that writes what is right, and tells something else. */
  private Mutants<Message> answers(
      String id, String fault, BiFunction<State, PromiseId, Promise> told) {
    return store(
        id,
        fault,
        choices ->
            new Faulty(choices) {
              @Override
              protected Step<State, Message> writeAndAnswer(
                  Action action, State state, Message m, Promise p) {
                Step<State, Message> step = super.writeAndAnswer(action, state, m, p);
                return answering(step, m, told.apply(step.state(), m.id()));
              }
            });
  }

  private static Step<State, Message> answering(
      Step<State, Message> step, Message m, Promise told) {
    return new Step<>(step.action(), step.state(), List.of(new Answer(m.client(), m.id(), told)));
  }

  /** The step with another record for the promise that is its argument. */
  private static Step<State, Message> expired(
      Step<State, Message> step, BiFunction<State, Promise, Promise> written) {
    PromiseId id = (PromiseId) step.action().arguments().getFirst();
    State state = step.state();
    return new Step<>(
        step.action(), state.with(id, written.apply(state, state.promise(id))), List.of());
  }

  private static Step<State, Message> backAt(long now, Step<State, Message> step) {
    return new Step<>(step.action(), step.state().at(now), step.messages());
  }

  private Mutants<Message> store(
      String id, String fault, Function<Choices, ? extends PromiseStore> faulty) {
    return mutants.add(
        id, fault, constants -> DurablePromiseBinding.cluster(constants, faulty, Choices::client));
  }
}
