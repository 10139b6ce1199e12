package dev.lockstep.conformance.consensus.raftsnapshot;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Disk;
import dev.lockstep.consensus.raft.Entry;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.InstallSnapshot;
import dev.lockstep.consensus.raft.Message.Stored;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Snapshots;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.consensus.raft.StateMachine;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.function.BiFunction;

/** Raft with log compaction, with one fault each: of compaction, of transfer, of Raft itself. */
public final class RaftSnapshotMutants implements MutantSet<Message> {

  private static final RaftSnapshotBinding BINDING = new RaftSnapshotBinding();

  /** Creates it. */
  public RaftSnapshotMutants() {}

  @Override
  public Binding<Message> binding() {
    return BINDING;
  }

  @Override
  public List<Mutant<Message>> mutants() {
    Mutants<Message> mutants = Mutants.of(BINDING::cluster);
    compaction(mutants);
    transfer(mutants);
    installation(mutants);
    raft(mutants);
    return mutants.all();
  }

  private static void compaction(Mutants<Message> mutants) {
    add(
            mutants,
            "compacts-everything",
            "the image has what is not committed",
            (machine, chunk) ->
                new Snapshots(machine, chunk) {
                  @Override
                  protected Step<State, Message> compact(
                      Raft raft, State state, Transfers mine, long n) {
                    Step<State, Message> step =
                        super.compact(raft, state, mine, state.log().lastIndex());
                    return new Step<>(
                        super.compact(raft, state, mine, n).action(),
                        step.state(),
                        step.messages());
                  }
                })
        .twin("compact-everything");
    add(
        mutants,
        "image-from-nothing",
        "a second snapshot forgets what is in the first one",
        (machine, chunk) ->
            new Snapshots(machine, chunk) {
              @Override
              protected List<Object> imageAt(Log log, long n) {
                Log alone =
                    Log.EMPTY.append(
                        log.after(log.snapshot().index(), (int) (n - log.snapshot().index())));
                return super.imageAt(alone, alone.lastIndex());
              }
            });
    add(
        mutants,
        "offset-of-older-snapshot",
        "a leader that compacts its log goes on with the new snapshot where it was with the old",
        (machine, chunk) ->
            new Snapshots(machine, chunk) {
              @Override
              protected Step<State, Message> compact(
                  Raft raft, State state, Transfers mine, long n) {
                Transfers kept = new Transfers(mine.incoming(), mine.nextOffset());
                Step<State, Message> step = super.compact(raft, state, mine, n);
                return new Step<>(
                    step.action(), step.state().withExtras(List.of(kept)), step.messages());
              }
            });
  }

  private static void transfer(Mutants<Message> mutants) {
    add(
            mutants,
            "appends-every-chunk",
            "a chunk that comes twice is appended twice",
            (machine, chunk) ->
                new Snapshots(machine, chunk) {
                  @Override
                  protected boolean goesOn(Incoming incoming, InstallSnapshot m) {
                    return true;
                  }
                })
        .twin("extends-always");
    add(
            mutants,
            "mixes-snapshots",
            "chunks of two snapshots are put together",
            (machine, chunk) ->
                new Snapshots(machine, chunk) {
                  @Override
                  protected boolean goesOn(Incoming incoming, InstallSnapshot m) {
                    return m.offset() == incoming.data().size();
                  }

                  @Override
                  protected List<Object> have(Incoming incoming, InstallSnapshot m) {
                    return incoming.data();
                  }
                })
        .twin("any-snapshot");
    add(
        mutants,
        "never-gives-up",
        "a transfer that has begun is never given up for a newer one",
        (machine, chunk) ->
            new Snapshots(machine, chunk) {
              @Override
              protected boolean goesOn(Incoming incoming, InstallSnapshot m) {
                boolean idle = incoming.equals(Incoming.NOTHING_YET);
                boolean same = incoming.term() == m.term() && incoming.index() == m.lastIndex();
                return (idle || same) && super.goesOn(incoming, m);
              }
            });
    add(
        mutants,
        "never-goes-back",
        "a leader does not go back when the follower has lost what it had",
        (machine, chunk) ->
            new Snapshots(machine, chunk) {
              @Override
              protected Step<State, Message> rcvStored(
                  Raft raft, State state, Transfers mine, Stored m) {
                Step<State, Message> step = super.rcvStored(raft, state, mine, m);
                return m.next() > mine.next(m.from())
                    ? step
                    : new Step<>(step.action(), state, List.of());
              }
            });
  }

  private static void installation(Mutants<Message> mutants) {
    add(
            mutants,
            "drops-log",
            "a snapshot takes the place of the whole log, and of what the leader counts on",
            (machine, chunk) ->
                new Snapshots(machine, chunk) {
                  @Override
                  protected boolean hasLast(Log log, InstallSnapshot m) {
                    return false;
                  }
                })
        .twin("log-dropped");
    add(
            mutants,
            "installs-older",
            "a late snapshot takes the place of a newer one, and of what is committed",
            (machine, chunk) ->
                new Snapshots(machine, chunk) {
                  @Override
                  protected boolean saysNothingNew(State state, InstallSnapshot m) {
                    return false;
                  }

                  @Override
                  protected boolean hasLast(Log log, InstallSnapshot m) {
                    return false;
                  }
                })
        .twin("installs-older");
    add(
            mutants,
            "takes-term-of-snapshot",
            "the term of the snapshot's last entry becomes the server's term",
            (machine, chunk) ->
                new Snapshots(machine, chunk) {
                  @Override
                  protected State installed(State follower, InstallSnapshot m, List<Object> image) {
                    State state = super.installed(follower, m, image);
                    return state.with(new Disk(m.lastTerm(), state.disk().votedFor(), state.log()));
                  }
                })
        .from(
            "willemt/raft pull request 118: the term goes back to that of the snapshot, without"
                + " a maximum");
    add(
        mutants,
        "confirms-unfinished",
        "a follower confirms a snapshot of which it has the first chunk only",
        (machine, chunk) ->
            new Snapshots(machine, chunk) {
              @Override
              protected Step<State, Message> rcvInstallSnapshot(
                  Raft raft, State state, Transfers mine, InstallSnapshot m) {
                Step<State, Message> step = super.rcvInstallSnapshot(raft, state, mine, m);
                return step.messages().getFirst() instanceof Stored
                    ? new Step<>(
                        step.action(),
                        step.state(),
                        List.of(new Message.Appended(m.term(), raft.i(), m.from(), m.lastIndex())))
                    : step;
              }
            });
  }

  private static void raft(Mutants<Message> mutants) {
    mutants
        .add(
            "first-entries-always-match",
            "a late first request is appended once more after the log was compacted",
            constants ->
                BINDING.cluster(
                    constants,
                    (i, server, values, batch, extensions) ->
                        new Raft(i, server, values, batch, extensions) {
                          @Override
                          protected Log merged(Log log, long prevIndex, List<Entry> entries) {
                            return prevIndex == 0 && log.snapshot().index() > 0
                                ? log.append(entries)
                                : super.merged(log, prevIndex, entries);
                          }
                        }))
        .from(
            "willemt/raft pull request 118 and RedisLabs/raft pull requests 47 and 148: a previous"
                + " index of 0 was taken for a match after compaction");
    mutants
        .add(
            "applies-whole-log",
            "a server that restarts applies its whole log, committed or not",
            constants ->
                BINDING.cluster(
                    constants,
                    (i, server, values, batch, extensions) ->
                        new Raft(i, server, values, batch, extensions) {
                          @Override
                          public Step<State, Message> restart(Disk disk) {
                            Step<State, Message> step = super.restart(disk);
                            return new Step<>(
                                step.action(),
                                step.state().withCommitIndex(disk.log().lastIndex()),
                                step.messages());
                          }
                        }))
        .from(
            "aeron-io/aeron pull request 1898: a follower that restarted replayed up to what it had"
                + " appended");
  }

  private static Mutants<Message> add(
      Mutants<Message> mutants,
      String id,
      String fault,
      BiFunction<StateMachine, Integer, Snapshots> faulty) {
    return mutants.add(id, fault, constants -> cluster(constants, faulty));
  }

  private static Cluster<Message> cluster(
      Constants constants, BiFunction<StateMachine, Integer, Snapshots> faulty) {
    Snapshots wrong =
        faulty.apply(RaftSnapshotBinding.machine(constants), RaftSnapshotBinding.chunk(constants));
    RaftBinding.ServerOf server =
        (i, all, values, batch, extensions) -> new Raft(i, all, values, batch, List.of(wrong));
    return BINDING.cluster(constants, server);
  }
}
