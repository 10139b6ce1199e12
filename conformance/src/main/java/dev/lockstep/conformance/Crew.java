package dev.lockstep.conformance;

import dev.lockstep.conformance.Expansion.Source;
import dev.lockstep.tlc.SpecException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that expand worlds. Work is handed out in portions and comes back in the order in which
 * it was handed out; while one portion is put together, the next ones are worked on. Its methods
 * are for one thread.
 */
final class Crew<M> implements AutoCloseable {

  private static final int MAX_PORTION = 128;

  /** How many portions there are for each thread, so that none waits for the others. */
  private static final int PORTIONS = 4;

  private final Expander<M> expander;
  private final int threads;
  private final ExecutorService workers;
  private final Deque<Portion<M>> portions = new ArrayDeque<>();
  private long waiting;

  private record Portion<M>(int size, Future<List<Expansion<M>>> result) {}

  Crew(Expander<M> expander, int threads) {
    this.expander = expander;
    this.threads = threads;
    this.workers = Executors.newFixedThreadPool(threads);
  }

  /** Says whether there is work whose result was not taken yet. */
  boolean hasWork() {
    return !portions.isEmpty();
  }

  /** Returns how many worlds were handed out whose result was not taken yet. */
  long waiting() {
    return waiting;
  }

  /**
   * Hands out worlds from the head of {@code queue}, until everybody has enough to do.
   *
   * @param most no more than so many, those that are still being worked on included
   */
  void feed(ArrayDeque<Source<M>> queue, long most, boolean withSpec) throws SpecException {
    int full = threads == 1 ? 1 : threads * PORTIONS;
    while (portions.size() < full && !queue.isEmpty() && waiting < most) {
      int fair = Math.clamp(queue.size() / (threads * PORTIONS), 1, MAX_PORTION);
      int size = (int) Math.min(Math.min(fair, queue.size()), most - waiting);
      List<Source<M>> sources = new ArrayList<>(size);
      while (sources.size() < size) {
        sources.add(queue.remove());
      }
      portions.add(new Portion<>(size, start(sources, withSpec)));
      waiting += size;
    }
  }

  /** One thread does the work itself: to hand it to another would take two. */
  private Future<List<Expansion<M>>> start(List<Source<M>> sources, boolean withSpec)
      throws SpecException {
    return threads == 1
        ? CompletableFuture.completedFuture(expander.expand(sources, withSpec))
        : workers.submit(() -> expander.expand(sources, withSpec));
  }

  /** Waits for the portion that was handed out first. */
  List<Expansion<M>> next() throws SpecException {
    Portion<M> first = portions.remove();
    waiting -= first.size();
    try {
      return first.result().get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SpecException spec -> throw spec;
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while comparing", e);
    }
  }

  /** Drops what is not done. */
  @Override
  public void close() {
    workers.shutdownNow();
    workers.close();
  }
}
