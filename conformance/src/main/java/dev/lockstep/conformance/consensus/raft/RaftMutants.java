package dev.lockstep.conformance.consensus.raft;

import dev.lockstep.conformance.Binding;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import java.util.List;
import java.util.stream.Stream;

/** Raft with one fault each: those of elections, then those of replication. */
public final class RaftMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new RaftBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    return Stream.of(new ElectionMutants(), new LeaderMutants(), new FollowerMutants())
        .flatMap(faults -> faults.all().stream())
        .toList();
  }
}
