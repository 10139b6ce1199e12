package dev.lockstep.conformance.consensus.rafttransfer;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.conformance.consensus.raft.RaftSubject;
import dev.lockstep.consensus.raft.Disk;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.TimeoutNow;
import dev.lockstep.consensus.raft.Role;
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
 * A cluster whose leaders are asked now and then to hand over, until everybody has what clients
 * asked for.
 *
 * @see "RaftTransfer.tla, whose properties are those here"
 */
public final class RaftTransferSubject extends RaftSubject {

  private static final Timer ASKED = Timer.after(Span.ofMillis(300, 3_000));
  private static final Timer TELL = Timer.after(Span.ofMillis(50, 100)).orHastily(0.5, Span.NONE);
  private static final Timer GIVE_UP = Timer.after(Span.ofMillis(150, 300));

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return new RaftTransferBinding().protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return new RaftTransferSubject(size);
    }
  }

  private RaftTransferSubject(int size) {
    super(new RaftTransferBinding(), size, Map.of());
  }

  private RaftTransferSubject(RaftTransferSubject subject, Cluster<Message> cluster) {
    super(subject, cluster);
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new RaftTransferSubject(this, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch ((Input) input) {
      case Input.TransferLeadership ignored -> ASKED;
      case Input.SendTimeoutNow ignored -> TELL;
      case Input.AbandonTransfer ignored -> GIVE_UP;
      default -> super.timer(node, input);
    };
  }

  @Override
  public List<Property<Message>> properties() {
    List<Property<Message>> all = new ArrayList<>(super.properties());
    all.add(Property.invariant("OnlyLeadersTransfer", RaftTransferSubject::onlyLeadersTransfer));
    all.add(Property.step("AcceptsNothing", RaftTransferSubject::acceptsNothing));
    all.add(Property.step("ToldWhenComplete", RaftTransferSubject::toldWhenComplete));
    return all;
  }

  private static boolean onlyLeadersTransfer(World<Message> world) {
    return world.nodes().stream()
        .allMatch(
            i ->
                !(world.status(i) instanceof NodeStatus.Up(State state))
                    || state.role() == Role.LEADER
                    || !RaftTransferBinding.target(state).isSomebody());
  }

  private static boolean acceptsNothing(World<Message> before, World<Message> after) {
    return before.nodes().stream()
        .allMatch(
            i ->
                !(before.status(i) instanceof NodeStatus.Up(State was))
                    || !(after.status(i) instanceof NodeStatus.Up(State is))
                    || !RaftTransferBinding.target(was).isSomebody()
                    || is.role() != Role.LEADER
                    || is.log().lastIndex() == was.log().lastIndex());
  }

  private static boolean toldWhenComplete(World<Message> before, World<Message> after) {
    return after.network().notIn(before.network()).stream()
        .filter(TimeoutNow.class::isInstance)
        .allMatch(m -> isComplete(after, m));
  }

  private static boolean isComplete(World<Message> world, Message m) {
    Log leaders = RaftBinding.disk(world, m.from()).log();
    Disk targets = RaftBinding.disk(world, m.to());
    long first = Math.max(leaders.snapshot().index(), targets.log().snapshot().index());
    return targets.currentTerm() != m.term()
        || (targets.log().lastIndex() >= leaders.lastIndex()
            && targets
                .log()
                .upTo(leaders.lastIndex())
                .after(first, (int) (leaders.lastIndex() - first))
                .equals(leaders.after(first, (int) (leaders.lastIndex() - first))));
  }

  @Override
  public List<Place> observed(NodeId node) {
    return Stream.concat(
            super.observed(node).stream(), Stream.of(Place.of("transferTo", node.name())))
        .toList();
  }
}
