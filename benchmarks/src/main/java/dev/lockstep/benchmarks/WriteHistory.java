package dev.lockstep.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Writes histories of any length that clients of a correct system might have logged: operations
 * overlap, take effect at a random moment, and are answered later. Not a measurement.
 *
 * <pre>
 * WriteHistory FILE key-value   OPERATIONS CLIENTS KEYS
 * WriteHistory FILE list-append TRANSACTIONS CLIENTS KEYS
 * </pre>
 */
public final class WriteHistory {

  private static final int SEED = 1;

  /** One in a thousand is never answered. */
  private static final int LOST = 1_000;

  /** Lists are not longer than this: then another item takes the place of theirs. */
  private static final int LIST = 40;

  private static final class Client {
    int process;
    @Nullable String call;
    String key = "";
    String value = "";
    @Nullable String answer;
  }

  private final Random random = new Random(SEED);
  private final Map<String, String> store = new HashMap<>();
  private final Map<String, List<Integer>> lists = new HashMap<>();
  private final Map<Integer, Integer> generations = new HashMap<>();
  private final int keys;
  private int written;

  private WriteHistory(int keys) {
    this.keys = keys;
  }

  /** Writes one file. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[2]);
    int clients = Integer.parseInt(arguments[3]);
    try (Writer out = Files.newBufferedWriter(file)) {
      new WriteHistory(Integer.parseInt(arguments[4]))
          .write(out, arguments[1].equals("list-append"), count, clients);
    }
  }

  /** Writes a key-value history. */
  static void keyValue(Writer out, int count, int clients, int keys) throws IOException {
    new WriteHistory(keys).write(out, false, count, clients);
  }

  private void write(Writer out, boolean transactions, int count, int clients) throws IOException {
    List<Client> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Client client = new Client();
      client.process = i;
      all.add(client);
    }
    int next = clients;
    int begun = 0;
    int open = 0;
    while (begun < count || open > 0) {
      Client client = all.get(random.nextInt(clients));
      if (client.call == null) {
        if (begun < count) {
          begun++;
          open++;
          begin(client, transactions);
          event(out, client, "invoke", client.value);
        }
      } else if (client.answer == null) {
        client.answer = transactions ? transaction(client.value) : operation(client);
      } else {
        boolean lost = random.nextInt(LOST) == 0;
        event(out, client, lost ? "info" : "ok", lost ? "null" : client.answer);
        client.call = null;
        client.answer = null;
        client.process = lost ? next++ : client.process;
        open--;
      }
    }
  }

  private static void event(Writer out, Client client, String type, String value)
      throws IOException {
    out.write(
        "{\"process\":"
            + client.process
            + ",\"type\":\""
            + type
            + "\",\"f\":\""
            + client.call
            + "\""
            + (client.key.isEmpty() ? "" : ",\"key\":\"" + client.key + "\"")
            + ",\"value\":"
            + value
            + "}\n");
  }

  private void begin(Client client, boolean transactions) {
    if (transactions) {
      client.call = "txn";
      client.value = steps();
      return;
    }
    int choice = random.nextInt(100);
    client.call = choice < 50 ? "get" : choice < 80 ? "put" : "append";
    client.key = "k" + random.nextInt(keys);
    client.value = client.call.equals("get") ? "null" : "\"" + written++ + ".\"";
  }

  /** Applies an operation and returns its answer. */
  private String operation(Client client) {
    String before = store.getOrDefault(client.key, "\"\"");
    switch (String.valueOf(client.call)) {
      case "get" -> {
        return before;
      }
      case "put" -> store.put(client.key, client.value);
      default ->
          store.put(
              client.key, before.substring(0, before.length() - 1) + client.value.substring(1));
    }
    return client.value;
  }

  private String steps() {
    List<String> steps = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      int key = random.nextInt(keys);
      String item = "\"x" + key + "." + generations.getOrDefault(key, 0) + "\"";
      if (random.nextBoolean()) {
        steps.add("[\"r\"," + item + ",null]");
      } else {
        steps.add("[\"append\"," + item + "," + written++ + "]");
      }
    }
    return "[" + String.join(",", steps) + "]";
  }

  /** Runs a transaction at once and returns its steps with what they read. */
  private String transaction(String steps) {
    StringBuilder answer = new StringBuilder("[");
    String inside = steps.substring(2, steps.length() - 2);
    for (String step : inside.split("\\],\\[", -1)) {
      List<String> parts = List.of(step.split(",", -1));
      List<Integer> list = lists.computeIfAbsent(parts.get(1), item -> new ArrayList<>());
      String value = parts.get(2);
      if (value.equals("null")) {
        value = list.toString().replace(" ", "");
      } else {
        list.add(Integer.parseInt(value));
        if (list.size() == LIST) {
          int key = Integer.parseInt(parts.get(1).substring(2).split("\\.", -1)[0]);
          generations.merge(key, 1, Integer::sum);
        }
      }
      answer
          .append(answer.length() == 1 ? "[" : ",[")
          .append(parts.get(0))
          .append(',')
          .append(parts.get(1))
          .append(',')
          .append(value)
          .append(']');
    }
    return answer.append(']').toString();
  }
}
