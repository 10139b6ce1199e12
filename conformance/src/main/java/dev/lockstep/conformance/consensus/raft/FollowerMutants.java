package dev.lockstep.conformance.consensus.raft;

import dev.lockstep.consensus.raft.Disk;
import dev.lockstep.consensus.raft.Entry;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.AppendEntries;
import dev.lockstep.consensus.raft.Message.Appended;
import dev.lockstep.consensus.raft.Message.Refused;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Step;
import java.util.List;

/** What a follower does wrong. */
final class FollowerMutants extends Faults {

  FollowerMutants() {
    appending();
    confirming();
    committing();
  }

  private void appending() {
    add(
            "previous-not-compared",
            "a follower appends after an entry of another term",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected boolean matches(Log log, long prevIndex, long prevTerm) {
                    return prevIndex <= log.lastIndex();
                  }
                })
        .twin("previous-not-compared");
    add(
            "always-cuts",
            "a follower cuts its log after what a late message brings",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected Log merged(Log log, long prevIndex, List<Entry> entries) {
                    return log.upTo(prevIndex).append(entries);
                  }
                })
        .from("zhebrak/raftos issue 26, microsoft/CCF issue 5927: cut without a conflict");
    add(
            "never-cuts",
            "a follower keeps entries that differ from the leader's",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected Log merged(Log log, long prevIndex, List<Entry> entries) {
                    int known = (int) Math.min(entries.size(), log.lastIndex() - prevIndex);
                    return log.append(entries.subList(known, entries.size()));
                  }
                })
        .twin("never-cuts");
    add(
        "appends-again",
        "a follower appends what a repeated message brings once more",
        (i, server, values, batch, more) ->
            new Raft(i, server, values, batch, more) {
              @Override
              protected Log merged(Log log, long prevIndex, List<Entry> entries) {
                return prevIndex == 0 ? log.append(entries) : super.merged(log, prevIndex, entries);
              }
            });
    replace(
            "log-not-on-disk",
            "a follower confirms entries that are not on its disk",
            "RcvAppendEntries",
            step ->
                step.messages().getFirst() instanceof Appended && step.state().log().lastIndex() > 0
                    ? with(
                        step,
                        step.state()
                            .with(step.state().log().upTo(step.state().log().lastIndex() - 1))
                            .withCommitIndex(0))
                    : step)
        .from("wenweihu86/raft-java issue 57, and every reply before fsync");
    add(
        "stays-candidate",
        "a candidate that hears from the leader of its term goes on standing",
        (i, server, values, batch, more) ->
            new Raft(i, server, values, batch, more) {
              @Override
              protected Step<State, Message> rcvAppendEntries(State state, AppendEntries m) {
                Step<State, Message> step = super.rcvAppendEntries(state, m);
                return m.term() == state.currentTerm()
                    ? with(step, step.state().with(state.role(), state.votesGranted()))
                    : step;
              }
            });
  }

  private void confirming() {
    add(
            "confirms-own-tail",
            "a follower confirms all that it has, and not what was sent",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected long confirmedUpTo(AppendEntries m, Log log) {
                    return log.lastIndex();
                  }
                })
        .from(
            "microsoft/CCF PRs 6001 and 6016, apache/ratis PR 1519 (RATIS-2605), etcd-io/etcd PR"
                + " 1367");
    replace(
        "hint-too-high",
        "a follower that lacks the previous entry hints that it may be there",
        "RcvAppendEntries",
        step ->
            step.messages().getFirst() instanceof Refused m
                ? sending(
                    step, new Refused(m.term(), m.from(), m.to(), m.prevIndex(), m.prevIndex()))
                : step);
    replace(
        "refuses-in-silence",
        "a follower that lacks the previous entry does not answer",
        "RcvAppendEntries",
        step -> step.messages().getFirst() instanceof Refused ? sending(step) : step);
    add(
        "old-leader-obeyed",
        "a follower appends what a leader of an older term sends",
        (i, server, values, batch, more) ->
            new Raft(i, server, values, batch, more) {
              @Override
              protected Step<State, Message> rcvAppendEntries(State state, AppendEntries m) {
                return super.rcvAppendEntries(
                    state,
                    new AppendEntries(
                        Math.max(m.term(), state.currentTerm()),
                        m.from(),
                        m.to(),
                        m.prevIndex(),
                        m.prevTerm(),
                        m.entries(),
                        m.commit()));
              }
            });
    replace(
        "term-goes-back",
        "a follower takes over the term of its last entry",
        "RcvAppendEntries",
        step ->
            step.state().log().lastIndex() == 0
                ? step
                : with(
                    step,
                    step.state()
                        .with(
                            new Disk(
                                step.state().log().lastTerm(),
                                step.state().disk().votedFor(),
                                step.state().log()))));
  }

  private void committing() {
    add(
            "commit-goes-back",
            "a follower takes a late message's word for how much is committed",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected long committedUpTo(State state, AppendEntries m) {
                    return Math.min(m.commit(), m.prevIndex() + m.entries().size());
                  }
                })
        .twin("commit-goes-back")
        .from("bakwc/PySyncObj issue 166: commitIndex is set, whatever it was");
    add(
            "commit-ahead-of-log",
            "a follower takes for committed what it may not have",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  protected long committedUpTo(State state, AppendEntries m) {
                    return Math.max(state.commitIndex(), m.commit());
                  }
                })
        .twin("commit-ahead-of-log")
        .from("RaftMongo.tla, LearnCommitPoint: a commit point is learned without a check");
    replace(
        "commits-own-tail",
        "a follower takes all that it has for committed, up to what the leader has committed",
        "RcvAppendEntries",
        step ->
            step.messages().getFirst() instanceof Appended
                ? with(
                    step,
                    step.state()
                        .withCommitIndex(
                            Math.max(
                                step.state().commitIndex(),
                                Math.min(request(step).commit(), step.state().log().lastIndex()))))
                : step);
    add(
            "restarts-committed",
            "a server that comes back takes all of its log for committed",
            (i, server, values, batch, more) ->
                new Raft(i, server, values, batch, more) {
                  @Override
                  public Step<State, Message> restart(Disk disk) {
                    Step<State, Message> step = super.restart(disk);
                    return with(step, step.state().withCommitIndex(disk.log().lastIndex()));
                  }
                })
        .from("aeron-io/aeron PR 1898: a restarted follower replays its whole log");
  }

  private static AppendEntries request(Step<State, Message> step) {
    return (AppendEntries) step.action().arguments().get(1);
  }
}
