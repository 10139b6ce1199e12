import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Threads that use a map at the same time and log what they ask and what they are told. The map is
 * right, or it has a bug of which there are many: each thread keeps what it read, and does not hear
 * of what others write later.
 *
 * <p>{@code java RecordHistory.java right FILE} or {@code java RecordHistory.java cached FILE}.
 */
public final class RecordHistory {

  /** What the threads use. */
  interface Store {
    String get(String key);

    void put(String key, String value);
  }

  /** A map made for this. */
  static final class Right implements Store {
    private final Map<String, String> map = new ConcurrentHashMap<>();

    @Override
    public String get(String key) {
      return map.get(key);
    }

    @Override
    public void put(String key, String value) {
      map.put(key, value);
    }
  }

  /** The same map behind a cache in each thread, which nobody clears when another one writes. */
  static final class Cached implements Store {
    private final Map<String, String> map = new ConcurrentHashMap<>();
    private final ThreadLocal<Map<String, String>> cache = ThreadLocal.withInitial(HashMap::new);

    @Override
    public String get(String key) {
      return cache.get().computeIfAbsent(key, map::get);
    }

    @Override
    public void put(String key, String value) {
      map.put(key, value);
      cache.get().put(key, value);
    }
  }

  /** The log: one line before each call, one after it. Their order is the order of events. */
  static final class Log implements AutoCloseable {
    private final PrintWriter out;

    Log(Path file) throws Exception {
      out = new PrintWriter(Files.newBufferedWriter(file));
    }

    synchronized void event(int process, String type, String f, String key, String value) {
      out.printf(
          "{\"process\":%d,\"type\":\"%s\",\"f\":\"%s\",\"key\":\"%s\",\"value\":%s}%n",
          process, type, f, key, value == null ? "null" : '"' + value + '"');
    }

    @Override
    public void close() {
      out.close();
    }
  }

  public static void main(String[] arguments) throws Exception {
    Store store = arguments[0].equals("cached") ? new Cached() : new Right();
    try (Log log = new Log(Path.of(arguments[1]))) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int process = i;
        threads.add(new Thread(() -> run(process, store, log)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void run(int process, Store store, Log log) {
    Random random = new Random(process);
    for (int i = 0; i < 25; i++) {
      String key = "k" + random.nextInt(3);
      if (random.nextInt(3) == 0) {
        String value = process + "." + i;
        log.event(process, "invoke", "put", key, value);
        store.put(key, value);
        log.event(process, "ok", "put", key, value);
      } else {
        log.event(process, "invoke", "get", key, null);
        log.event(process, "ok", "get", key, store.get(key));
      }
      Thread.yield();
    }
  }
}
