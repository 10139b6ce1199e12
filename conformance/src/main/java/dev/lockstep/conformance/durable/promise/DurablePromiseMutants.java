package dev.lockstep.conformance.durable.promise;

import dev.lockstep.conformance.Binding;
import dev.lockstep.durable.promise.Message;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import java.util.List;
import java.util.stream.Stream;

/** Durable promises with one fault each. */
public final class DurablePromiseMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new DurablePromiseBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return Stream.concat(PromiseStoreMutants.all().stream(), PromiseClientMutants.all().stream())
        .toList();
  }
}
