package dev.lockstep.conformance.consensus.microraft;

import io.microraft.RaftEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One run of three of MicroRaft's nodes, in one thread, decided by a seed: clients ask, nodes crash
 * and start again, the network fails; in the last seconds nothing fails any more.
 */
final class Run {

  private static final int NODES = 3;
  private static final int REQUESTS = 30;
  private static final int VALUES = 45;
  private static final int FIRST_MILLIS = 1_500;
  private static final int TROUBLE_MILLIS = 25_000;
  private static final int PEACE_MILLIS = 15_000;

  private final Random random;
  private final Faults faults;
  private final VirtualTime time = new VirtualTime();
  private final List<Node> nodes = new ArrayList<>();
  private final Network network;
  private final RunLog log;
  private int requests;
  private int crashes;
  private int partitions;

  private Run(long seed, Faults faults) {
    this.random = new Random(seed);
    this.faults = faults;
    List<String> names = IntStream.rangeClosed(1, NODES).mapToObj(n -> "s" + n).toList();
    List<String> values = IntStream.rangeClosed(1, VALUES).mapToObj(n -> "v" + n).toList();
    this.log = new RunLog(seed, names, values);
    this.network =
        new Network(
            time, random, faults, (to, message) -> nodes.get(names.indexOf(to)).receive(message));
    List<RaftEndpoint> group = names.stream().<RaftEndpoint>map(Endpoint::new).toList();
    names.forEach(name -> nodes.add(new Node(name, group, time, random, network, log)));
    for (int n = 0; n < REQUESTS; n++) {
      time.after(sometime(), this::request);
    }
  }

  /** Returns what happened with {@code seed}. */
  static Recorded of(long seed, Faults faults) {
    return new Run(seed, faults).toEnd();
  }

  private Recorded toEnd() {
    nodes.forEach(Node::start);
    for (int n = 0; n < faults.crashes(); n++) {
      time.after(sometime(), () -> crash(nodes.get(random.nextInt(NODES))));
    }
    for (int n = 0; n < faults.partitions(); n++) {
      time.after(sometime(), () -> isolate(nodes.get(random.nextInt(NODES))));
    }
    time.pass(TROUBLE_MILLIS + FIRST_MILLIS);
    network.heal();
    time.pass(PEACE_MILLIS);
    return new Recorded(
        log, crashes, partitions, network.disturbed(), nodes.stream().map(Node::look).toList());
  }

  private String freshValue() {
    return "v" + ++requests;
  }

  private int sometime() {
    return FIRST_MILLIS + random.nextInt(TROUBLE_MILLIS);
  }

  /** The client knows the leader, most often. */
  private void request() {
    nodes.stream()
        .filter(node -> random.nextInt(10) > 0 && node.isLeader())
        .findFirst()
        .orElseGet(() -> nodes.get(random.nextInt(NODES)))
        .request(freshValue());
  }

  /** Half of the crashes come when the leader, as it may be, has something to write. */
  private void crash(Node any) {
    if (random.nextBoolean()) {
      crashNow(any);
    } else {
      Node busy = nodes.stream().filter(Node::isLeader).findFirst().orElse(any);
      busy.request(freshValue());
      time.after(1 + random.nextInt(10), () -> crashNow(busy));
    }
  }

  private void crashNow(Node node) {
    if (node.isUp()) {
      crashes++;
      node.crash();
      time.after(200 + random.nextInt(4_000), node::restart);
    }
  }

  private void isolate(Node node) {
    partitions++;
    network.heal();
    network.isolate(node.name());
    time.after(1_000 + random.nextInt(5_000), network::heal);
  }
}
