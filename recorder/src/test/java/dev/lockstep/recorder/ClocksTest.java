package dev.lockstep.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Clocks say what happened before what, for one thread and for many. */
class ClocksTest {

  private record Message(String id, Stamp stamp) {}

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void a_stamp_is_read_as_it_was_written(
      @ForAll @Size(max = 4) Map<String, Integer> counts, @ForAll int clock) {
    SortedMap<String, Long> vector = new TreeMap<>();
    counts.forEach(
        (node, count) -> {
          if (isUnicode(node)) {
            vector.put(node, 1 + (count & Long.MAX_VALUE >> 1));
          }
        });
    Stamp stamp = Stamp.of(clock & Integer.MAX_VALUE, vector);

    assertThat(Stamp.parse(stamp.toString())).isEqualTo(stamp);
    assertThat(stamp.toString()).matches("[!-~]+");
  }

  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }

  @Test
  void messages_outside_of_events_order_events_too() throws IOException {
    try (TraceLog a = TraceLog.of("S").to(new ByteArrayOutputStream());
        TraceLog b = TraceLog.of("S").to(new ByteArrayOutputStream())) {
      NodeRecorder n = a.node("n");
      NodeRecorder m = b.node("m");
      Stamp before = m.event("A").record();
      assertThat(n.send()).isEqualTo(Stamp.NONE);
      Stamp first = n.event("B").record();
      m.receive(n.send());
      Stamp after = m.event("C").record();

      assertThat(first).hasToString("1,n=1");
      assertThat(after).hasToString("2,m=2,n=1");
      assertThat(first.isBefore(after)).isTrue();
      assertThat(first.isBefore(first)).isFalse();
      assertThat(first.isBefore(before)).isFalse();
      assertThat(before.isBefore(first)).isFalse();
    }
  }

  /**
   * Eight threads, two for each of four nodes, throw messages at each other through one shared bag,
   * so that every interleaving of sending, receiving and writing is possible.
   */
  @Test
  void many_threads_write_whole_lines_whose_clocks_are_the_happens_before_order()
      throws IOException, InterruptedException, ExecutionException {
    int threads = 8;
    int events = 2_000;
    long seed = new Random().nextLong();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ConcurrentLinkedQueue<Message> network = new ConcurrentLinkedQueue<>();
    CyclicBarrier start = new CyclicBarrier(threads);
    try (TraceLog log = TraceLog.of("S").to(bytes);
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        work.add(
            () -> {
              SplittableRandom random = new SplittableRandom(seed + thread);
              start.await();
              for (int i = 0; i < events; i++) {
                step(log.node("n" + thread % 4), thread + "-" + i, network, random);
              }
              return true;
            });
      }
      for (Future<Boolean> done : pool.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    }

    List<JsonNode> lines = Lines.of(bytes);
    assertThat(lines).as("seed %d", seed).hasSize(1 + threads * events);
    assertThatClocksAreRight(lines.subList(1, lines.size()), "seed " + seed);
  }

  private static void step(
      NodeRecorder node,
      String id,
      ConcurrentLinkedQueue<Message> network,
      SplittableRandom random) {
    Message message = random.nextInt(3) == 0 ? network.poll() : null;
    if (message != null) {
      // As text, as it would travel.
      node.event("Receive")
          .received(message.id(), Stamp.parse(message.stamp().toString()))
          .record();
    } else {
      Stamp stamp =
          node.event("Send").observe("text", "é".repeat(random.nextInt(300))).sent(id).record();
      network.add(new Message(id, stamp));
    }
  }

  /** Computes every vector anew, from the order of a node's lines and from who received what. */
  private static void assertThatClocksAreRight(List<JsonNode> events, String seed) {
    Map<String, Map<String, Long>> nodes = new HashMap<>();
    Map<String, Long> clocks = new HashMap<>();
    Map<String, JsonNode> sent = new HashMap<>();
    int received = 0;
    for (JsonNode event : events) {
      String node = event.path("node").asText();
      Map<String, Long> vector = nodes.computeIfAbsent(node, name -> new HashMap<>());
      long clock = clocks.getOrDefault(node, 0L);
      for (JsonNode id : event.path("received")) {
        assertThat(sent)
            .as("%s: the sender's line is earlier than %s", seed, event)
            .containsKey(id.asText());
        JsonNode from = Objects.requireNonNull(sent.get(id.asText()));
        vectorOf(from).forEach((name, count) -> vector.merge(name, count, Math::max));
        clock = Math.max(clock, from.path("clock").asLong());
        received++;
      }
      vector.merge(node, 1L, Long::sum);
      assertThat(vectorOf(event)).as("%s: %s", seed, event).isEqualTo(vector);
      assertThat(event.path("clock").asLong()).as("%s: %s", seed, event).isEqualTo(clock + 1);
      clocks.put(node, clock + 1);
      event.path("sent").forEach(id -> sent.put(id.asText(), event));
    }
    assertThat(received).as(seed).isPositive();
  }

  private static Map<String, Long> vectorOf(JsonNode event) {
    Map<String, Long> vector = new HashMap<>();
    for (Map.Entry<String, JsonNode> count : event.path("vector").properties()) {
      vector.put(count.getKey(), count.getValue().asLong());
    }
    return vector;
  }
}
