package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.time.lamportclock.LamportClock;
import dev.lockstep.time.lamportclock.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cluster asks of its network only what {@link Network} says: here, channels in order. */
class OtherNetworkTest {

  @Test
  void another_kind_of_network_is_one_class() {
    List<NodeId> process = List.of(new NodeId("p1"), new NodeId("p2"));
    Cluster.Builder<Message> fifo = Cluster.on(new Fifo());
    process.forEach(p -> fifo.node(p, new LamportClock(p, process)));
    Cluster<Message> bounded = fifo.build().bounded(new UpTo(3));
    for (World<Message> world : worlds(bounded)) {
      assertThat(world.network().deliveries()).hasSizeLessThanOrEqualTo(2);
    }
    assertThat(worlds(bounded)).hasSizeGreaterThan(20);
  }

  private record UpTo(int most) implements Bounds<Message, Integer> {
    @Override
    public Integer initial() {
      return 0;
    }

    @Override
    public Optional<Integer> after(
        Integer used, World<Message> source, Action action, World<Message> target) {
      return used < most ? Optional.of(used + 1) : Optional.empty();
    }
  }

  /** A channel for each pair of processes, first in, first out. */
  private static final class Fifo implements Network<Message> {

    private final SortedMap<String, List<Message>> channels;

    Fifo() {
      this(new TreeMap<>());
    }

    private Fifo(SortedMap<String, List<Message>> channels) {
      this.channels = channels;
    }

    @Override
    public List<Message> messages() {
      return channels.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public List<Delivery<Message>> deliveries() {
      return channels.values().stream()
          .filter(channel -> !channel.isEmpty())
          .map(channel -> new Delivery<>(channel.getFirst().to(), channel.getFirst()))
          .toList();
    }

    @Override
    public Fifo receive(Delivery<Message> delivery) {
      String channel = channel(delivery.message());
      List<Message> left = Objects.requireNonNull(channels.get(channel));
      return with(channel, left.subList(1, left.size()));
    }

    @Override
    public Fifo send(NodeId from, List<Message> messages) {
      Fifo after = this;
      for (Message message : messages) {
        String channel = channel(message);
        List<Message> longer = new ArrayList<>(after.channels.getOrDefault(channel, List.of()));
        longer.add(message);
        after = after.with(channel, longer);
      }
      return after;
    }

    @Override
    public List<Fault<Message>> faults() {
      return List.of();
    }

    private Fifo with(String channel, List<Message> content) {
      SortedMap<String, List<Message>> copy = new TreeMap<>(channels);
      copy.put(channel, List.copyOf(content));
      return new Fifo(copy);
    }

    private static String channel(Message message) {
      return message.from() + " to " + message.to();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Fifo that && messages().equals(that.messages());
    }

    @Override
    public int hashCode() {
      return messages().hashCode();
    }
  }

  private static Set<World<Message>> worlds(Cluster<Message> cluster) {
    Set<World<Message>> worlds = new HashSet<>(Set.of(cluster.initial()));
    Deque<World<Message>> queue = new ArrayDeque<>(worlds);
    while (!queue.isEmpty()) {
      for (Transition<Message> transition : cluster.transitions(queue.remove())) {
        if (worlds.add(transition.target())) {
          queue.add(transition.target());
        }
      }
    }
    return worlds;
  }
}
