package dev.lockstep.conformance.consensus.raft;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.consensus.raft.Entry;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.consensus.raft.Value;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Subjects;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Place;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cluster that elects leaders while clients ask for a few values, until all have them.
 *
 * <p>A server waits 150 to 300 milliseconds to hear from a leader, as in the paper (section 9.3); a
 * leader says that it is there every 50, and sends again what was not confirmed after some.
 *
 * @see "Raft.tla, whose properties are those here"
 */
public class RaftSubject implements Subject<Message> {

  private static final Timer ELECTION = Timer.after(Span.ofMillis(150, 300));
  private static final Timer HEARTBEAT = Timer.after(Span.ofMillis(40, 50));
  private static final Timer SEND = Timer.after(Span.ofMillis(20, 40)).orHastily(0.5, Span.NONE);
  private static final Timer CLIENT = Timer.after(Span.ofMillis(5, 1_500));

  /** A leader gives up for no reason in the eyes of the protocol, and rarely. */
  private static final Timer WHIM = Timer.after(Span.ofMillis(2_000, 20_000));

  private static final int VALUES = 6;
  private static final SortedMap<String, Object> BOUNDS =
      Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("MaxBatch", 3)));

  private final RaftBinding binding;
  private final int size;
  private final SortedMap<String, Object> constants;
  private final Cluster<Message> cluster;

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return new RaftBinding().protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return new RaftSubject(new RaftBinding(), size);
    }
  }

  /** Creates the subject with servers s1, s2 and so on. */
  public RaftSubject(RaftBinding binding, int size) {
    this(binding, size, Map.of());
  }

  /**
   * Creates the subject of what extends Raft.
   *
   * @param more the constants that its spec has beside those of Raft
   */
  protected RaftSubject(RaftBinding binding, int size, Map<String, Object> more) {
    this.binding = binding;
    this.size = size;
    this.constants =
        new TreeMap<>(
            Map.of(
                "Server",
                servers(size),
                "Value",
                numbered("v", VALUES).map(Value::new).collect(Collectors.toSet()),
                "NoOp",
                Value.NO_OP,
                "Nobody",
                Raft.NOBODY));
    this.constants.putAll(more);
    this.cluster = binding.cluster(Subjects.constants(constants, BOUNDS));
  }

  /** Creates the same with another cluster. */
  protected RaftSubject(RaftSubject subject, Cluster<Message> cluster) {
    this.binding = subject.binding;
    this.size = subject.size;
    this.constants = subject.constants;
    this.cluster = cluster;
  }

  @Override
  public final RaftBinding binding() {
    return binding;
  }

  @Override
  public final SortedMap<String, Object> constants() {
    return Collections.unmodifiableSortedMap(constants);
  }

  @Override
  public final SortedMap<String, Object> bounds() {
    return BOUNDS;
  }

  @Override
  public final Cluster<Message> cluster() {
    return cluster;
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new RaftSubject(this, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch ((Input) input) {
      case Input.Timeout ignored -> ELECTION;
      case Input.Lead ignored -> Timer.AT_ONCE;
      case Input.Commit ignored -> Timer.AT_ONCE;
      case Input.StepDown ignored -> WHIM;
      case Input.Request ignored -> CLIENT;
      case Input.Replicate replicate -> replicate.count() == 0 ? HEARTBEAT : SEND;
      default -> throw new IllegalArgumentException(node + " has no timer for " + input);
    };
  }

  /** A server that hears of a leader, or votes, has patience again. */
  @Override
  public boolean restarts(NodeId node, Object input, Transition<Message> step) {
    return input instanceof Input.Timeout
        && (step.sent().stream().anyMatch(RaftSubject::isPatient)
            || step.action().name().equals("Timeout"));
  }

  private static boolean isPatient(Message answer) {
    return switch (answer) {
      case Message.Vote vote -> vote.granted();
      case Message.Appended ignored -> true;
      case Message.Refused refused -> refused.prevIndex() > 0 && refused.hint() > 0;
      default -> false;
    };
  }

  @Override
  public List<Property<Message>> properties() {
    return List.of(
        Property.invariant("ElectionSafety", RaftProperties::electionSafety),
        Property.invariant("LogMatching", RaftProperties::logMatching),
        Property.invariant("LeaderCompleteness", RaftProperties::leaderCompleteness),
        Property.invariant("StateMachineSafety", RaftProperties::stateMachineSafety),
        Property.invariant("MatchIsOnDisk", RaftProperties::matchIsOnDisk),
        Property.invariant("NextAfterMatch", RaftProperties::nextAfterMatch),
        Property.step("LeaderAppendOnly", RaftProperties::leaderAppendOnly),
        Property.step("VoteOnce", RaftProperties::voteOnce),
        Property.step("CommitGrows", RaftProperties::commitGrows));
  }

  @Override
  public Optional<String> liveness() {
    return Optional.of("EveryoneCatchesUp");
  }

  @Override
  public boolean isDone(World<Message> world) {
    return committed(world) == (long) VALUES * size;
  }

  @Override
  public String outcome(World<Message> world) {
    long committed = committed(world);
    return committed == 0 ? "nothing" : isDone(world) ? "everything everywhere" : "something";
  }

  @Override
  public List<String> outcomes() {
    return List.of("everything everywhere", "something", "nothing");
  }

  @Override
  public List<Place> observed(NodeId node) {
    return Stream.of(
            "currentTerm",
            "votedFor",
            "log",
            "role",
            "votesGranted",
            "commitIndex",
            "nextIndex",
            "matchIndex")
        .map(variable -> Place.of(variable, node.name()))
        .toList();
  }

  /** How many of the values are committed, summed over all servers that know it. */
  private static long committed(World<Message> world) {
    long sum = 0;
    for (NodeId i : world.nodes()) {
      if (world.status(i) instanceof NodeStatus.Up(State state)) {
        sum +=
            state.log().entries().stream()
                .limit(state.commitIndex() - state.log().snapshot().index())
                .map(Entry::value)
                .filter(value -> value instanceof Value && !value.equals(Value.NO_OP))
                .distinct()
                .count();
      }
    }
    return sum;
  }

  /** Returns the first servers: s1, s2 and so on. */
  protected static SortedSet<NodeId> servers(int count) {
    return numbered("s", count).map(NodeId::new).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> numbered(String letter, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(n -> letter + n);
  }
}
