package dev.lockstep.conformance.consensus.raftsnapshot;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftSubject;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A cluster whose servers compact their logs, until everybody has applied enough. A value that is
 * in no log any more may be asked for again, so a run can go on for ever.
 *
 * @see "RaftSnapshot.tla, whose properties are those here"
 */
public final class RaftSnapshotSubject extends RaftSubject {

  private static final Map<String, Object> CONSTANTS = Map.of("ImageSize", 3);

  /** Often enough for those who were down to be far behind. */
  private static final Timer COMPACT = Timer.after(Span.ofMillis(20, 150));

  private static final Timer SEND = Timer.after(Span.ofMillis(20, 40)).orHastily(0.5, Span.NONE);

  /** How many entries everybody has to have applied. */
  private static final long ENOUGH = 6;

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return new RaftSnapshotBinding().protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return new RaftSnapshotSubject(size);
    }
  }

  private RaftSnapshotSubject(int size) {
    super(new RaftSnapshotBinding(), size, CONSTANTS);
  }

  private RaftSnapshotSubject(RaftSnapshotSubject subject, Cluster<Message> cluster) {
    super(subject, cluster);
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new RaftSnapshotSubject(this, other);
  }

  @Override
  public boolean forgetsReceived() {
    return true;
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch ((Input) input) {
      case Input.Compact ignored -> COMPACT;
      case Input.SendChunk ignored -> SEND;
      default -> super.timer(node, input);
    };
  }

  @Override
  public boolean restarts(NodeId node, Object input, Transition<Message> step) {
    return super.restarts(node, input, step)
        || (input instanceof Input.Timeout
            && step.sent().stream().anyMatch(Message.Stored.class::isInstance));
  }

  @Override
  public List<Property<Message>> properties() {
    List<Property<Message>> all = new ArrayList<>(super.properties());
    all.add(Property.invariant("SnapshotIsCommitted", RaftSnapshotProperties::snapshotIsCommitted));
    all.add(Property.invariant("ImagesAgree", this::imagesAgree));
    all.add(Property.step("SnapshotGrows", RaftSnapshotProperties::snapshotGrows));
    all.add(Property.step("LogIsKept", RaftSnapshotProperties::logIsKept));
    return all;
  }

  private boolean imagesAgree(World<Message> world) {
    return RaftSnapshotProperties.imagesAgree(
        world, (int) constants().getOrDefault("ImageSize", 1));
  }

  @Override
  public boolean isDone(World<Message> world) {
    return world.nodes().stream().allMatch(i -> commitIndex(world, i) >= ENOUGH);
  }

  @Override
  public String outcome(World<Message> world) {
    boolean something = world.nodes().stream().anyMatch(i -> commitIndex(world, i) > 0);
    return isDone(world) ? "everything everywhere" : something ? "something" : "nothing";
  }

  @Override
  public List<Place> observed(NodeId node) {
    return Stream.concat(
            super.observed(node).stream(),
            Stream.of("snapshot", "image", "incoming", "nextOffset")
                .map(variable -> Place.of(variable, node.name())))
        .toList();
  }

  private static long commitIndex(World<Message> world, NodeId i) {
    return world.status(i) instanceof NodeStatus.Up(State state) ? state.commitIndex() : 0;
  }
}
