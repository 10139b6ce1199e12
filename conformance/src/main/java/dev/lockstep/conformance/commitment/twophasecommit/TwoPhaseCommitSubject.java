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

  /** How long the coordinator waits for the missing votes, at most, for three participants. */
  private static final long PATIENCE_MILLIS = 1_500;

  /** And for each one more: the slowest of many votes takes longer. */
  private static final long MORE_PATIENCE_MILLIS = 100;

  private static final int FEW = 3;

  /** In about one of four transactions somebody refuses early, however many take part. */
  private static final double EARLY_REFUSALS = 0.25;

  private static final Set<RmState> RM_DECISION = EnumSet.of(RmState.COMMITTED, RmState.ABORTED);

  private final List<NodeId> rm;
  private final Cluster<Message> cluster;

  /** The coordinator waits for the missing votes. */
  private final Timer votes;

  /** The application refuses early, or only when it has waited for a request for long. */
  private final Timer refuse;

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
    int more = Math.max(0, rm.size() - FEW);
    this.votes =
        Timer.after(
            Span.ofMillis(
                50 + MORE_PATIENCE_MILLIS * more, PATIENCE_MILLIS + MORE_PATIENCE_MILLIS * more));
    this.refuse =
        Timer.after(
                Span.ofMillis(
                    2_000 + MORE_PATIENCE_MILLIS * more, 5_000 + MORE_PATIENCE_MILLIS * more))
            .orHastily(Math.min(1, EARLY_REFUSALS / rm.size()), Span.ofMillis(0, 60));
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
      case Coordinator.Input.Timeout ignored -> votes;
      case Participant.Input.Refuse ignored -> refuse;
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

  private static TmState tmLog(World<Message> world) {
    return switch (world.status(Message.TM)) {
      case NodeStatus.Up(Object state) -> ((Coordinator.State) state).tmLog();
      case NodeStatus.Down(Object tmLog) -> (TmState) tmLog;
    };
  }

  private static RmState rmLog(World<Message> world, NodeId r) {
    return switch (world.status(r)) {
      case NodeStatus.Up(Object state) -> ((Participant.State) state).rmLog();
      case NodeStatus.Down(Object rmLog) -> (RmState) rmLog;
    };
  }
}
