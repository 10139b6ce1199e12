package dev.lockstep.conformance.commitment.twophasecommit;

import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.conformance.Binding;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import java.util.List;
import java.util.stream.Stream;

/** Two-phase commit with one fault each: first the coordinator's, then the participant's. */
public final class TwoPhaseCommitMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new TwoPhaseCommitBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return Stream.concat(CoordinatorMutants.all().stream(), ParticipantMutants.all().stream())
        .toList();
  }
}
