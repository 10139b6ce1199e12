package dev.lockstep.causality;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.Causality;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Three nodes that count and send each other what they have counted, for as long as one likes. */
final class Chatter {

  private static final String MODULE =
      """
      ---- MODULE Chatter ----
      EXTENDS Naturals
      CONSTANT Node
      VARIABLES x, channel
      vars == <<x, channel>>
      Init == /\\ x = [n \\in Node |-> 0]
              /\\ channel = [p \\in Node \\X Node |-> 0]
      Step(n) ==
        /\\ x' = [x EXCEPT ![n] = x[n] + 1]
        /\\ UNCHANGED channel
      Send(n, m) ==
        /\\ channel[<<n, m>>] = 0
        /\\ x' = [x EXCEPT ![n] = x[n] + 1]
        /\\ channel' = [channel EXCEPT ![<<n, m>>] = x[n] + 1]
      Receive(m, n) ==
        /\\ channel[<<n, m>>] # 0
        /\\ x' = [x EXCEPT ![m] = (IF x[m] > channel[<<n, m>>] THEN x[m]
                                  ELSE channel[<<n, m>>]) + 1]
        /\\ channel' = [channel EXCEPT ![<<n, m>>] = 0]
      Next == \\E n \\in Node : \\/ Step(n)
                              \\/ \\E m \\in Node \\ {n} : Send(n, m) \\/ Receive(n, m)
      Spec == Init /\\ [][Next]_vars
      ====
      """;

  private Chatter() {}

  static Spec load() throws SpecException {
    try {
      Path directory = Files.createTempDirectory("chatter");
      Path file = Files.writeString(directory.resolve("Chatter.tla"), MODULE);
      file.toFile().deleteOnExit();
      directory.toFile().deleteOnExit();
      return Spec.load(
          new SpecSource(
              "Chatter",
              List.of(directory),
              "Chatter.cfg",
              "SPECIFICATION Spec CONSTANT Node = {a, b, c} CHECK_DEADLOCK FALSE"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the logs of the three nodes.
   *
   * @param quiet of how many steps one sends or receives
   * @param values whether they log what they have counted
   */
  static List<List<TraceEvent>> logs(
      Spec spec, Random random, int length, int quiet, boolean values) throws SpecException {
    Map<String, SortedMap<String, Long>> vectors = new HashMap<>();
    Map<String, SortedMap<String, Long>> inChannel = new HashMap<>();
    SortedMap<String, List<TraceEvent>> logs = new TreeMap<>();
    SpecState state = spec.initialStates().getFirst();
    for (int index = 0; index < length; index++) {
      List<SpecStep> steps = spec.successors(state);
      boolean talk = random.nextInt(quiet) == 0;
      List<SpecStep> wanted =
          steps.stream().filter(step -> step.action().name().equals("Step") != talk).toList();
      SpecStep step = wanted.get(random.nextInt(wanted.size()));
      state = step.target();
      List<String> nodes = step.action().arguments().stream().map(LoggedValue::keyText).toList();
      String node = nodes.getFirst();
      SortedMap<String, Long> vector = vectors.computeIfAbsent(node, ignored -> new TreeMap<>());
      if (step.action().name().equals("Receive")) {
        Optional.ofNullable(inChannel.get(nodes.get(1) + node))
            .orElseThrow()
            .forEach((other, counter) -> vector.merge(other, counter, Math::max));
      }
      vector.merge(node, 1L, Long::sum);
      if (step.action().name().equals("Send")) {
        inChannel.put(node + nodes.get(1), new TreeMap<>(vector));
      }
      SortedMap<Place, LoggedValue> observed = new TreeMap<>();
      if (values) {
        TlaValue.FunctionOf x = (TlaValue.FunctionOf) state.get("x");
        observed.put(
            Place.of("x", node),
            LoggedValue.of(
                Optional.ofNullable(x.mappings().get(step.action().arguments().getFirst()))
                    .orElseThrow()));
      }
      logs.computeIfAbsent(node, ignored -> new ArrayList<>())
          .add(
              TraceEvent.ANY
                  .at(node)
                  .with(
                      LoggedCall.of(
                          step.action().name(),
                          step.action().arguments().stream().map(LoggedValue::of).toList()))
                  .withState(observed)
                  .after(new Causality(Optional.empty(), vector, List.of(), List.of())));
    }
    return new ArrayList<>(logs.values());
  }
}
