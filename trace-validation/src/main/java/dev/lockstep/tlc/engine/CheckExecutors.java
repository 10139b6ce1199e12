package dev.lockstep.tlc.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Stands in for {@link java.util.concurrent.Executors} where TLC never shuts its threads down. */
public final class CheckExecutors {

  private CheckExecutors() {}

  /** Returns threads that end by themselves when there is nothing left to do. */
  public static ExecutorService newFixedThreadPool(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "tlc-liveness");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
