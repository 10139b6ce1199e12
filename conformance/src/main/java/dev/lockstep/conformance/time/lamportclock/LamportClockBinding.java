package dev.lockstep.conformance.time.lamportclock;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Bounds;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.MessageSet;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.time.lamportclock.LamportClock;
import dev.lockstep.time.lamportclock.Message;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Lamport clocks: processes on a network where receiving takes the message out.
 *
 * @see "LamportClock.tla and MCLamportClock.tla"
 */
public final class LamportClockBinding implements Binding<Message> {

  @Override
  public String protocol() {
    return "lamport-clock";
  }

  @Override
  public Cluster<Message> cluster(Constants constants) {
    return cluster(constants.nodes("Process"), constants.number("MaxClock"), LamportClock::new);
  }

  /** A core for a process, given all of them. */
  public interface ClockOf {
    /** Returns the core of {@code p}. */
    LamportClock create(NodeId p, Collection<NodeId> process);
  }

  /** Returns a cluster of other cores, for example mutants. */
  public static Cluster<Message> cluster(Collection<NodeId> process, int maxClock, ClockOf clock) {
    Cluster.Builder<Message> cluster =
        Cluster.on(MessageSet.to((Message message) -> List.of(message.to())).consuming());
    for (NodeId p : process) {
      cluster.node(p, clock.create(p, process));
    }
    return cluster.build().bounded(new MaxClock(maxClock));
  }

  /** No event gets a greater number. */
  private record MaxClock(int maxClock) implements Bounds<Message, String> {

    @Override
    public String initial() {
      return "";
    }

    @Override
    public Optional<String> after(
        String used, World<Message> source, Action action, World<Message> target) {
      boolean fits = target.nodes().stream().allMatch(p -> clock(target.status(p)) <= maxClock);
      return fits ? Optional.of(used) : Optional.empty();
    }
  }

  @Override
  public SequencedMap<String, Function<World<Message>, Object>> variables() {
    SequencedMap<String, Function<World<Message>, Object>> variables = new LinkedHashMap<>();
    variables.put(
        "clock",
        world -> {
          Map<NodeId, Object> clock = new TreeMap<>();
          world.nodes().forEach(p -> clock.put(p, clock(world.status(p))));
          return clock;
        });
    variables.put("msgs", World::network);
    return variables;
  }

  private static int clock(NodeStatus status) {
    return switch (status) {
      case NodeStatus.Up(Object state) -> ((LamportClock.State) state).clock();
      case NodeStatus.Down ignored ->
          throw new IllegalArgumentException("processes with Lamport clocks do not crash");
    };
  }
}
