package dev.lockstep.causality;

import dev.lockstep.testing.Walk;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.Causality;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the nodes of a two-phase commit log of a walk over its spec: each its own part of it. */
final class DistributedRun {

  private record Clocks(SortedMap<String, Long> vector, long lamport) {}

  private final Map<String, SortedMap<String, Long>> vectors = new HashMap<>();
  private final Map<String, Long> lamports = new HashMap<>();
  private final Map<String, Clocks> sent = new HashMap<>();

  private DistributedRun() {}

  /** Returns the log of each node, in the order in which they happened, with all clocks. */
  static SequencedMap<String, List<TraceEvent>> logs(Walk walk) {
    DistributedRun run = new DistributedRun();
    SequencedMap<String, List<TraceEvent>> logs = new TreeMap<>();
    for (int index = 0; index < walk.steps().size(); index++) {
      ActionCall call = walk.steps().get(index).action();
      TraceEvent event = run.event(call, walk.states().get(index + 1));
      logs.computeIfAbsent(event.node().orElseThrow(), ignored -> new ArrayList<>()).add(event);
    }
    return logs;
  }

  private TraceEvent event(ActionCall call, SpecState after) {
    Optional<TlaValue> argument = call.arguments().stream().findFirst();
    boolean manager = call.name().startsWith("TM");
    String participant = argument.map(LoggedValue::keyText).orElse("");
    String node = manager ? "tm" : participant;
    SortedMap<Place, LoggedValue> state = new TreeMap<>();
    if (manager) {
      state.put(Place.of("tmState"), LoggedValue.of(after.get("tmState")));
      state.put(Place.of("tmPrepared"), LoggedValue.of(after.get("tmPrepared")));
    } else {
      LoggedValue.Fields all = (LoggedValue.Fields) LoggedValue.of(after.get("rmState"));
      state.put(
          Place.of("rmState", node), Optional.ofNullable(all.values().get(node)).orElseThrow());
    }
    return TraceEvent.ANY
        .at(node)
        .with(LoggedCall.of(call.name(), call.arguments().stream().map(LoggedValue::of).toList()))
        .withState(state)
        .after(
            switch (call.name()) {
              case "RMPrepare" -> causality(node, List.of("Prepared " + node), List.of());
              case "TMRcvPrepared" ->
                  causality(node, List.of(), List.of("Prepared " + participant));
              case "TMCommit" -> causality(node, List.of("Commit"), List.of());
              case "TMAbort" -> causality(node, List.of("Abort"), List.of());
              case "RMRcvCommitMsg" -> causality(node, List.of(), List.of("Commit"));
              case "RMRcvAbortMsg" -> causality(node, List.of(), List.of("Abort"));
              default -> causality(node, List.of(), List.of());
            });
  }

  private Causality causality(String node, List<String> sends, List<String> receives) {
    SortedMap<String, Long> vector = vectors.computeIfAbsent(node, ignored -> new TreeMap<>());
    long lamport = lamports.getOrDefault(node, 0L);
    for (String id : receives) {
      Clocks clocks = Optional.ofNullable(sent.get(id)).orElseThrow();
      clocks.vector.forEach((other, counter) -> vector.merge(other, counter, Math::max));
      lamport = Math.max(lamport, clocks.lamport);
    }
    vector.merge(node, 1L, Long::sum);
    lamports.put(node, ++lamport);
    for (String id : sends) {
      sent.put(id, new Clocks(new TreeMap<>(vector), lamport));
    }
    return new Causality(Optional.of(lamport), vector, sends, receives);
  }
}
