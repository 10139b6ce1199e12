package dev.lockstep.benchmarks;

import dev.lockstep.consensus.raft.Entry;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Snapshot;
import dev.lockstep.consensus.raft.Value;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Entries a second that the core of Raft commits: one thread, a leader and two followers whose
 * messages are handed over by hand, without network, disk or clock. With {@code -prof gc}, the
 * bytes allocated for each entry. Logs have between {@link #KEPT} and {@link #MOST} entries, and go
 * into a snapshot from time to time.
 *
 * <p>With {@code log=copied} each server has its log once more, as an array that is copied at each
 * step that appends to it: what a log costs beside that does not share its entries.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class RaftBenchmark {

  private static final int ENTRIES = 1_000;
  private static final int KEPT = 1_000;
  private static final int MOST = 10_000;

  /** How many messages are on the way to each follower at a time, if there are so many entries. */
  private static final int MESSAGES = 10;

  private static final NodeId S1 = new NodeId("s1");
  private static final NodeId S2 = new NodeId("s2");
  private static final NodeId S3 = new NodeId("s3");
  private static final Value VALUE = new Value("v");

  /** How many entries are appended before the first of them is sent. */
  @Param({"1", "100", "1000"})
  public int inFlight;

  /** Whether logs share their entries, or are copied beside that. */
  @Param({"shared", "copied"})
  public String log = "";

  @SuppressWarnings("NullAway.Init")
  private Server leader;

  @SuppressWarnings("NullAway.Init")
  private List<Server> followers;

  /** What is counted beside the entries. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Counters {
    /** The steps of all cores together. */
    public long steps;
  }

  /** A core with its state. */
  private static final class Server {
    final Raft core;
    final boolean copies;
    dev.lockstep.consensus.raft.State state;
    Entry[] copy = {};

    Server(NodeId i, boolean copies) {
      this.core = new Raft(i, List.of(S1, S2, S3), List.of(), 1);
      this.copies = copies;
      this.state = core.initial();
    }

    List<Message> take(Input input, Counters counters) {
      Step<dev.lockstep.consensus.raft.State, Message> step = core.step(state, input).orElseThrow();
      state = step.state();
      counters.steps++;
      int size = size();
      if (copies && size > copy.length) {
        List<Entry> fresh =
            state.log().after(state.log().lastIndex() - (size - copy.length), size - copy.length);
        int at = copy.length;
        copy = Arrays.copyOf(copy, size);
        for (Entry entry : fresh) {
          copy[at++] = entry;
        }
      }
      return step.messages();
    }

    List<Message> take(Message message, Counters counters) {
      return take(core.delivery(message), counters);
    }

    int size() {
      return (int) (state.log().lastIndex() - state.log().snapshot().index());
    }

    void compact() {
      if (size() > MOST) {
        Log all = state.log();
        long index = all.lastIndex() - KEPT;
        state = state.with(all.compact(new Snapshot(index, all.termAt(index), List.of())));
        if (copies) {
          copy = Arrays.copyOfRange(copy, copy.length - KEPT, copy.length);
        }
      }
    }
  }

  /** Elects s1. */
  @Setup
  public void elect() {
    Counters none = new Counters();
    boolean copies = log.equals("copied");
    leader = new Server(S1, copies);
    followers = List.of(new Server(S2, copies), new Server(S3, copies));
    List<Message> requests = leader.take(new Input.Timeout(), none);
    Message vote = followers.getFirst().take(requests.getFirst(), none).getFirst();
    leader.take(vote, none);
    leader.take(new Input.Lead(), none);
    replicate(leader.state.log().lastIndex() - 1, none);
  }

  /**
   * A thousand entries, asked for and committed.
   *
   * @return up to where the leader has its log committed
   */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long commit(Counters counters) {
    for (int done = 0; done < ENTRIES; done += inFlight) {
      long before = leader.state.log().lastIndex();
      for (int n = 0; n < inFlight; n++) {
        leader.take(new Input.Request(VALUE), counters);
      }
      replicate(before, counters);
      leader.compact();
      followers.forEach(Server::compact);
    }
    return leader.state.commitIndex();
  }

  /** Sends all entries after one to both followers before the first answer comes, and commits. */
  private void replicate(long after, Counters counters) {
    long last = leader.state.log().lastIndex();
    int batch = (int) Math.max(1, (last - after) / MESSAGES);
    List<Message> answers = new ArrayList<>();
    for (Server follower : followers) {
      List<Message> requests = new ArrayList<>();
      for (long prev = after; prev < last; prev += batch) {
        int count = (int) Math.min(batch, last - prev);
        requests.addAll(leader.take(new Input.Replicate(follower.core.i(), prev, count), counters));
      }
      for (Message request : requests) {
        answers.addAll(follower.take(request, counters));
      }
    }
    for (Message answer : answers) {
      leader.take(answer, counters);
    }
    leader.take(new Input.Commit(), counters);
    if (leader.state.commitIndex() != last) {
      throw new IllegalStateException("committed " + leader.state.commitIndex() + " of " + last);
    }
  }
}
