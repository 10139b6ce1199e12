package dev.lockstep.conformance.durable.execution;

import dev.lockstep.conformance.Binding;
import dev.lockstep.durable.execution.Message;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import java.util.List;
import java.util.stream.Stream;

/** Durable executions with one fault each. */
public final class DurableExecutionMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new DurableExecutionBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return Stream.concat(
            ExecutionStoreMutants.all().stream(), ExecutionWorkerMutants.all().stream())
        .toList();
  }
}
