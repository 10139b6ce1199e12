package dev.lockstep.conformance.durable.restart;

import dev.lockstep.conformance.Binding;
import dev.lockstep.durable.restart.Message;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import java.util.List;
import java.util.stream.Stream;

/** Restart with one fault each. */
public final class RestartMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new RestartBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return Stream.concat(EffectServiceMutants.all().stream(), ProgramRunnerMutants.all().stream())
        .toList();
  }
}
