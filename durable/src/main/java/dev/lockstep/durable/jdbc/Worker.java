package dev.lockstep.durable.jdbc;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.TaskState;
import dev.lockstep.durable.execution.ExecutionStore.Input;
import dev.lockstep.durable.execution.ExecutionWorker.Run;
import dev.lockstep.durable.execution.Message;
import dev.lockstep.durable.execution.Message.Acquire;
import dev.lockstep.durable.execution.Message.Acquired;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks for executions to run, runs each in a thread of its own, and prolongs their leases. It also
 * does for all executions what time asks for: ends leases, and deadlines.
 */
final class Worker {

  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

  private final Store store;
  private final DurableBuilder settings;
  private final NodeId name;
  private final AtomicLong ordinals = new AtomicLong();
  private final ConcurrentMap<String, Replay> running = new ConcurrentHashMap<>();
  private final Set<String> unknownPrograms = ConcurrentHashMap.newKeySet();
  private final Signal closing = new Signal();
  private final Thread poller;
  private final Thread heart;

  Worker(Store store, DurableBuilder settings, String name) {
    this.store = store;
    this.settings = settings;
    this.name = new NodeId(name);
    this.poller = thread(name + " polls", this::poll);
    this.heart = thread(name + " prolongs leases", this::beat);
  }

  private static Thread thread(String name, Runnable work) {
    return Thread.ofPlatform().name(name).daemon().unstarted(work);
  }

  void start() {
    poller.start();
    heart.start();
  }

  NodeId name() {
    return name;
  }

  DurableBuilder settings() {
    return settings;
  }

  Store store() {
    return store;
  }

  boolean isClosing() {
    return closing.count() > 0;
  }

  /** Says whether this worker was asked for a program that it does not have. */
  boolean lacks(String program) {
    return unknownPrograms.contains(program);
  }

  /** Returns a step of this worker, to be written down. */
  Events.OfWorker event(@Nullable Run run, Action action, int fork) {
    return new Events.OfWorker(name.name(), ordinals.incrementAndGet(), action, run, fork);
  }

  // Looking for work.

  private void poll() {
    int failures = 0;
    while (!isClosing()) {
      long seen = store.work().count();
      Duration pause = settings.polling;
      try {
        boolean isMore = look();
        failures = 0;
        pause = isMore ? Duration.ZERO : untilNextDeadline();
      } catch (DurableException e) {
        failures++;
        settings.report(e);
        pause = backoff(failures);
        seen = store.work().count();
      } catch (RuntimeException e) {
        // What a DataSource throws that is broken.
        failures++;
        settings.report(new DatabaseException("looking for work failed: " + e, e));
        pause = backoff(failures);
      }
      rest(store.work(), seen, pause);
    }
  }

  private Duration backoff(int failures) {
    Duration delay = settings.polling.multipliedBy(1L << Math.min(failures - 1, 10));
    return delay.compareTo(LONGEST_BACKOFF) < 0 ? delay : LONGEST_BACKOFF;
  }

  private Duration untilNextDeadline() {
    long left = Math.max(0, store.read(Tables::nextDeadline) - store.clockMillis());
    return left < settings.polling.toMillis() ? Duration.ofMillis(left) : settings.polling;
  }

  /** Waits, but no longer than until the worker is closed. */
  private void rest(Signal signal, long seen, Duration pause) {
    try {
      if (!isClosing()) {
        signal.await(seen, pause);
      }
    } catch (InterruptedException e) {
      // Only closing interrupts, and the loop looks for that.
      Thread.currentThread().interrupt();
    }
  }

  /** What there may be to do. */
  private record Work(
      List<String> leaseless,
      List<Tables.Overdue> steps,
      List<String> overdue,
      List<String> pending,
      List<String> programs) {}

  /** Does what there is to do, and says whether there was any. */
  private boolean look() {
    long time = store.clockMillis();
    int free = settings.concurrency - running.size();
    Work work =
        store.read(
            tables ->
                new Work(
                    tables.leaseless(time),
                    tables.overdueSteps(time),
                    tables.overdue(time),
                    tables.pending(settings.programs.keySet(), free + running.size()),
                    tables.pendingPrograms()));
    boolean isMore = false;
    for (String id : work.leaseless()) {
      isMore |= expireLease(id);
    }
    for (Tables.Overdue step : work.steps()) {
      isMore |= take(step.execution(), new Input.ExpireStep(e(step.execution()), step.step()));
    }
    for (String id : work.overdue()) {
      isMore |= take(id, new Input.Expire(e(id)));
    }
    for (String id : work.pending()) {
      if (running.size() < settings.concurrency && !running.containsKey(id)) {
        isMore |= claim(id);
      }
    }
    work.programs().stream()
        .filter(program -> !settings.programs.containsKey(program))
        .filter(unknownPrograms::add)
        .forEach(this::reportUnknown);
    return isMore;
  }

  private void reportUnknown(String program) {
    settings.report(
        new UnknownProgramException(
            ("executions wait for the program \"%s\", which worker %s does not have; it leaves them"
                    + " alone. Give the program to the builder of a process that should run it")
                .formatted(program, name)));
  }

  private static PromiseId e(String id) {
    return new PromiseId(id);
  }

  private boolean take(String id, Input input) {
    return store.change(
        transaction -> {
          Row row = transaction.load(id);
          return row != null && transaction.step(row, input).isPresent();
        });
  }

  private boolean expireLease(String id) {
    return store.change(
        transaction -> {
          Row row = transaction.load(id);
          return row != null
              && row.leaseUntil() <= transaction.time()
              && transaction.step(row, new Input.ExpireLease(e(id))).isPresent();
        });
  }

  private record Claimed(Row row, Acquired answer) {}

  private boolean claim(String id) {
    Events.OfWorker event = event(null, Action.of("Claim", name, e(id)), 0);
    Optional<Claimed> claimed =
        store.change(
            transaction -> {
              Row row = transaction.load(id);
              if (row == null || row.execution().state() != TaskState.PENDING) {
                return Optional.empty();
              }
              transaction.recordAll(row, List.of(event), /* isAgain= */ false);
              Message claim = new Acquire(name, e(id));
              return transaction
                  .step(row, new Input.Received(claim), null, settings.lease.toMillis())
                  .map(answers -> new Claimed(row, (Acquired) answers.getFirst()));
            });
    claimed.ifPresent(this::run);
    return claimed.isPresent();
  }

  private void run(Claimed claimed) {
    Row row = claimed.row();
    Replay replay = new Replay(this, row, claimed.answer());
    running.put(row.id(), replay);
    thread(
            name + " runs " + row.id(),
            () -> {
              try {
                replay.play();
              } finally {
                if (isClosing()) {
                  giveBack(row.id(), replay.version());
                }
                running.remove(row.id());
                store.work().send();
              }
            })
        .start();
  }

  // Asking for a run.

  /**
   * Asks the store until it answers.
   *
   * @param before what the worker did by itself before
   * @param problem what is wrong with the execution, if this halts it
   * @throws ExecutionLostError if this process closes
   */
  Message ask(Message request, List<Events.OfWorker> before, @Nullable String problem) {
    String id = request.execution().name();
    return untilItIsDone(
        id,
        isAgain ->
            store.change(
                transaction -> {
                  Row row = transaction.load(id);
                  if (row == null) {
                    return new Message.Lost(name, request.execution(), request.version());
                  }
                  transaction.recordAll(row, before, isAgain);
                  return transaction
                      .step(row, new Input.Received(request), problem, 0)
                      .orElseThrow()
                      .getFirst();
                }));
  }

  /**
   * Writes down what the worker did last. Until then it does not ask for the execution again.
   *
   * @throws ExecutionLostError if this process closes
   */
  void tell(String id, List<Events.OfWorker> events) {
    boolean unused =
        untilItIsDone(
            id,
            isAgain ->
                store.change(
                    transaction -> {
                      Row row = transaction.load(id);
                      if (row != null) {
                        transaction.recordAll(row, events, isAgain);
                      }
                      return true;
                    }));
  }

  /** Something that is done again if nobody knows whether it was done. */
  private interface Attempt<T> {
    T make(boolean isAgain);
  }

  /** Tries once at least, also while this process closes: what was done is not to be lost. */
  private <T> T untilItIsDone(String id, Attempt<T> attempt) {
    int failures = 0;
    do {
      try {
        return attempt.make(failures > 0);
      } catch (DatabaseException | SchemaException | ClockWentBackException e) {
        settings.report(e);
      }
      failures++;
      rest(closing, 0, backoff(failures));
    } while (!isClosing());
    throw new ExecutionLostError(id);
  }

  /** Waits, for a step to be tried again. */
  void pause(Duration pause) {
    rest(closing, 0, pause);
  }

  // Leases.

  private void beat() {
    Duration pause = settings.lease.dividedBy(3);
    while (!isClosing()) {
      rest(closing, 0, pause);
      for (Map.Entry<String, Replay> run : running.entrySet()) {
        try {
          prolong(run.getKey(), run.getValue().version());
        } catch (DurableException e) {
          settings.report(e);
        }
      }
    }
  }

  private void prolong(String id, int version) {
    store.change(
        transaction -> {
          Row row = transaction.load(id);
          if (row != null && isHeld(row, version)) {
            transaction.prolong(row, settings.lease.toMillis());
          }
          return true;
        });
  }

  private static boolean isHeld(Row row, int version) {
    return row.execution().state() == TaskState.ACQUIRED && row.execution().version() == version;
  }

  // The end.

  /** Stops, and gives back what it has: first what looks for more, or it would get that again. */
  void close(Duration patience) {
    closing.send();
    store.work().send();
    boolean wasInterrupted = false;
    for (Thread thread : List.of(poller, heart)) {
      wasInterrupted |= !hasEnded(thread);
    }
    running.values().forEach(Replay::interrupt);
    long end = System.nanoTime() + patience.toNanos();
    while (!running.isEmpty() && System.nanoTime() < end && !wasInterrupted) {
      try {
        long seen = store.work().count();
        if (!running.isEmpty()) {
          store.work().await(seen, Duration.ofMillis(20));
        }
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    running.forEach((id, replay) -> giveBack(id, replay.version()));
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean hasEnded(Thread thread) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Ends the lease of an execution, if this worker has it, so that others need not wait. */
  private void giveBack(String id, int version) {
    try {
      store.change(
          transaction -> {
            Row row = transaction.load(id);
            return row != null
                && isHeld(row, version)
                && transaction.step(row, new Input.ExpireLease(e(id))).isPresent();
          });
    } catch (DurableException e) {
      // The lease ends by itself.
      settings.report(e);
    }
  }
}
