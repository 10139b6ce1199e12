package dev.lockstep.conformance.consensus.raftmembership;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.consensus.raft.RaftSubject;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Membership;
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
 * A cluster whose servers are added, promoted and removed while clients ask for a few values. The
 * leader sends to all servers, members or not, so that all have the values in the end, and those
 * that were removed know it.
 *
 * @see "RaftMembership.tla, whose properties are those here"
 */
public final class RaftMembershipSubject extends RaftSubject {

  private static final Timer ADD = Timer.after(Span.ofMillis(100, 2_000));
  private static final Timer PROMOTE = Timer.after(Span.ofMillis(50, 500));
  private static final Timer REMOVE = Timer.after(Span.ofMillis(500, 6_000));

  /** One of so many servers is not there in the beginning. */
  private static final int NEWCOMERS = 4;

  private final RaftMembershipProperties properties;

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return new RaftMembershipBinding().protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return new RaftMembershipSubject(size);
    }
  }

  /** Creates the subject with servers s1, s2 and so on; the last ones are not there at first. */
  public RaftMembershipSubject(int size) {
    super(new RaftMembershipBinding(), size, Map.of("InitialVoters", initialVoters(size)));
    this.properties = new RaftMembershipProperties(new Membership(initialVoters(size)));
  }

  private RaftMembershipSubject(RaftMembershipSubject subject, Cluster<Message> cluster) {
    super(subject, cluster);
    this.properties = subject.properties;
  }

  private static Set<NodeId> initialVoters(int size) {
    return servers(size - size / NEWCOMERS);
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new RaftMembershipSubject(this, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch ((Input) input) {
      case Input.AddLearner ignored -> ADD;
      case Input.PromoteLearner ignored -> PROMOTE;
      case Input.RemoveServer ignored -> REMOVE;
      default -> super.timer(node, input);
    };
  }

  @Override
  public List<Property<Message>> properties() {
    List<Property<Message>> all = new ArrayList<>(super.properties());
    all.add(Property.invariant("OneVoterAtATime", properties::oneVoterAtATime));
    all.add(Property.invariant("OneChangeAtATime", properties::oneChangeAtATime));
    all.add(Property.step("VotersHaveCaughtUp", properties::votersHaveCaughtUp));
    return List.copyOf(all);
  }
}
