package dev.lockstep.conformance.consensus.raftlease;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.conformance.consensus.raft.RaftSubject;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Value;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A cluster that elects leaders while clients ask for a few values, and ask again and again to
 * read, each server whether it leads or not.
 *
 * <p>A clock ticks about every 50 milliseconds. Ticks come early and late, clocks run fast or slow,
 * and a server that is stopped does not count; where that would be more than what is assumed, the
 * clock that would run away waits.
 *
 * @see "RaftLease.tla, whose properties are those here, with those of Raft.tla"
 */
public final class LeaseSubject extends RaftSubject {

  private static final int ELECTION_TIMEOUT = 4;
  private static final int LEASE_TIME = 2;
  private static final int MAX_DRIFT = 2;

  private static final LeaseProperties PROPERTIES = new LeaseProperties(ELECTION_TIMEOUT);

  private static final Timer TICK = Timer.after(Span.ofMillis(40, 60));

  /** How much longer a server waits than it must. */
  private static final Timer ELECTION = Timer.after(Span.ofMillis(1, 100));

  /** A client reads. */
  private static final Timer READ = Timer.after(Span.ofMillis(20, 150));

  private static final Timer RENEW = Timer.after(Span.ofMillis(30, 80));

  private static final Timer SOON = Timer.after(Span.ofMillis(0, 5));

  private static final Set<Value> READS = Set.of(new Value("r1"), new Value("r2"));

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return new LeaseBinding().protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return new LeaseSubject(new LeaseBinding(), size);
    }
  }

  /** Creates the subject with servers s1, s2 and so on. */
  LeaseSubject(RaftBinding binding, int size) {
    super(
        binding,
        size,
        Map.of(
            "Read",
            READS,
            "ElectionTimeout",
            ELECTION_TIMEOUT,
            "LeaseTime",
            LEASE_TIME,
            "MaxDrift",
            MAX_DRIFT));
  }

  private LeaseSubject(LeaseSubject subject, Cluster<Message> cluster) {
    super(subject, cluster);
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new LeaseSubject(this, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch ((Input) input) {
      case Input.Tick ignored -> TICK;
      case Input.Timeout ignored -> ELECTION;
      case Input.Read ignored -> READ;
      case Input.RenewLease ignored -> RENEW;
      case Input.AnswerRead ignored -> SOON;
      case Input.Apply ignored -> SOON;
      default -> super.timer(node, input);
    };
  }

  /** What the spec's {@code WithinDrift} and {@code Count} look at, or change. */
  @Override
  public boolean dependsOnTime(World<Message> before, Transition<Message> step) {
    return switch (step.action().name()) {
      case "Tick", "RcvLeaseHeartbeat", "RcvAppendEntries", "Crash", "Restart" -> true;
      default -> !Clocks.leaders(before).equals(Clocks.leaders(step.target()));
    };
  }

  @Override
  public List<Property<Message>> properties() {
    return Stream.concat(
            super.properties().stream(),
            Stream.of(
                Property.invariant("OnlyLeadersLease", LeaseProperties::onlyLeadersLease),
                Property.invariant("AppliedIsCommitted", LeaseProperties::appliedIsCommitted),
                Property.invariant("RoundsAreAsked", LeaseProperties::roundsAreAsked),
                Property.invariant("PatientWhileLeased", PROPERTIES::patientWhileLeased),
                Property.step("PatienceIsKept", PROPERTIES::patienceIsKept),
                Property.<Message>step("LinearizableReads", LeaseProperties::linearizableReads)))
        .toList();
  }

  @Override
  public List<Place> observed(NodeId node) {
    return Stream.concat(
            super.observed(node).stream(),
            Stream.of("lastApplied", "reads", "quiet", "leaseRound", "rounds", "leaseAcked")
                .map(variable -> Place.of(variable, node.name())))
        .toList();
  }
}
