package dev.lockstep.simulation.commitment.twophasecommit;

import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Participant;
import dev.lockstep.commitment.twophasecommit.RmState;
import dev.lockstep.commitment.twophasecommit.TmState;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitCluster;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Scenario;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
public final class TwoPhaseCommitScenario implements Scenario<Message> {

  /** A participant that is in doubt asks, and a coordinator that is undecided asks again. */
  private static final Timer REPEAT = Timer.after(Span.ofMillis(40, 200));

  /** The coordinator begins soon, or asks again. */
  private static final Timer BEGIN = REPEAT.orHastily(0.5, Span.ofMillis(0, 5));

  /** The coordinator waits for the missing votes. */
  private static final Timer VOTES = Timer.after(Span.ofMillis(50, 1_500));

  /** The application refuses early, or only when it has waited for a request for long. */
  private static final Timer REFUSE =
      Timer.after(Span.ofMillis(2_000, 5_000)).orHastily(0.08, Span.ofMillis(0, 60));

  private static final Set<RmState> RM_DECISION =
      EnumSet.of(RmState.COMMITTED, RmState.ABORTED);

  private final List<NodeId> rm;
  private final Cluster<Message> cluster;
  private final List<Property<Message>> properties;

  /** Creates the scenario with participants rm1, rm2 and so on. */
  public static TwoPhaseCommitScenario of(int participants) {
    List<NodeId> rm =
        IntStream.rangeClosed(1, participants).mapToObj(i -> new NodeId("rm" + i)).toList();
    return new TwoPhaseCommitScenario(rm, TwoPhaseCommitCluster.of(rm));
  }

  /** Creates the scenario of a cluster with participants {@code rm}, for example of mutants. */
  public TwoPhaseCommitScenario(List<NodeId> rm, Cluster<Message> cluster) {
    this.rm = List.copyOf(rm);
    this.cluster = cluster;
    this.properties =
        List.of(
            Property.invariant("OneDecision", this::oneDecision),
            Property.invariant("CommitOnlyIfAllVotedYes", this::commitOnlyIfAllVotedYes),
            Property.step("DecisionStable", this::decisionStable));
  }

  @Override
  public String protocol() {
    return "two-phase-commit";
  }

  @Override
  public String spec() {
    return "TwoPhaseCommit";
  }

  @Override
  public SortedMap<String, LoggedValue> constants() {
    return new TreeMap<>(
        Map.of("RM", new LoggedValue.Items(rm.stream().map(this::argument).toList())));
  }

  @Override
  public Cluster<Message> cluster() {
    return cluster;
  }

  @Override
  public List<NodeId> recipients(Message message) {
    return List.of(message.to());
  }

  @Override
  public Optional<Action> loss(Message message) {
    return Optional.of(Action.of("LoseMessage", message));
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
  public String liveness() {
    return "Termination";
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
  public SortedMap<Place, LoggedValue> observe(World<Message> world, NodeId node) {
    SortedMap<Place, LoggedValue> seen = new TreeMap<>();
    if (node.equals(Message.TM)) {
      Coordinator.State state =
          world.status(node) instanceof NodeStatus.Up(Object up)
              ? (Coordinator.State) up
              : new Coordinator.State(TmState.INIT, tmLog(world), new TreeSet<>());
      seen.put(Place.of("tmState"), memory(world, node, state.tmState()));
      seen.put(Place.of("tmLog"), word(state.tmLog()));
      seen.put(
          Place.of("tmPrepared"),
          new LoggedValue.Items(state.tmPrepared().stream().map(this::argument).toList()));
    } else {
      RmState rmState =
          world.status(node) instanceof NodeStatus.Up(Object up)
              ? ((Participant.State) up).rmState()
              : RmState.WORKING;
      seen.put(Place.of("rmState", node.name()), memory(world, node, rmState));
      seen.put(Place.of("rmLog", node.name()), word(rmLog(world, node)));
    }
    return seen;
  }

  @Override
  public SortedMap<String, List<Change>> changes(Transition<Message> transition) {
    List<Change> changes = new ArrayList<>();
    for (Message message : transition.sent()) {
      changes.add(change(Change.Operator.ADD_ELEMENT, message));
    }
    if (transition.event() instanceof Event.NetworkFault<Message>) {
      for (Object lost : transition.action().arguments()) {
        changes.add(change(Change.Operator.REMOVE_ELEMENT, lost));
      }
    }
    if (changes.isEmpty()) {
      changes.add(new Change(Change.Operator.UNCHANGED, List.of(), List.of()));
    }
    return new TreeMap<>(Map.of("msgs", changes));
  }

  @Override
  public LoggedValue argument(Object argument) {
    return switch (argument) {
      case NodeId node -> new LoggedValue.Text(node.name());
      case Message message ->
          new LoggedValue.Fields(
              new TreeMap<>(
                  Map.of(
                      "type", new LoggedValue.Text(message.type()),
                      "rm", argument(message.rm()))));
      default -> throw new IllegalArgumentException("no action has an argument " + argument);
    };
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
                    !RM_DECISION.contains(rmLog(before, r))
                        || rmLog(before, r) == rmLog(after, r));
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

  private static LoggedValue memory(World<Message> world, NodeId node, Enum<?> state) {
    return world.status(node) instanceof NodeStatus.Up
        ? word(state)
        : new LoggedValue.Text("crashed");
  }

  private Change change(Change.Operator operator, Object message) {
    return new Change(operator, List.of(), List.of(argument(message)));
  }

  private static LoggedValue word(Enum<?> state) {
    return new LoggedValue.Text(state.name().toLowerCase(Locale.ROOT));
  }
}
