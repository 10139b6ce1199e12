package dev.lockstep.conformance.durable.saga;

import static dev.lockstep.conformance.durable.saga.SagaBinding.log;
import static dev.lockstep.conformance.durable.saga.SagaBinding.service;
import static dev.lockstep.conformance.durable.saga.SagaBinding.steps;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.durable.saga.Message;
import dev.lockstep.durable.saga.Message.Compensate;
import dev.lockstep.durable.saga.Message.Execute;
import dev.lockstep.durable.saga.Orchestrator;
import dev.lockstep.durable.saga.Phase;
import dev.lockstep.durable.saga.Position;
import dev.lockstep.durable.saga.Service;
import dev.lockstep.durable.saga.StepRecord;
import dev.lockstep.simulation.Property;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The properties of sagas.
 *
 * @see "Saga.tla, whose names these have"
 */
final class SagaProperties {

  private static final Set<Phase> UNDOING = EnumSet.of(Phase.COMPENSATING, Phase.COMPENSATED);

  private static final Set<Phase> GIVEN_UP =
      EnumSet.of(Phase.CANCELLING, Phase.COMPENSATING, Phase.COMPENSATED);

  private SagaProperties() {}

  static List<Property<Message>> all() {
    return List.of(
        Property.invariant("EffectsAtMostOnce", SagaProperties::effectsAtMostOnce),
        Property.invariant("InOrder", SagaProperties::inOrder),
        Property.invariant("ReverseOrder", SagaProperties::reverseOrder),
        Property.invariant("OnlyExecutedIsCompensated", SagaProperties::onlyExecutedIsCompensated),
        Property.invariant("KnownToHaveEnded", SagaProperties::knownToHaveEnded),
        Property.invariant("OutcomeIsTrue", SagaProperties::outcomeIsTrue),
        Property.step("NothingAfterCompensation", SagaProperties::nothingAfterCompensation),
        Property.step("DecisionIsFinal", SagaProperties::decisionIsFinal));
  }

  private static boolean effectsAtMostOnce(World<Message> world) {
    return steps(world)
        .mapToObj(s -> service(world, s))
        .allMatch(state -> state.executed() <= 1 && state.compensated() <= state.executed());
  }

  private static boolean inOrder(World<Message> world) {
    return steps(world)
        .skip(1)
        .filter(s -> service(world, s).executed() > 0)
        .allMatch(s -> service(world, s - 1).executed() > 0);
  }

  private static boolean reverseOrder(World<Message> world) {
    return steps(world)
        .filter(t -> service(world, t).compensated() > 0)
        .allMatch(t -> steps(world).noneMatch(s -> s > t && service(world, s).stands()));
  }

  private static boolean onlyExecutedIsCompensated(World<Message> world) {
    return world.network().messages().stream()
        .filter(Compensate.class::isInstance)
        .map(m -> service(world, m.step()).record())
        .allMatch(record -> record == StepRecord.DONE || record == StepRecord.COMPENSATED);
  }

  private static boolean knownToHaveEnded(World<Message> world) {
    boolean undoes =
        UNDOING.contains(log(world).phase())
            || (world.status(Message.ORCHESTRATOR) instanceof NodeStatus.Up(Object state)
                && UNDOING.contains(((Orchestrator.State) state).position().phase()));
    return !undoes
        || world.network().messages().stream()
            .filter(Execute.class::isInstance)
            .allMatch(m -> service(world, m.step()).record() != StepRecord.NONE);
  }

  private static boolean outcomeIsTrue(World<Message> world) {
    return switch (log(world).phase()) {
      case COMPLETED -> steps(world).allMatch(s -> service(world, s).stands());
      case COMPENSATED -> steps(world).noneMatch(s -> service(world, s).stands());
      case RUNNING, CANCELLING, COMPENSATING -> true;
    };
  }

  private static boolean nothingAfterCompensation(World<Message> before, World<Message> after) {
    return steps(before).allMatch(s -> service(before, s).compensated() == 0)
        || steps(before).allMatch(s -> isExecutedAsBefore(service(before, s), service(after, s)));
  }

  private static boolean isExecutedAsBefore(Service.State before, Service.State after) {
    return before.executed() == after.executed();
  }

  private static boolean decisionIsFinal(World<Message> before, World<Message> after) {
    Position old = log(before);
    return switch (old.phase()) {
      case RUNNING -> true;
      case CANCELLING, COMPENSATING -> GIVEN_UP.contains(log(after).phase());
      case COMPLETED, COMPENSATED -> log(after).equals(old);
    };
  }
}
