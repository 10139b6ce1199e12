package dev.lockstep.report;

import dev.lockstep.tlc.SpecSource;
import dev.lockstep.validation.RunSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A run of three nodes that send each other numbers, as long as one wants.
 *
 * @param lines its log
 * @param logs the variable {@code log} at the end
 * @param sent the variable {@code sent} at the end
 */
record Relay(List<String> lines, List<List<Integer>> logs, int sent) {

  private static final String SPEC =
      """
      ---- MODULE Relay ----
      EXTENDS Naturals, Sequences
      CONSTANT Node
      VARIABLES msgs, log, sent
      Init == msgs = {} /\\ log = [n \\in Node |-> <<>>] /\\ sent = 0
      Send(n, m) == /\\ msgs' = msgs \\cup {[type |-> "Item", from |-> n, to |-> m, nr |-> sent]}
                    /\\ sent' = sent + 1
                    /\\ UNCHANGED log
      Receive(n, msg) == /\\ msg.to = n
                         /\\ msgs' = msgs \\ {msg}
                         /\\ log' = [log EXCEPT ![n] = Append(@, msg.nr)]
                         /\\ UNCHANGED sent
      Trim(n) == Len(log[n]) > 9 /\\ log' = [log EXCEPT ![n] = <<>>] /\\ UNCHANGED <<msgs, sent>>
      Next == \\E n \\in Node : \\/ Trim(n)
                              \\/ \\E m \\in Node : Send(n, m)
                              \\/ \\E msg \\in msgs : Receive(n, msg)
      ====
      """;

  static RunSpecs specs(Path directory) throws IOException {
    Files.writeString(directory.resolve("Relay.tla"), SPEC);
    return RunSpecs.of(
        new SpecSource(
            "Relay",
            List.of(directory),
            "Relay.cfg",
            "INIT Init NEXT Next CONSTANT Node = {a, b, c}"),
        new TreeMap<>());
  }

  /** A random run, with messages that arrive in any order. */
  static Relay run(int length, long seed) {
    Random random = new Random(seed);
    List<String> nodes = List.of("a", "b", "c");
    List<String> lines = new ArrayList<>();
    List<List<Integer>> logs = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<int[]> flying = new ArrayList<>();
    int sent = 0;
    lines.add("{\"lockstep-trace\":1,\"spec\":\"Relay\",\"constants\":{}}");
    while (lines.size() <= length) {
      int n = random.nextInt(3);
      if (logs.get(n).size() > 9) {
        logs.get(n).clear();
        lines.add("{\"node\":\"%s\",\"action\":\"Trim\"}".formatted(nodes.get(n)));
      } else if (flying.isEmpty() || (flying.size() < 20 && random.nextBoolean())) {
        int to = random.nextInt(3);
        flying.add(new int[] {n, to, sent});
        sent++;
        lines.add(
            "{\"node\":\"%1$s\",\"action\":\"Send\",\"args\":[\"%1$s\",\"%2$s\"]}"
                .formatted(nodes.get(n), nodes.get(to)));
      } else {
        int[] message = flying.remove(random.nextInt(flying.size()));
        logs.get(message[1]).add(message[2]);
        String to = nodes.get(message[1]);
        lines.add(
            "{\"node\":\"%1$s\",\"action\":\"Receive\",\"args\":[\"%1$s\",{\"type\":\"Item\",\"from\":\"%2$s\",\"to\":\"%1$s\",\"nr\":%3$d}],\"state\":{\"log/%1$s\":%4$s}}"
                .formatted(to, nodes.get(message[0]), message[2], logs.get(message[1])));
      }
    }
    return new Relay(lines, logs, sent);
  }
}
