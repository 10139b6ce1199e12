package dev.lockstep.conformance.consensus.raftjoint;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.consensus.raft.RaftSubject;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.JointConsensus;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A cluster whose voters change, by way of joint configurations, while clients ask for a few
 * values. The leader sends to all servers, voters or not, so that all have the values in the end.
 *
 * @see "RaftJoint.tla, whose properties are those here"
 */
public final class RaftJointSubject extends RaftSubject {

  private static final Timer CHANGE = Timer.after(Span.ofMillis(200, 15_000));
  private static final Timer LEAVE = Timer.after(Span.ofMillis(0, 100));

  /** One of so many servers has no vote in the beginning. */
  private static final int NEWCOMERS = 3;

  private final RaftJointProperties properties;

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return new RaftJointBinding().protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return new RaftJointSubject(size);
    }
  }

  /** Creates the subject with servers s1, s2 and so on; the last ones have no vote at first. */
  public RaftJointSubject(int size) {
    super(new RaftJointBinding(), size, Map.of("InitialVoters", initialVoters(size)));
    this.properties = new RaftJointProperties(new JointConsensus(initialVoters(size)));
  }

  private RaftJointSubject(RaftJointSubject subject, Cluster<Message> cluster) {
    super(subject, cluster);
    this.properties = subject.properties;
  }

  private static Set<NodeId> initialVoters(int size) {
    return servers(size - size / NEWCOMERS);
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new RaftJointSubject(this, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch ((Input) input) {
      case Input.EnterJoint ignored -> CHANGE;
      case Input.LeaveJoint ignored -> LEAVE;
      default -> super.timer(node, input);
    };
  }

  @Override
  public List<Property<Message>> properties() {
    List<Property<Message>> all = new ArrayList<>(super.properties());
    all.add(Property.invariant("ThroughJoint", properties::throughJoint));
    all.add(Property.invariant("OneChangeAtATime", properties::oneChangeAtATime));
    return List.copyOf(all);
  }
}
