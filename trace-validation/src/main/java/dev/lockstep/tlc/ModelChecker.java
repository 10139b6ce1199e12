package dev.lockstep.tlc;

import dev.lockstep.value.TlaValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * TLC's own checker, unchanged, on a model: a spec with a configuration. It runs in this JVM with
 * TLC in a class loader that it has alone, so that several models can be checked at the same time;
 * it prints nothing, and what it writes goes to a temporary directory that is deleted afterwards.
 *
 * <p>With one worker a run is deterministic: the same counterexample and the same counts every
 * time. With more, a model that holds has the same counts, while one that is violated may end at
 * another counterexample, and earlier or later.
 */
public final class ModelChecker {

  /** How long a run that was asked to end may still take before nobody waits for it any more. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** What can be violated. */
  public enum Kind {
    /** A state predicate that should hold in every state. */
    INVARIANT,
    /** A property of the first state. */
    INITIAL_PROPERTY,
    /** A property of steps, {@code [][A]_v}. */
    ACTION_PROPERTY,
    /** A property of whole runs. */
    TEMPORAL_PROPERTY,
    /** The spec of an instantiated module, which should allow every run. */
    REFINEMENT,
    /** That there is always a next step. */
    DEADLOCK,
    /** An {@code ASSUME} about the constants. */
    ASSUMPTION
  }

  /**
   * What is violated.
   *
   * @param property its name in the configuration; {@code deadlock} if a state has no next step;
   *     the name of an assumption, or where it stands if it has none
   * @param detail more about it, or empty: for a refinement, in which way it fails
   */
  public record Violation(Kind kind, String property, String detail) {}

  /**
   * One state of a counterexample and the action that led to it; the first has none.
   *
   * @param action the action, with its arguments where they are known
   * @param state the values of all variables, in the order of their declaration
   */
  public record TraceStep(Optional<ActionCall> action, Map<String, TlaValue> state) {
    /** Copies the state. */
    public TraceStep {
      state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
    }
  }

  /**
   * The result.
   *
   * @param verdict holds, violated, or inconclusive if the run was ended early
   * @param violation what is violated, if anything is
   * @param trace the counterexample, empty if there is none
   * @param loopsBackTo for a counterexample that goes on for ever: the index in {@code trace} of
   *     the state that follows the last; the last index itself where nothing happens any more
   * @param reason why the run is inconclusive, otherwise empty
   * @param generated all states that TLC generated
   * @param distinct the distinct states among them
   * @param depth the length of the longest of the shortest ways to each state
   * @param elapsed how long the run took, loading included
   */
  public record Result(
      Verdict verdict,
      Optional<Violation> violation,
      List<TraceStep> trace,
      OptionalInt loopsBackTo,
      String reason,
      long generated,
      long distinct,
      int depth,
      Duration elapsed) {
    /** Copies the trace. */
    public Result {
      trace = List.copyOf(trace);
    }

    /** Returns the name of what is violated. */
    public Optional<String> property() {
      return violation.map(Violation::property);
    }

    private Result after(Duration time) {
      return new Result(
          verdict, violation, trace, loopsBackTo, reason, generated, distinct, depth, time);
    }

    /** Returns this result as inconclusive for the reason {@code why}. */
    public Result inconclusive(String why) {
      return new Result(
          Verdict.INCONCLUSIVE,
          Optional.empty(),
          List.of(),
          OptionalInt.empty(),
          why,
          generated,
          distinct,
          depth,
          elapsed);
    }
  }

  /**
   * What the checker says while it runs.
   *
   * @param queued the states that were found and not yet looked at
   * @param liveness whether it looks for a run that violates a temporal property, which can take
   *     long and during which the other numbers do not change
   */
  public record Progress(
      long generated, long distinct, long queued, int depth, boolean liveness, Duration elapsed) {}

  /**
   * How to check.
   *
   * @param workers how many threads explore states
   * @param budget how long it may take; without one, as long as it takes
   * @param mostStates how many states it may generate, give or take what it generates in {@code
   *     progressEvery}; without a limit, as many as there are
   * @param fingerprintBytes how much memory the set of known states may take before it goes to disk
   * @param progress told now and then how it gets on, by the thread that called {@link #check}
   * @param progressEvery how often
   */
  public record Options(
      int workers,
      Optional<Duration> budget,
      OptionalLong mostStates,
      long fingerprintBytes,
      Consumer<Progress> progress,
      Duration progressEvery) {

    private static final long MOST_FINGERPRINT_BYTES = 1L << 30;

    /** Refuses numbers that make no sense. */
    public Options {
      if (workers < 1) {
        throw new IllegalArgumentException("at least one worker, not " + workers);
      }
      if (progressEvery.toMillis() < 1) {
        throw new IllegalArgumentException("progress at most every millisecond");
      }
    }

    /** Returns one worker, no budget, an eighth of the heap for known states, no progress. */
    public static Options deterministic() {
      return new Options(
          1,
          Optional.empty(),
          OptionalLong.empty(),
          Math.min(Runtime.getRuntime().maxMemory() / 8, MOST_FINGERPRINT_BYTES),
          progress -> {},
          Duration.ofMillis(200));
    }

    /** Returns these options with another number of workers. */
    public Options withWorkers(int number) {
      return new Options(number, budget, mostStates, fingerprintBytes, progress, progressEvery);
    }

    /** Returns these options with another amount of memory for the set of known states. */
    public Options withFingerprintBytes(long bytes) {
      return new Options(workers, budget, mostStates, bytes, progress, progressEvery);
    }

    /** Returns these options with a budget of time. */
    public Options withBudget(Duration time) {
      return new Options(
          workers, Optional.of(time), mostStates, fingerprintBytes, progress, progressEvery);
    }

    /** Returns these options with a budget of generated states. */
    public Options withMostStates(long states) {
      return new Options(
          workers, budget, OptionalLong.of(states), fingerprintBytes, progress, progressEvery);
    }

    /** Returns these options with somebody who wants to know how it gets on. */
    public Options withProgress(Consumer<Progress> listener) {
      return new Options(workers, budget, mostStates, fingerprintBytes, listener, progressEvery);
    }
  }

  /** A run inside a class loader of its own; only types that both sides share. */
  public interface Run {
    /** Checks; called once. */
    Result check() throws SpecException;

    /** Says how far it is; may be called by any thread at any time. */
    Progress progress();

    /** Asks it to end soon; may be called by any thread at any time. */
    void cancel();
  }

  private ModelChecker() {}

  /**
   * Checks a model.
   *
   * @return the result; inconclusive if the budget or the memory ran out
   * @throws SpecException if TLC cannot do it: a module is missing or does not parse, the
   *     configuration does not fit, an expression cannot be evaluated
   * @throws InterruptedException if the calling thread was interrupted; the run has been ended
   */
  public static Result check(SpecSource source, Options options)
      throws SpecException, InterruptedException {
    return check(source, options, TlcWorld.take(), TlcWorld::giveBack);
  }

  /**
   * Checks a model in a world.
   *
   * @param reusable given the world if the run left nothing behind in it that cannot be put back
   */
  static Result check(
      SpecSource source, Options options, TlcWorld world, Consumer<TlcWorld> reusable)
      throws SpecException, InterruptedException {
    long start = System.nanoTime();
    try (TemporaryDirectory states = TemporaryDirectory.create("lockstep-check-")) {
      Run run =
          (Run)
              world.load(
                  "CheckRun",
                  List.of(SpecSource.class, Path.class, int.class, long.class),
                  source,
                  states.path(),
                  options.workers(),
                  options.fingerprintBytes());
      Attempt attempt = new Attempt(run, options, start);
      Result result = attempt.await();
      if (result.verdict() != Verdict.INCONCLUSIVE && attempt.leavesNoThread()) {
        reusable.accept(world);
      }
      return result.after(since(start));
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** A run in a thread of its own, and the caller's thread that watches it. */
  private static final class Attempt {

    /** All threads that TLC starts belong to the group of the thread that started them. */
    private final ThreadGroup threads = new ThreadGroup("tlc");

    private final Run run;
    private final Options options;
    private final long start;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Result result;
    private volatile @Nullable Throwable failure;

    Attempt(Run run, Options options, long start) {
      this.run = run;
      this.options = options;
      this.start = start;
    }

    Result await() throws SpecException, InterruptedException {
      Thread thread = new Thread(threads, this::attempt, "tlc");
      thread.setDaemon(true);
      thread.start();
      try {
        while (!done.await(options.progressEvery().toNanos(), TimeUnit.NANOSECONDS)) {
          options.progress().accept(progress());
          Optional<String> spent = spent();
          if (spent.isPresent()) {
            return outOfBudget(thread, spent.get());
          }
        }
      } catch (InterruptedException e) {
        end(thread);
        throw e;
      }
      options.progress().accept(progress());
      return outcome();
    }

    /** Waits for the threads of a run that is over; returns whether all of them have ended. */
    boolean leavesNoThread() throws InterruptedException {
      long end = System.nanoTime() + GRACE.toNanos();
      Thread[] alive = new Thread[threads.activeCount() + 16];
      for (int i = 0, found = threads.enumerate(alive); i < found; i++) {
        alive[i].join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      }
      return threads.activeCount() == 0;
    }

    private void attempt() {
      try {
        result = run.check();
      } catch (Throwable e) {
        failure = e;
      } finally {
        done.countDown();
      }
    }

    private Result outcome() throws SpecException {
      Throwable thrown = failure;
      if (thrown instanceof SpecException exception) {
        throw exception;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      if (thrown instanceof Error error) {
        throw error;
      }
      Result found = result;
      if (found == null) {
        throw new IllegalStateException("TLC ended without a word", thrown);
      }
      return found;
    }

    /** Says which budget has been spent, if one has. */
    private Optional<String> spent() {
      Optional<Duration> time = options.budget();
      if (time.isPresent() && since(start).compareTo(time.get()) > 0) {
        return Optional.of("the time of %d s ran out".formatted(time.get().toSeconds()));
      }
      OptionalLong most = options.mostStates();
      return most.isPresent() && progress().generated() > most.getAsLong()
          ? Optional.of(
              String.format(Locale.ROOT, "the budget of %,d states ran out", most.getAsLong()))
          : Optional.empty();
    }

    /** What was found so far counts; that nothing was found does not. */
    private Result outOfBudget(Thread thread, String reason)
        throws SpecException, InterruptedException {
      Progress last = progress();
      end(thread);
      Result found = result;
      if (found != null && found.verdict() == Verdict.VIOLATED) {
        return found;
      }
      return new Result(
          Verdict.INCONCLUSIVE,
          Optional.empty(),
          List.of(),
          OptionalInt.empty(),
          reason,
          last.generated(),
          last.distinct(),
          last.depth(),
          since(start));
    }

    private void end(Thread thread) throws InterruptedException {
      run.cancel();
      if (!done.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.interrupt();
      }
    }

    private Progress progress() {
      Progress progress = run.progress();
      return new Progress(
          progress.generated(),
          progress.distinct(),
          progress.queued(),
          progress.depth(),
          progress.liveness(),
          since(start));
    }
  }
}
