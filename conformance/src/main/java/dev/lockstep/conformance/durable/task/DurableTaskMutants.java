package dev.lockstep.conformance.durable.task;

import dev.lockstep.conformance.Binding;
import dev.lockstep.durable.task.Message;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import java.util.List;
import java.util.stream.Stream;

/** Durable tasks with one fault each. */
public final class DurableTaskMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new DurableTaskBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return Stream.concat(TaskStoreMutants.all().stream(), TaskWorkerMutants.all().stream())
        .toList();
  }
}
