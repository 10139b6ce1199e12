package dev.lockstep.conformance.consensus.raft;

import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes down servers with one fault each, all of them in a cluster without any other. */
class Faults {

  private final RaftBinding binding = new RaftBinding();

  /** Those written down so far. */
  final Mutants<Message> mutants = Mutants.of(binding::cluster);

  /** Adds one with a server of its own. */
  final Mutants<Message> add(String id, String fault, RaftBinding.ServerOf server) {
    return mutants.add(id, fault, constants -> binding.cluster(constants, server));
  }

  /** Adds one in which an action has another result. */
  final Mutants<Message> replace(
      String id, String fault, String action, UnaryOperator<Step<State, Message>> wrong) {
    return mutants.replace(id, fault, Raft.class, action, wrong);
  }

  /** Returns them in the order in which they were written down. */
  final List<Mutant<Message>> all() {
    return mutants.all();
  }

  /** Returns a step to another state. */
  static Step<State, Message> with(Step<State, Message> step, State state) {
    return new Step<>(step.action(), state, step.messages());
  }

  /** Returns a step with another message, or none, in the place of all. */
  static Step<State, Message> sending(Step<State, Message> step, Message... messages) {
    return new Step<>(step.action(), step.state(), List.of(messages));
  }
}
