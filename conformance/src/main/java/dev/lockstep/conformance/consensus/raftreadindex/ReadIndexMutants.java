package dev.lockstep.conformance.consensus.raftreadindex;

import dev.lockstep.conformance.Binding;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.ReadAck;
import dev.lockstep.consensus.raft.Message.ReadHeartbeat;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.ReadIndex;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.consensus.raft.Value;
import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.mutants.Mutants;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Read index with one fault each. */
public final class ReadIndexMutants implements MutantSet<Message> {

  @Override
  public Binding<Message> binding() {
    return new ReadIndexBinding();
  }

  @Override
  public List<Mutant<Message>> mutants() {
    Mutants<Message> mutants = Mutants.of(new ReadIndexBinding()::cluster);
    add(
            mutants,
            "no-own-commit",
            "a new leader answers by the commit index that it inherited",
            NoOwnCommit::new)
        .from("etcd-io/etcd issue 7331, tikv/tikv pull request 6340");
    add(
            mutants,
            "not-confirmed",
            "a leader answers by what it has, without asking anybody",
            NotConfirmed::new)
        .from("etcd-io/etcd issue 741, xnnyygn/xraft issue 40");
    add(
            mutants,
            "any-ack-confirms",
            "an answer to an earlier round counts for the latest",
            AnyAckConfirms::new)
        .from("etcd-io/etcd issue 20418");
    add(mutants, "joins-round", "a read takes part in a round under way", JoinsRound::new);
    add(
        mutants,
        "acks-old-term",
        "a server that knows a newer term confirms an older one",
        AcksOldTerm::new);
    add(
        mutants,
        "not-applied",
        "a read is answered before the state machine is that far",
        NotApplied::new);
    add(mutants, "asks-once", "a question that got lost is not asked again", AsksOnce::new);
    add(mutants, "keeps-reads", "whoever leads no longer keeps its reads", KeepsReads::new);
    mutants
        .sending(
            "acks-future",
            "a server answers the round after the one that it was asked in",
            Raft.class,
            "RcvReadHeartbeat",
            m ->
                m instanceof ReadAck a ? new ReadAck(a.term(), a.from(), a.to(), a.round() + 1) : m)
        .twin("acks-future");
    mutants
        .sending(
            "no-round",
            "a question has no number",
            Raft.class,
            "ReadHeartbeat",
            m ->
                m instanceof ReadHeartbeat q ? new ReadHeartbeat(q.term(), q.from(), q.to(), 0) : m)
        .twin("no-round");
    mutants.never("never-applies", "the state machine applies nothing", "Apply");
    return mutants.all();
  }

  private static final class NoOwnCommit extends ReadIndex {
    NoOwnCommit(Collection<?> reads) {
      super(reads);
    }

    @Override
    protected boolean canRead(State state) {
      return state.role() == Role.LEADER;
    }
  }

  private static final class NotConfirmed extends ReadIndex {
    NotConfirmed(Collection<?> reads) {
      super(reads);
    }

    @Override
    protected boolean canAnswer(Raft raft, State state, Reads mine, Waiting waiting) {
      return lastApplied(state, mine) >= waiting.index();
    }
  }

  private static final class AnyAckConfirms extends ReadIndex {
    AnyAckConfirms(Collection<?> reads) {
      super(reads);
    }

    @Override
    protected Step<State, Message> rcvReadAck(Raft raft, State state, Reads mine, ReadAck m) {
      Step<State, Message> latest =
          super.rcvReadAck(
              raft, state, mine, new ReadAck(m.term(), m.from(), m.to(), mine.round()));
      return new Step<>(Action.of("RcvReadAck", raft.i(), m), latest.state(), latest.messages());
    }
  }

  private static final class JoinsRound extends ReadIndex {
    JoinsRound(Collection<?> reads) {
      super(reads);
    }

    @Override
    protected Step<State, Message> clientRead(Raft raft, State state, Reads mine, Object read) {
      Step<State, Message> step = super.clientRead(raft, state, mine, read);
      Reads reads = ReadIndexBinding.reads(step.state());
      Waiting late = reads.find(read).orElseThrow();
      Waiting early = new Waiting(read, late.index(), Math.max(1, mine.round()));
      return new Step<>(
          step.action(),
          step.state().withExtras(List.of(reads.without(late).with(early))),
          step.messages());
    }
  }

  private static final class AcksOldTerm extends ReadIndex {
    AcksOldTerm(Collection<?> reads) {
      super(reads);
    }

    @Override
    protected boolean confirms(State state, ReadHeartbeat m) {
      return m.term() <= state.currentTerm();
    }
  }

  private static final class NotApplied extends ReadIndex {
    NotApplied(Collection<?> reads) {
      super(reads);
    }

    @Override
    protected boolean canAnswer(Raft raft, State state, Reads mine, Waiting waiting) {
      return super.canAnswer(raft, state, mine, new Waiting(waiting.read(), 0, waiting.round()));
    }
  }

  private static final class AsksOnce extends ReadIndex {
    AsksOnce(Collection<?> reads) {
      super(reads);
    }

    @Override
    protected boolean canAsk(State state, Reads mine, long round) {
      return round > mine.round()
          && super.canAsk(state, mine, round)
          && mine.waiting().stream().anyMatch(waiting -> waiting.round() == round);
    }
  }

  private static final class KeepsReads extends ReadIndex {
    KeepsReads(Collection<?> reads) {
      super(reads);
    }

    @Override
    public Reads after(
        Raft raft, State before, Reads mine, Input input, Step<State, Message> step) {
      return mine;
    }
  }

  private static Mutants<Message> add(
      Mutants<Message> mutants,
      String id,
      String fault,
      Function<Collection<Value>, ReadIndex> wrong) {
    return mutants.add(id, fault, new ReadIndexBinding(wrong)::cluster);
  }
}
