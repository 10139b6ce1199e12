package dev.lockstep.conformance.consensus.rafttransfer;

import static dev.lockstep.consensus.raft.Role.FOLLOWER;
import static dev.lockstep.consensus.raft.Role.LEADER;

import dev.lockstep.conformance.Binding;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.TimeoutNow;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.consensus.raft.Transfer;
import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.mutants.Mutants;
import java.util.Collections;
import java.util.List;

/** Raft with leadership transfer, with one fault each. */
public final class RaftTransferMutants implements MutantSet<Message> {

  /** Creates it. */
  public RaftTransferMutants() {}

  @Override
  public Binding<Message> binding() {
    return new RaftTransferBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    Mutants<Message> mutants = Mutants.of(new RaftTransferBinding()::cluster);
    leaders(mutants);
    targets(mutants);
    return mutants.all();
  }

  private static Mutants<Message> add(
      Mutants<Message> mutants, String id, String fault, Transfer faulty) {
    return mutants.add(id, fault, new RaftTransferBinding(faulty)::cluster);
  }

  private static void leaders(Mutants<Message> mutants) {
    add(
            mutants,
            "accepts-requests",
            "a leader that hands over accepts requests",
            new Transfer() {
              @Override
              public boolean allows(Raft raft, State state, Target mine, Input input) {
                return true;
              }
            })
        .from(
            "hashicorp/raft pull request 581: what was written during a transfer made the log of"
                + " the old leader the longer one, and the target lost its election")
        .twin("accepts-requests");
    add(
            mutants,
            "told-too-early",
            "the target is told before it has everything",
            new Transfer() {
              @Override
              protected boolean isComplete(State state, Target mine) {
                return true;
              }
            })
        .from(
            "redpanda-data/redpanda issue 2606: a transfer told its target at once, whose log"
                + " lacked what was being replicated, so that the others refused their votes;"
                + " canonical/raft pull request 477")
        .twin("told-too-early");
    add(
            mutants,
            "transfer-outlives-leader",
            "a transfer goes on when its leader leads no longer",
            new Transfer() {
              @Override
              public Target after(
                  Raft raft, State before, Target mine, Input input, Step<State, Message> step) {
                return mine;
              }
            })
        .from(
            "hashicorp/raft pull request 487: the flag of a transfer was set and cleared beside the"
                + " loop of the leader that it belonged to");
    add(
        mutants,
        "sends-nothing",
        "a leader that hands over sends no entries either",
        new Transfer() {
          @Override
          public boolean allows(Raft raft, State state, Target mine, Input input) {
            return super.allows(raft, state, mine, input)
                && !(input instanceof Input.Replicate && mine.isSomebody());
          }
        });
  }

  private static void targets(Mutants<Message> mutants) {
    add(
            mutants,
            "told-and-waits",
            "the target stays in its term and waits for its own timeout",
            new Transfer() {
              @Override
              protected Step<State, Message> rcvTimeoutNow(Raft raft, State state, TimeoutNow m) {
                return new Step<>(Action.of("RcvTimeoutNow", raft.i(), m), state, List.of());
              }
            })
        .from(
            "RedisLabs/raft pull request 88: the target stayed in its term for a round of"
                + " pre-votes, and the next heartbeat of the old leader made it a follower again");
    add(
        mutants,
        "leads-at-once",
        "the target leads without an election",
        new Transfer() {
          @Override
          protected Step<State, Message> rcvTimeoutNow(Raft raft, State state, TimeoutNow m) {
            return new Step<>(
                Action.of("RcvTimeoutNow", raft.i(), m),
                state.role() == FOLLOWER
                    ? state.with(LEADER, Collections.emptyNavigableSet())
                    : state,
                List.of());
          }
        });
  }
}
