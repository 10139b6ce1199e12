package dev.lockstep.conformance.commitment.twophasecommit;

import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Participant;
import dev.lockstep.commitment.twophasecommit.RmState;
import dev.lockstep.commitment.twophasecommit.TmState;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Place;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One transaction: the coordinator asks for votes, a participant now and then refuses, everybody
 * loses patience sooner or later.
 *
 * @see "TwoPhaseCommit.tla, whose invariants are the properties here"
 */
public final class TwoPhaseCommitSubject implements Subject<Message> {

  private static final TwoPhaseCommitBinding BINDING = new TwoPhaseCommitBinding();

  /** A participant that is in doubt asks, and a coordinator that is undecided asks again. */
  private static final Timer REPEAT = Timer.after(Span.ofMillis(40, 200));

  /** The coordinator begins soon, or asks again. */
  private static final Timer BEGIN = REPEAT.orHastily(0.5, Span.ofMillis(0, 5));

  /** The coordinator waits for the missing votes. */
  private static final Timer VOTES = Timer.after(Span.ofMillis(50, 1_500));

  /** The application refuses early, or only when it has waited for a request for long. */
  private static final Timer REFUSE =
      Timer.after(Span.ofMillis(2_000, 5_000)).orHastily(0.08, Span.ofMillis(0, 60));

  private static final Set<RmState> RM_DECISION = EnumSet.of(RmState.COMMITTED, RmState.ABORTED);

  private final List<NodeId> rm;
  private final Cluster<Message> cluster;
  private final List<Property<Message>> properties;

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return BINDING.protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return of(size);
    }
  }

  /** Creates the subject with participants rm1, rm2 and so on. */
  public static TwoPhaseCommitSubject of(int participants) {
    List<NodeId> rm =
        IntStream.rangeClosed(1, participants).mapToObj(i -> new NodeId("rm" + i)).toList();
    return new TwoPhaseCommitSubject(TwoPhaseCommitBinding.cluster(rm));
  }

  private TwoPhaseCommitSubject(Cluster<Message> cluster) {
    this.rm = cluster.nodes().stream().filter(node -> !node.equals(Message.TM)).toList();
    this.cluster = cluster;
    this.properties =
        List.of(
            Property.invariant("OneDecision", this::oneDecision),
            Property.invariant("CommitOnlyIfAllVotedYes", this::commitOnlyIfAllVotedYes),
            Property.step("DecisionStable", this::decisionStable));
  }

  @Override
  public Binding<Message> binding() {
    return BINDING;
  }

  @Override
  public SortedMap<String, Object> constants() {
    return new TreeMap<>(Map.of("RM", new TreeSet<>(rm)));
  }

  @Override
  public Cluster<Message> cluster() {
    return cluster;
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new TwoPhaseCommitSubject(other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch (input) {
      case Coordinator.Input.Begin ignored -> BEGIN;
      case Coordinator.Input.Conclude ignored -> Timer.AT_ONCE;
      case Coordinator.Input.Timeout ignored -> VOTES;
      case Participant.Input.Refuse ignored -> REFUSE;
      case Participant.Input.Timeout ignored -> REPEAT;
      default -> throw new IllegalArgumentException(node + " has no input " + input);
    };
  }

  @Override
  public List<Property<Message>> properties() {
    return properties;
  }

  @Override
  public Optional<String> liveness() {
    return Optional.of("Termination");
  }

  @Override
  public boolean isDone(World<Message> world) {
    return cluster.nodes().stream().allMatch(node -> world.status(node) instanceof NodeStatus.Up)
        && tmLog(world) != TmState.INIT
        && rm.stream().allMatch(r -> RM_DECISION.contains(rmLog(world, r)));
  }

  @Override
  public String outcome(World<Message> world) {
    if (isCommitted(world)) {
      return "committed";
    }
    return isDone(world) ? "aborted" : "undecided";
  }

  @Override
  public List<String> outcomes() {
    return List.of("committed", "aborted", "undecided");
  }

  @Override
  public List<Place> observed(NodeId node) {
    return node.equals(Message.TM)
        ? List.of(Place.of("tmState"), Place.of("tmLog"), Place.of("tmPrepared"))
        : List.of(Place.of("rmState", node.name()), Place.of("rmLog", node.name()));
  }

  private boolean oneDecision(World<Message> world) {
    return !(isCommitted(world)
        && (tmLog(world) == TmState.ABORTED
            || rm.stream().anyMatch(r -> rmLog(world, r) == RmState.ABORTED)));
  }

  private boolean commitOnlyIfAllVotedYes(World<Message> world) {
    return !isCommitted(world)
        || rm.stream()
            .map(r -> rmLog(world, r))
            .allMatch(log -> log == RmState.PREPARED || log == RmState.COMMITTED);
  }

  private boolean decisionStable(World<Message> before, World<Message> after) {
    return (tmLog(before) == TmState.INIT || tmLog(before) == tmLog(after))
        && rm.stream()
            .allMatch(
                r ->
                    !RM_DECISION.contains(rmLog(before, r)) || rmLog(before, r) == rmLog(after, r));
  }

  private boolean isCommitted(World<Message> world) {
    return tmLog(world) == TmState.COMMITTED
        || rm.stream().anyMatch(r -> rmLog(world, r) == RmState.COMMITTED);
  }

  private TmState tmLog(World<Message> world) {
    return (TmState) cluster.durable(world, Message.TM);
  }

  private RmState rmLog(World<Message> world, NodeId r) {
    return (RmState) cluster.durable(world, r);
  }
}
