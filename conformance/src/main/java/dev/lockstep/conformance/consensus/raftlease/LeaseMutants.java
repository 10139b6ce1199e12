package dev.lockstep.conformance.consensus.raftlease;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.consensus.raftlease.LeaseBinding.LeaseOf;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Lease;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.LeaseAck;
import dev.lockstep.consensus.raft.Message.LeaseHeartbeat;
import dev.lockstep.consensus.raft.Message.RequestVote;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.mutants.Mutants;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Leases with one fault each. */
public final class LeaseMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new LeaseBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    Mutants<Message> mutants = Mutants.of(new LeaseBinding()::cluster);
    patience(mutants);
    leases(mutants);
    reads(mutants);
    return mutants.all();
  }

  /** Has the constructor of what it is wrong about. */
  private abstract static class Wrong extends Lease {
    Wrong(Collection<?> reads, int electionTimeout, int leaseTime) {
      super(reads, electionTimeout, leaseTime);
    }
  }

  private static void patience(Mutants<Message> mutants) {
    add(
            mutants,
            "votes-at-once",
            "a server votes for whoever asks, patient or not",
            (reads, electionTimeout, leaseTime) ->
                new Wrong(reads, electionTimeout, leaseTime) {
                  @Override
                  public boolean allows(Raft raft, State state, Timing mine, Input input) {
                    return input instanceof Input.Received(RequestVote m)
                        || super.allows(raft, state, mine, input);
                  }
                })
        .twin("votes-at-once");
    add(
            mutants,
            "stands-at-once",
            "a server stands for election, patient or not",
            (reads, electionTimeout, leaseTime) ->
                new Wrong(reads, electionTimeout, leaseTime) {
                  @Override
                  public boolean allows(Raft raft, State state, Timing mine, Input input) {
                    return input instanceof Input.Timeout || super.allows(raft, state, mine, input);
                  }
                })
        .twin("stands-at-once");
    add(
            mutants,
            "restarts-impatient",
            "a server that starts votes at once, whatever it promised before a crash",
            (reads, electionTimeout, leaseTime) ->
                new Wrong(reads, electionTimeout, leaseTime) {
                  @Override
                  public Timing initial() {
                    return Timing.startingWith(electionTimeout());
                  }
                })
        .from(
            "tikv/tikv issue 15035: a server that had just answered the leader restarted, and voted"
                + " for another one while the lease was held")
        .twin("restarts-impatient");
    add(
            mutants,
            "acks-impatiently",
            "a server answers a heartbeat, and goes on as if it had not",
            (reads, electionTimeout, leaseTime) ->
                new Wrong(reads, electionTimeout, leaseTime) {
                  @Override
                  protected Step<State, Message> rcvLeaseHeartbeat(
                      Raft raft, State state, Timing mine, LeaseHeartbeat m) {
                    Step<State, Message> step = super.rcvLeaseHeartbeat(raft, state, mine, m);
                    return new Step<>(step.action(), state, step.messages());
                  }
                })
        .twin("acks-impatiently");
    add(
        mutants,
        "acks-old-term",
        "a server that knows a newer term answers the leader of an older one",
        (reads, electionTimeout, leaseTime) ->
            new Wrong(reads, electionTimeout, leaseTime) {
              @Override
              protected boolean isOfLeader(State state, LeaseHeartbeat m) {
                return m.term() <= state.currentTerm();
              }
            });
    mutants.sending(
        "acks-future",
        "a server answers the round after the one that it was asked in",
        Raft.class,
        "RcvLeaseHeartbeat",
        m -> m instanceof LeaseAck a ? new LeaseAck(a.term(), a.from(), a.to(), a.round() + 1) : m);
  }

  private static void leases(Mutants<Message> mutants) {
    add(
            mutants,
            "by-role",
            "a leader reads because it is one, with a lease or without",
            (reads, electionTimeout, leaseTime) ->
                new Wrong(reads, electionTimeout, leaseTime) {
                  @Override
                  public boolean holdsLease(Raft raft, State state, Timing mine) {
                    return state.role() == Role.LEADER;
                  }
                })
        .from(
            "sofastack/sofa-jraft issue 25, pull requests 26 and 34: a lease read looked at the"
                + " role alone, which a timer corrected later");
    add(
            mutants,
            "from-arrival",
            "a lease is counted from when the answer arrived",
            (reads, electionTimeout, leaseTime) ->
                new Wrong(reads, electionTimeout, leaseTime) {
                  @Override
                  protected Step<State, Message> rcvLeaseAck(
                      Raft raft, State state, Timing mine, LeaseAck m) {
                    NavigableMap<Long, Integer> ages = new TreeMap<>(mine.ages());
                    ages.put(m.round(), 0);
                    Step<State, Message> step = super.rcvLeaseAck(raft, state, mine, m);
                    Timing counted = LeaseBinding.timing(step.state());
                    return new Step<>(
                        step.action(),
                        step.state().withExtras(List.of(counted.withRounds(counted.round(), ages))),
                        step.messages());
                  }
                })
        .twin("from-arrival");
    add(
            mutants,
            "lasts-too-long",
            "a leader takes its lease to be as long as the patience of the others",
            (reads, electionTimeout, leaseTime) ->
                new Wrong(reads, electionTimeout, leaseTime) {
                  @Override
                  protected NavigableMap<Long, Integer> older(NavigableMap<Long, Integer> ages) {
                    return olderThan(ages, electionTimeout());
                  }
                })
        .twin("lasts-too-long");
    add(
            mutants,
            "any-ack-counts",
            "an answer to an earlier round counts for the latest",
            (reads, electionTimeout, leaseTime) ->
                new Wrong(reads, electionTimeout, leaseTime) {
                  @Override
                  protected Step<State, Message> rcvLeaseAck(
                      Raft raft, State state, Timing mine, LeaseAck m) {
                    Step<State, Message> latest =
                        super.rcvLeaseAck(
                            raft,
                            state,
                            mine,
                            new LeaseAck(m.term(), m.from(), m.to(), mine.round()));
                    return new Step<>(
                        Action.of("RcvLeaseAck", raft.i(), m), latest.state(), latest.messages());
                  }
                })
        .twin("any-ack-counts");
    mutants.sending(
        "no-round",
        "a heartbeat has no number",
        Raft.class,
        "LeaseHeartbeat",
        m -> m instanceof LeaseHeartbeat h ? new LeaseHeartbeat(h.term(), h.from(), h.to(), 0) : m);
    add(
        mutants,
        "renews-never",
        "a leader takes a lease once in its term",
        (reads, electionTimeout, leaseTime) ->
            new Wrong(reads, electionTimeout, leaseTime) {
              @Override
              public Optional<Step<State, Message>> step(
                  Raft raft, State state, Timing mine, Input input) {
                return input instanceof Input.RenewLease && mine.round() > 0
                    ? Optional.empty()
                    : super.step(raft, state, mine, input);
              }
            });
    add(
            mutants,
            "keeps-lease",
            "whoever leads no longer keeps its lease and its reads",
            (reads, electionTimeout, leaseTime) ->
                new Wrong(reads, electionTimeout, leaseTime) {
                  @Override
                  public Timing after(
                      Raft raft,
                      State before,
                      Timing mine,
                      Input input,
                      Step<State, Message> step) {
                    return mine.withQuiet(super.after(raft, before, mine, input, step).quiet());
                  }
                })
        .twin("keeps-lease");
  }

  private static void reads(Mutants<Message> mutants) {
    add(
            mutants,
            "no-own-commit",
            "a new leader reads by the commit index that it found",
            (reads, electionTimeout, leaseTime) ->
                new Wrong(reads, electionTimeout, leaseTime) {
                  @Override
                  protected boolean canRead(State state) {
                    return state.role() == Role.LEADER;
                  }
                })
        .from(
            "vesoft-inc/nebula pull request 1756: a lease read did not ask whether the leader had"
                + " committed anything in its term")
        .twin("no-own-commit");
    add(
        mutants,
        "not-applied",
        "a read is answered before the state machine is that far",
        (reads, electionTimeout, leaseTime) ->
            new Wrong(reads, electionTimeout, leaseTime) {
              @Override
              protected boolean hasApplied(State state, Timing mine, Waiting waiting) {
                return true;
              }
            });
    mutants.never("never-applies", "the state machine applies nothing", "Apply");
  }

  private static Mutants<Message> add(
      Mutants<Message> mutants, String id, String fault, LeaseOf wrong) {
    return mutants.add(id, fault, new LeaseBinding(wrong)::cluster);
  }
}
