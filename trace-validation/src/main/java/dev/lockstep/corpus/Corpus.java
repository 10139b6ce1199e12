package dev.lockstep.corpus;

import dev.lockstep.tlc.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Validates many logs over several threads, and gives their reports in the order of the logs. */
public final class Corpus {

  /** How many logs each thread may be ahead of the report that is given next. */
  private static final int AHEAD = 64;

  /** Validates one log. */
  @FunctionalInterface
  public interface Task {
    /** Returns the report of {@code log}. */
    LogReport validate(Path log) throws SpecException, IOException;
  }

  /** Takes the reports. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next report. */
    void accept(LogReport report) throws IOException;
  }

  private Corpus() {}

  /**
   * Validates {@code logs}.
   *
   * @param threads how many at the same time
   * @param sink is given each report, on the thread of the caller
   * @throws SpecException if TLC cannot evaluate the spec; logs after it are not validated
   */
  public static void validate(List<Path> logs, int threads, Task task, Sink sink)
      throws SpecException, IOException, InterruptedException {
    if (threads == 1 || logs.size() == 1) {
      for (Path log : logs) {
        sink.accept(task.validate(log));
      }
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, logs.size()));
    try {
      Deque<Future<LogReport>> running = new ArrayDeque<>();
      for (Path log : logs) {
        running.add(executor.submit(() -> task.validate(log)));
        if (running.size() > threads * AHEAD) {
          sink.accept(take(running));
        }
      }
      while (!running.isEmpty()) {
        sink.accept(take(running));
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static LogReport take(Deque<Future<LogReport>> running)
      throws SpecException, IOException, InterruptedException {
    try {
      return running.removeFirst().get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SpecException spec -> throw spec;
        case IOException io -> throw io;
        case RuntimeException unexpected -> throw unexpected;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
