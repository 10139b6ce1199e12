package dev.lockstep.conformance.consensus.raftsnapshot;

import static dev.lockstep.conformance.consensus.raft.RaftBinding.disk;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.consensus.raft.Entry;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Snapshot;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.consensus.raft.Value;
import dev.lockstep.core.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * The properties of {@code RaftSnapshot.tla} over worlds, under the same names.
 *
 * @see "RaftSnapshot.tla, safety"
 */
final class RaftSnapshotProperties {

  private RaftSnapshotProperties() {}

  static boolean snapshotIsCommitted(World<Message> world) {
    return world.nodes().stream()
        .allMatch(i -> disk(world, i).log().snapshot().index() <= commitIndex(world, i));
  }

  static boolean imagesAgree(World<Message> world, int imageSize) {
    for (NodeId i : world.nodes()) {
      Snapshot snapshot = disk(world, i).log().snapshot();
      for (NodeId j : world.nodes()) {
        Log log = disk(world, j).log();
        if (snapshot.index() >= log.snapshot().index()
            && snapshot.index() <= commitIndex(world, j)
            && snapshot.index() <= log.lastIndex()
            && !(snapshot.image().equals(machine(log, snapshot.index(), imageSize))
                && snapshot.term() == log.termAt(snapshot.index()))) {
          return false;
        }
      }
    }
    return true;
  }

  static boolean snapshotGrows(World<Message> before, World<Message> after) {
    for (NodeId i : after.nodes()) {
      Snapshot was = disk(before, i).log().snapshot();
      Snapshot is = disk(after, i).log().snapshot();
      if (!is.equals(was) && is.index() <= was.index()) {
        return false;
      }
    }
    return true;
  }

  static boolean logIsKept(World<Message> before, World<Message> after) {
    for (NodeId i : after.nodes()) {
      Log was = disk(before, i).log();
      Log is = disk(after, i).log();
      long n = is.snapshot().index();
      if (n > was.snapshot().index()
          && n <= was.lastIndex()
          && was.termAt(n) == is.snapshot().term()
          && !is.entries().equals(was.after(n, (int) (was.lastIndex() - n)))) {
        return false;
      }
    }
    return true;
  }

  /** The state machine of a server when it has applied its first {@code n} entries. */
  private static List<Object> machine(Log log, long n, int imageSize) {
    List<Object> image = new ArrayList<>(log.snapshot().image());
    for (Entry entry : log.after(log.snapshot().index(), (int) (n - log.snapshot().index()))) {
      if (!entry.value().equals(Value.NO_OP)) {
        image.add(entry.value());
      }
    }
    return image.subList(Math.max(0, image.size() - imageSize), image.size());
  }

  private static long commitIndex(World<Message> world, NodeId i) {
    return switch (world.status(i)) {
      case NodeStatus.Up(Object state) -> ((State) state).commitIndex();
      case NodeStatus.Down ignored -> disk(world, i).log().snapshot().index();
    };
  }
}
