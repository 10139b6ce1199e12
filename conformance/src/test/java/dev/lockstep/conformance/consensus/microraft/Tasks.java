package dev.lockstep.conformance.consensus.microraft;

import io.microraft.executor.RaftNodeExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A node's tasks, run one after the other in the order in which they came in, as by a thread of its
 * own. A task takes effect at one moment, some time after its turn has come: a node can stop
 * between any two tasks, for instance after it has sent what it has not written to its disk yet.
 */
final class Tasks implements RaftNodeExecutor {

  private static final int MOST_MILLIS = 3;
  private static final int MOST_MILLIS_OF_DISK = 12;

  private record Task(Cause cause, Runnable work, int millis) {}

  private final VirtualTime time;
  private final Random random;
  private final BiConsumer<Cause, Runnable> runner;
  private final Deque<Task> waiting = new ArrayDeque<>();
  private Cause cause = new Cause.Own();
  private boolean atOnce;
  private boolean busy;
  private boolean stopped;

  /**
   * Creates an executor.
   *
   * @param runner runs a task, whose cause it is told
   */
  Tasks(VirtualTime time, Random random, BiConsumer<Cause, Runnable> runner) {
    this.time = time;
    this.random = random;
    this.runner = runner;
  }

  /** Calls the node; what it executes because of that has {@code because} as its cause. */
  void call(Cause because, Runnable call) {
    cause = because;
    call.run();
    cause = new Cause.Own();
  }

  /** Asks the node something that it answers in a task of its own, between two others. */
  <T> T ask(Supplier<T> question) {
    atOnce = true;
    try {
      return question.get();
    } finally {
      atOnce = false;
    }
  }

  /** Forgets all tasks, and runs none any more. */
  void stop() {
    stopped = true;
    waiting.clear();
  }

  @Override
  public void execute(Runnable task) {
    if (atOnce) {
      task.run();
    } else {
      add(new Task(cause, task, random.nextInt(MOST_MILLIS)));
    }
  }

  /** MicroRaft submits what waits for the disk. */
  @Override
  public void submit(Runnable task) {
    add(new Task(new Cause.Own(), task, 1 + random.nextInt(MOST_MILLIS_OF_DISK)));
  }

  @Override
  public void schedule(Runnable task, long delay, TimeUnit unit) {
    time.after(
        unit.toMillis(delay),
        () -> add(new Task(new Cause.Own(), task, random.nextInt(MOST_MILLIS))));
  }

  private void add(Task task) {
    if (!stopped) {
      waiting.add(task);
      next();
    }
  }

  private void next() {
    if (busy || waiting.isEmpty()) {
      return;
    }
    Task task = waiting.remove();
    busy = true;
    time.after(
        task.millis,
        () -> {
          busy = false;
          if (!stopped) {
            runner.accept(task.cause, task.work);
            next();
          }
        });
  }
}
