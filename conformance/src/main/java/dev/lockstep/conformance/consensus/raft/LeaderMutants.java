package dev.lockstep.conformance.consensus.raft;

import dev.lockstep.consensus.raft.Entry;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.AppendEntries;
import dev.lockstep.consensus.raft.Message.Appended;
import dev.lockstep.consensus.raft.Message.Refused;
import dev.lockstep.consensus.raft.Progress;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import java.util.List;
import java.util.Optional;

/** What a leader does wrong. */
final class LeaderMutants extends Faults {

  LeaderMutants() {
    sending();
    hearing();
    committing();
  }

  private void sending() {
    add(
            "replaces-last-entry",
            "a leader puts a request in the place of its last entry",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected Step<State, Message> clientRequest(State state, Object value) {
                    Log shorter = state.log().upTo(state.log().lastIndex() - 1);
                    return super.clientRequest(state.with(shorter), value);
                  }
                })
        .twin("leader-replaces");
    replace(
        "request-in-old-term",
        "a leader appends a request with the term before its own",
        "ClientRequest",
        step -> {
          Log log = step.state().log();
          Entry last = log.at(log.lastIndex());
          Log other =
              log.upTo(log.lastIndex() - 1).append(new Entry(last.term() - 1, last.value()));
          return with(step, step.state().with(other));
        });
    replace(
        "previous-off-by-one",
        "a leader names the term of the wrong entry as the previous one",
        "AppendEntries",
        step -> {
          AppendEntries m = (AppendEntries) step.messages().getFirst();
          long term = m.entries().isEmpty() ? m.prevTerm() : m.entries().getFirst().term();
          return sending(
              step,
              new AppendEntries(
                  m.term(), m.from(), m.to(), m.prevIndex(), term, m.entries(), m.commit()));
        });
    add(
            "stamps-new-term",
            "a leader that was deposed sends what it had ready, in the new term",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected Optional<Step<State, Message>> raftStep(State state, Input input) {
                    return input instanceof Input.Received(Message.RequestVote m)
                            && state.role() == Role.LEADER
                            && isNewer(state, m)
                        ? Optional.of(late(state, m))
                        : super.raftStep(state, input);
                  }

                  private Step<State, Message> late(State state, Message.RequestVote m) {
                    Step<State, Message> step = rcvRequestVote(state, m);
                    Message ready =
                        new AppendEntries(m.term(), i, m.from(), 0, 0, state.log().after(0, 1), 0);
                    return Faults.sending(step, step.messages().getFirst(), ready);
                  }
                })
        .from("apache/ratis PR 1148 (RATIS-2154): an old leader's sender stamps the new term");
  }

  private void hearing() {
    add(
            "match-goes-back",
            "a leader takes a late confirmation for the latest",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected Step<State, Message> rcvAppended(State state, Appended m) {
                    Progress p = state.progress();
                    long next = Math.max(p.next(m.from()), m.matchIndex() + 1);
                    return new Step<>(
                        Action.of("RcvAppended", i, m),
                        state.with(p.with(m.from(), next, m.matchIndex())),
                        List.of());
                  }
                })
        .twin("match-goes-back")
        .from("zhebrak/raftos issue 25, bakwc/PySyncObj issue 167: a late answer lowers it");
    add(
            "next-stays",
            "a leader does not send on from what was confirmed",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected Step<State, Message> rcvAppended(State state, Appended m) {
                    Progress p = state.progress();
                    return new Step<>(
                        Action.of("RcvAppended", i, m),
                        state.with(
                            p.with(
                                m.from(),
                                p.next(m.from()),
                                Math.max(p.match(m.from()), m.matchIndex()))),
                        List.of());
                  }
                })
        .twin("next-stays")
        .from("bakwc/PySyncObj issue 167, willemt/raft PR 118: nextIndex is not moved");
    add(
            "refusal-confirms",
            "a leader takes a refusal for a confirmation",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected Step<State, Message> rcvRefused(State state, Refused m) {
                    return isNewer(state, m)
                        ? super.rcvRefused(state, m)
                        : new Step<>(
                            Action.of("RcvRefused", i, m),
                            state.with(
                                state.progress().with(m.from(), m.prevIndex() + 1, m.prevIndex())),
                            List.of());
                  }
                })
        .twin("refusal-confirms")
        .from("microsoft/CCF issue 5325, PRs 5324 and 5326: matchIndex is set by a NACK");
    add(
        "goes-back-too-far",
        "a leader goes back behind what was confirmed",
        (i, server, values, batch, more) ->
            new Raft(i, server, values, batch, more) {
              @Override
              protected Optional<Step<State, Message>> raftStep(State state, Input input) {
                return input instanceof Input.Received(Refused m)
                        && isCurrent(state, m, Role.LEADER)
                    ? Optional.of(back(state, m))
                    : super.raftStep(state, input);
              }

              private Step<State, Message> back(State state, Refused m) {
                return new Step<>(
                    Action.of("RcvRefused", i, m),
                    state.with(
                        state
                            .progress()
                            .with(m.from(), m.hint() + 1, state.progress().match(m.from()))),
                    List.of());
              }
            });
    add(
        "never-goes-back",
        "a leader ignores refusals",
        (i, server, values, batch, more) ->
            new Raft(i, server, values, batch, more) {
              @Override
              protected Optional<Step<State, Message>> raftStep(State state, Input input) {
                return input instanceof Input.Received(Refused m) && !isNewer(state, m)
                    ? Optional.empty()
                    : super.raftStep(state, input);
              }
            });
    add(
            "old-confirmation-counts",
            "a leader counts a confirmation of an older term",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected Optional<Step<State, Message>> raftStep(State state, Input input) {
                    return input instanceof Input.Received(Appended m)
                            && state.role() == Role.LEADER
                            && m.term() < state.currentTerm()
                        ? Optional.of(rcvAppended(state, m))
                        : super.raftStep(state, input);
                  }
                })
        .from("MicroRaft 0.7: a late confirmation of an earlier term counts (see the README)");
  }

  private void committing() {
    add(
            "commits-old-term",
            "a leader commits an entry of an older term because a quorum has it",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected boolean canCommit(State state) {
                    return quorumHas(state) > state.commitIndex();
                  }
                })
        .from(
            "bakwc/PySyncObj issue 169, nats-io/nats-server PR 7955, canonical/raft issue 220,"
                + " logcabin issue 44: figure 8");
    add(
            "commits-one-too-early",
            "a leader commits the entry before its first, too, as soon as it leads",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected boolean canCommit(State state) {
                    long n = quorumHas(state);
                    return n > state.commitIndex()
                        && (state.log().termAt(n) == state.currentTerm()
                            || (n < state.log().lastIndex()
                                && state.log().termAt(n + 1) == state.currentTerm()));
                  }
                })
        .from("apache/kafka PR 10481 (KAFKA-12619): the high watermark is one record too early");
    add(
            "stops-at-old-term",
            "a leader stops to commit at the first entry of an older term",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected boolean canCommit(State state) {
                    return super.canCommit(state)
                        && state.log().termAt(state.commitIndex() + 1) == state.currentTerm();
                  }
                })
        .from("zhebrak/raftos PR 30: a break where a continue should be");
    add(
            "commits-alone",
            "a leader commits what it alone has",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected boolean canCommit(State state) {
                    return state.log().lastIndex() > state.commitIndex();
                  }

                  @Override
                  protected Step<State, Message> advanceCommitIndex(State state) {
                    long n = state.log().lastIndex();
                    return new Step<>(
                        Action.of("AdvanceCommitIndex", i, n), state.withCommitIndex(n), List.of());
                  }
                })
        .from("etcd-io/etcd issue 14370: handed out as committed before it is stable");
    mutants.never(
        "never-commits", "a leader does not notice what a quorum has", "AdvanceCommitIndex");
  }
}
