package dev.lockstep.conformance.consensus.microraft;

import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftRole;
import io.microraft.model.message.RaftMessage;
import io.microraft.report.RaftNodeReport;
import io.microraft.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A server: MicroRaft's node with everything around it, which crashes and starts again. A crash is
 * the end of the node, without a word to it; only the disk is left.
 */
final class Node {

  private static final RaftConfig CONFIG =
      RaftConfig.newBuilder()
          .setLeaderElectionTimeoutMillis(400)
          .setLeaderHeartbeatPeriodSecs(1)
          .setLeaderHeartbeatTimeoutSecs(2)
          .setAppendEntriesRequestBatchSize(3)
          .setCommitCountToTakeSnapshot(1_000_000)
          .setRaftNodeReportPublishPeriodSecs(1_000_000)
          .build();

  static {
    // MicroRaft runs without its assertions, as it does in production. With them it drops some of
    // the messages that it would do wrong about, and goes on.
    ClassLoader.getSystemClassLoader().setPackageAssertionStatus("io.microraft", false);
  }

  private final String name;
  private final List<RaftEndpoint> group;
  private final VirtualTime time;
  private final Random random;
  private final Network network;
  private final RunLog log;
  private final Disk disk = new Disk();
  private Running running;
  private boolean up = true;
  private boolean started;

  /** What a crash ends. */
  private record Running(RaftNode raft, Tasks tasks, Applied applied, List<Story.Sent> sent) {}

  /** Creates a node, which does nothing before {@link #start}. */
  Node(
      String name,
      List<RaftEndpoint> group,
      VirtualTime time,
      Random random,
      Network network,
      RunLog log) {
    this.name = name;
    this.group = group;
    this.time = time;
    this.random = random;
    this.network = network;
    this.log = log;
    this.running = running(false);
  }

  String name() {
    return name;
  }

  boolean isUp() {
    return up;
  }

  boolean isLeader() {
    return up && look().is(RaftRole.LEADER);
  }

  /** Starts the node for the first time. */
  void start() {
    start(new Cause.Start(false));
  }

  /** Stops the node at once. */
  void crash() {
    int had = disk.log().size();
    up = false;
    running.tasks.stop();
    disk.crash(random);
    if (started) {
      started = false;
      log.addCrash(name, had, disk.log().size());
    }
  }

  /** Starts the node with what its disk has. */
  void restart() {
    running = running(true);
    up = true;
    start(new Cause.Start(true));
  }

  /** Hands the node a message; while it is down, nobody takes it. */
  void receive(RaftMessage message) {
    if (up) {
      running.tasks.call(new Cause.Message(message), () -> running.raft.handle(message));
    }
  }

  /** Asks the node, as a client, to append {@code value}. */
  void request(String value) {
    if (up) {
      running.tasks.call(
          new Cause.Request(value),
          () -> {
            CompletableFuture<?> unused = running.raft.replicate(value);
          });
    }
  }

  private void start(Cause.Start cause) {
    running.tasks.call(
        cause,
        () -> {
          CompletableFuture<?> unused = running.raft.start();
        });
  }

  /** Returns the node as it shows itself. */
  Seen look() {
    RaftNodeReport report = running.tasks.ask(() -> running.raft.getReport().join().getResult());
    return Seen.of(report, disk);
  }

  private void run(Cause cause, Runnable task) {
    Seen before = look();
    running.sent.clear();
    task.run();
    started = true;
    log.add(
        new Story(name, cause, before, look(), List.copyOf(running.sent)),
        running.applied.takeFresh());
  }

  private Running running(boolean again) {
    Tasks tasks = new Tasks(time, random, this::run);
    Applied applied = new Applied();
    List<Story.Sent> sent = new ArrayList<>();
    RaftNode.RaftNodeBuilder builder =
        RaftNode.newBuilder()
            .setGroupId("group")
            .setConfig(CONFIG)
            .setExecutor(tasks)
            .setTransport(transport(sent))
            .setStateMachine(applied)
            .setStore(disk)
            .setRandom(new Random(random.nextLong()))
            .setClock(time.clock());
    if (again) {
      builder.setRestoredState(disk.restored());
    } else {
      builder.setLocalEndpoint(new Endpoint(name)).setInitialGroupMembers(group);
    }
    return new Running(builder.build(), tasks, applied, sent);
  }

  private Transport transport(List<Story.Sent> sent) {
    return new Transport() {
      @Override
      public void send(RaftEndpoint target, RaftMessage message) {
        String to = Endpoint.name(target);
        sent.add(new Story.Sent(to, message));
        network.send(name, to, message);
      }

      @Override
      public boolean isReachable(RaftEndpoint endpoint) {
        return true;
      }
    };
  }
}
