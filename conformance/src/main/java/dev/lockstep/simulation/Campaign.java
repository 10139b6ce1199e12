package dev.lockstep.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Many runs of a simulation under one seed. What comes out, log files included, does not depend on
 * how many workers do it.
 *
 * @param simulation what is run
 * @param seed the seed of all runs
 * @param firstRun the number of the first run
 * @param runs how many runs
 * @param workers how many threads
 * @param directory where to write a log of every run, if at all; it exists
 * @param perNode whether each node has a log of its own
 * @param <M> the messages
 */
public record Campaign<M>(
    Simulation<M> simulation,
    long seed,
    long firstRun,
    long runs,
    int workers,
    Optional<Path> directory,
    boolean perNode) {

  /** Refuses a campaign without runs or workers. */
  public Campaign {
    if (runs < 1 || workers < 1 || firstRun < 0) {
      throw new IllegalArgumentException(
          "not a campaign: " + runs + " runs from " + firstRun + " by " + workers + " workers");
    }
  }

  /** Creates a campaign that writes one log for all nodes of a run. */
  public Campaign(
      Simulation<M> simulation,
      long seed,
      long firstRun,
      long runs,
      int workers,
      Optional<Path> directory) {
    this(simulation, seed, firstRun, runs, workers, directory, false);
  }

  /**
   * Runs it.
   *
   * @param progress is told how many runs are done, by any of the workers
   * @throws UncheckedIOException if a log cannot be written
   */
  public Summary<M> run(LongConsumer progress) throws InterruptedException {
    Summary.Builder<M> summary = new Summary.Builder<>();
    AtomicLong next = new AtomicLong();
    Callable<Boolean> work =
        () -> {
          for (long i = next.getAndIncrement(); i < runs; i = next.getAndIncrement()) {
            progress.accept(summary.add(run(firstRun + i)));
          }
          return true;
        };
    // Closing waits for the workers; after a failure there is nothing left for them to take.
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      List<Future<Boolean>> futures = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        futures.add(executor.submit(work));
      }
      try {
        for (Future<Boolean> future : futures) {
          future.get();
        }
      } catch (ExecutionException e) {
        throw failure(e);
      } finally {
        next.set(runs);
      }
    }
    return summary.build();
  }

  /**
   * Returns the file of the log of {@code run} in {@code folder}; a pattern if each node has one.
   */
  public Path file(Path folder, long run) {
    Path file = LogFile.of(folder, simulation.subject().binding().protocol(), seed, run);
    return perNode ? RunLogs.ofNode(file, "*") : file;
  }

  private RunResult<M> run(long run) throws IOException {
    if (directory.isEmpty()) {
      return simulation.run(seed, run);
    }
    Subject<M> subject = simulation.subject();
    Path file = LogFile.of(directory.get(), subject.binding().protocol(), seed, run);
    try (RunLogs log = new RunLogs(file, Recorder.header(subject, seed, run), perNode)) {
      RunResult<M> result = simulation.run(seed, run, new Recorder<>(subject, log::add));
      log.finish();
      return result;
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException io -> new UncheckedIOException(io);
      case RuntimeException runtime -> runtime;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }
}
