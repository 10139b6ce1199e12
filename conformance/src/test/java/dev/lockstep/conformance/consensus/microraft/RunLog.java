package dev.lockstep.conformance.consensus.microraft;

import static dev.lockstep.conformance.consensus.microraft.Words.number;
import static dev.lockstep.conformance.consensus.microraft.Words.step;
import static dev.lockstep.conformance.consensus.microraft.Words.text;

import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceWriter;
import io.microraft.RaftRole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The log of a run, in trace format v1: a line for each task of a node, or two. */
final class RunLog {

  /** Steps that say how MicroRaft writes to its disk, and have lines of their own. */
  private static final Set<String> OF_THE_DISK = Set.of("Flush", "LoseTail");

  private final TraceHeader header;
  private final List<TraceEvent> events = new ArrayList<>();
  private final Map<Long, String> applied = new HashMap<>();
  private final List<String> disagreements = new ArrayList<>();

  /**
   * Starts a log.
   *
   * @param seed the seed of the run
   * @param nodes the names of the servers
   * @param values what clients may ask to append
   */
  RunLog(long seed, List<String> nodes, List<String> values) {
    SortedMap<String, LoggedValue> constants = new TreeMap<>();
    constants.put("Server", texts(nodes));
    constants.put("Value", texts(values));
    constants.put("NoOp", text(Applied.NO_OP));
    constants.put("Nobody", text("Nobody"));
    header = TraceHeader.of("MicroRaft", constants).withSeed(seed, 0);
  }

  /** Returns the events so far. */
  List<TraceEvent> events() {
    return List.copyOf(events);
  }

  /** Returns where servers have applied different values, in sentences. */
  List<String> disagreements() {
    return List.copyOf(disagreements);
  }

  /**
   * Adds what a task did.
   *
   * @param fresh what the node's state machine was told in it, by index
   */
  void add(Story story, SortedMap<Long, String> fresh) {
    List<LoggedCall> steps = new ArrayList<>(story.steps());
    if (!steps.isEmpty() && (story.unsure() || OF_THE_DISK.contains(steps.getFirst().action()))) {
      Steps.Stuttering stuttering =
          story.unsure() ? Steps.Stuttering.MAYBE : Steps.Stuttering.NEVER;
      add(story.node(), new Steps(List.of(steps.removeFirst()), stuttering), new TreeMap<>());
    }
    SortedMap<Place, LoggedValue> state = state(story.node(), story.after());
    if (!story.after().log().equals(story.before().log())) {
      state.put(Place.of("log", story.node()), Words.entries(story.after().log()));
    }
    fresh.forEach(
        (index, value) -> {
          state.put(Place.of("log", story.node(), Long.toString(index), "value"), text(value));
          String other = applied.putIfAbsent(index, value);
          if (other != null && !other.equals(value)) {
            disagreements.add(
                "%s applied %s at %d, where %s was applied"
                    .formatted(story.node(), value, index, other));
          }
        });
    add(
        story.node(),
        steps.isEmpty() ? Steps.NONE : new Steps(steps, Steps.Stuttering.NEVER),
        state);
  }

  /**
   * Adds that a node has crashed.
   *
   * @param had how many entries its log had
   * @param kept how many of them its disk has
   */
  void addCrash(String node, int had, int kept) {
    add(node, Steps.of(step("Crash", text(node))), new TreeMap<>());
    if (kept < had) {
      add(node, Steps.of(step("LoseTail", text(node), number(kept))), new TreeMap<>());
    }
  }

  /** Returns the log as it stands in a file. */
  byte[] toBytes() {
    return toBytes(events);
  }

  /** Returns the log as it would stand in a file if these were its events. */
  byte[] toBytes(List<TraceEvent> others) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TraceWriter writer = new TraceWriter(bytes)) {
      writer.header(header);
      for (TraceEvent event : others) {
        writer.event(event);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void add(String node, Steps steps, SortedMap<Place, LoggedValue> state) {
    events.add(TraceEvent.ANY.at(node).with(steps).withState(state));
  }

  private static SortedMap<Place, LoggedValue> state(String node, Seen seen) {
    SortedMap<Place, LoggedValue> state = new TreeMap<>();
    state.put(Place.of("currentTerm", node), number(seen.term()));
    state.put(Place.of("votedFor", node), text(seen.votedFor().orElse("Nobody")));
    state.put(Place.of("role", node), text(seen.role().name().toLowerCase(Locale.ROOT)));
    state.put(Place.of("commitIndex", node), number(seen.commitIndex()));
    state.put(Place.parse("length(log/" + node + ")"), number(seen.lastIndex()));
    if (seen.lastIndex() > 0) {
      state.put(Place.parse("last(log/" + node + ")/term"), number(seen.lastTerm()));
    }
    if (seen.is(RaftRole.LEADER)) {
      seen.matchIndex()
          .forEach((other, index) -> state.put(Place.of("matchIndex", node, other), number(index)));
    }
    return state;
  }

  private static LoggedValue texts(List<String> texts) {
    return new LoggedValue.Items(texts.stream().map(Words::text).toList());
  }
}
