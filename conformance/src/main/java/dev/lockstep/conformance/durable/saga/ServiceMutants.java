package dev.lockstep.conformance.durable.saga;

import static dev.lockstep.durable.saga.StepRecord.CANCELLED;
import static dev.lockstep.durable.saga.StepRecord.COMPENSATED;
import static dev.lockstep.durable.saga.StepRecord.DONE;
import static dev.lockstep.durable.saga.StepRecord.FAILED;
import static dev.lockstep.durable.saga.StepRecord.NONE;

import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import dev.lockstep.durable.saga.Message;
import dev.lockstep.durable.saga.Message.Cancel;
import dev.lockstep.durable.saga.Message.Execute;
import dev.lockstep.durable.saga.Message.Failed;
import dev.lockstep.durable.saga.Orchestrator;
import dev.lockstep.durable.saga.Service;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Services with one fault each, beside an orchestrator without. */
final class ServiceMutants {

  private final Mutants<Message> mutants = Mutants.of(new SagaBinding()::cluster);

  private ServiceMutants() {
    executes();
    cancels();
    compensates();
    disk();
  }

  static List<Mutant<Message>> all() {
    return new ServiceMutants().mutants.all();
  }

  private void executes() {
    add(
            "execute-again",
            "a step is executed whenever it is asked for",
            s ->
                new Service(s) {
                  @Override
                  protected Step<State, Message> rcvExecute(State state) {
                    return state.record() == DONE
                        ? writeAndAnswer(Action.of("RcvExecute", s), state.executed(DONE))
                        : super.rcvExecute(state);
                  }
                })
        .twin("execute-again");
    add(
            "execute-late",
            "a step is executed although it was cancelled, or compensated",
            s ->
                new Service(s) {
                  @Override
                  protected Step<State, Message> rcvExecute(State state) {
                    return state.record() == CANCELLED || state.record() == COMPENSATED
                        ? writeAndAnswer(Action.of("RcvExecute", s), state.executed(DONE))
                        : super.rcvExecute(state);
                  }
                })
        .twin("execute-late");
    add(
            "execute-silently",
            "a service does not answer a request that comes again",
            s ->
                new Service(s) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Received(Execute ignored)
                            && state.record() != NONE
                        ? Optional.empty()
                        : super.step(state, input);
                  }
                })
        .twin("execute-silently");
    mutants.replace(
        "refuses-halfway",
        "a step that fails leaves its effect",
        Service.class,
        "Refuse",
        step -> new Step<>(step.action(), step.state().executed(FAILED), step.messages()));
    add(
        "refusal-forgotten",
        "a step that failed is executed when it is asked for again",
        s ->
            new Service(s) {
              @Override
              protected Step<State, Message> rcvExecute(State state) {
                return state.record() == FAILED
                    ? writeAndAnswer(Action.of("RcvExecute", s), state.executed(DONE))
                    : super.rcvExecute(state);
              }
            });
  }

  private void cancels() {
    add(
            "no-tombstone",
            "a service that has nothing to cancel does not write that down",
            s ->
                new Service(s) {
                  @Override
                  protected Step<State, Message> rcvCancel(State state) {
                    return state.record() == NONE ? failed(s, state) : super.rcvCancel(state);
                  }
                })
        .from(
            "apache/incubator-seata issue 2711: a request that was held up and came after its"
                + " rollback was executed, and nobody undid it any more")
        .twin("no-tombstone");
    add(
            "cancel-silently",
            "a service that has nothing to cancel does not answer",
            s ->
                new Service(s) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Received(Cancel ignored) && state.record() == NONE
                        ? Optional.empty()
                        : super.step(state, input);
                  }
                })
        .from(
            "apache/incubator-seata-go issue 685: a rollback of what had not been executed failed,"
                + " and was asked for again and again")
        .twin("cancel-silently");
    add(
            "cancel-blindly",
            "a service says that a step is cancelled although it was executed",
            s ->
                new Service(s) {
                  @Override
                  protected Step<State, Message> rcvCancel(State state) {
                    return state.record() == DONE ? failed(s, state) : super.rcvCancel(state);
                  }
                })
        .twin("cancel-blindly");
    add(
        "cancel-undoes",
        "a service that is to cancel a step which was executed undoes it at once",
        s ->
            new Service(s) {
              @Override
              protected Step<State, Message> rcvCancel(State state) {
                return state.record() == DONE
                    ? writeAndAnswer(Action.of("RcvCancel", s), state.compensated(COMPENSATED))
                    : super.rcvCancel(state);
              }
            });
  }

  private void compensates() {
    add(
            "compensate-again",
            "a step is undone whenever it is asked for",
            s ->
                new Service(s) {
                  @Override
                  protected Step<State, Message> rcvCompensate(State state) {
                    return writeAndAnswer(
                        Action.of("RcvCompensate", s), state.compensated(COMPENSATED));
                  }
                })
        .twin("compensate-again");
    mutants.replace(
        "compensates-on-paper",
        "a service writes that a step is undone, and leaves its effect",
        Service.class,
        "RcvCompensate",
        step ->
            new Step<>(
                step.action(),
                new Service.State(step.state().record(), step.state().executed(), 0),
                step.messages()));
    mutants.replace(
        "compensates-in-silence",
        "a service does not say that a step is undone",
        Service.class,
        "RcvCompensate",
        step -> new Step<>(step.action(), step.state(), List.of()));
  }

  private void disk() {
    add(
            "service-forgets",
            "a service has the effect on disk, and the record of it in memory",
            s ->
                new Service(s) {
                  @Override
                  public State durable(State state) {
                    return state.with(NONE);
                  }
                })
        .twin("service-forgets");
  }

  /** The service answers that the step never happens, and does nothing. */
  private static Step<Service.State, Message> failed(int s, Service.State state) {
    return new Step<>(Action.of("RcvCancel", s), state, List.of(new Failed(s)));
  }

  private Mutants<Message> add(String id, String fault, IntFunction<Service> faulty) {
    return mutants.add(
        id,
        fault,
        constants -> {
          int lastStep = SagaBinding.lastStep(constants);
          return SagaBinding.cluster(lastStep, new Orchestrator(lastStep), faulty);
        });
  }
}
