package dev.lockstep.conformance.durable.saga;

import dev.lockstep.conformance.Binding;
import dev.lockstep.durable.saga.Message;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import java.util.List;
import java.util.stream.Stream;

/** Sagas with one fault each. */
public final class SagaMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new SagaBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return Stream.concat(OrchestratorMutants.all().stream(), ServiceMutants.all().stream())
        .toList();
  }
}
