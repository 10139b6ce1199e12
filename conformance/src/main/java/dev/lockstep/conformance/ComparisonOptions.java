package dev.lockstep.conformance;

import dev.lockstep.conformance.Comparison.Progress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How to compare.
 *
 * @param budget how much work may be done
 * @param threads how many threads to work with, at least one
 * @param listener told from time to time how far the work has come, by the thread that compares
 * @param stop asked after every world whether to end early; then the result is inconclusive
 * @param checkpoint the file that says how to go on, written every half minute and when the
 *     comparison ends early, and removed when it is complete
 * @param resume where to go on
 * @param members under symmetry, one in so many of the members of known classes that are met is
 *     compared as well: with 1, every one of them
 * @param model what is compared with what, as a checkpoint names it: files of the spec, version of
 *     the code
 */
public record ComparisonOptions(
    Budget budget,
    int threads,
    Consumer<Progress> listener,
    BooleanSupplier stop,
    Optional<Path> checkpoint,
    Optional<Checkpoint> resume,
    int members,
    String model) {

  /** One thread, no limit. */
  public static final ComparisonOptions DEFAULT =
      new ComparisonOptions(
          Budget.UNLIMITED,
          1,
          progress -> {},
          () -> false,
          Optional.empty(),
          Optional.empty(),
          Comparison.MEMBERS_COMPARED,
          "");

  /** Refuses numbers below one. */
  public ComparisonOptions {
    if (threads < 1 || members < 1) {
      throw new IllegalArgumentException("at least one, not " + threads + " and " + members);
    }
  }

  /** Returns these options with a budget. */
  public ComparisonOptions withBudget(Budget other) {
    return new ComparisonOptions(
        other, threads, listener, stop, checkpoint, resume, members, model);
  }

  /** Returns these options with so many threads. */
  public ComparisonOptions withThreads(int number) {
    return new ComparisonOptions(
        budget, number, listener, stop, checkpoint, resume, members, model);
  }

  /** Returns these options with somebody who wants to know how it gets on. */
  public ComparisonOptions withListener(Consumer<Progress> other) {
    return new ComparisonOptions(budget, threads, other, stop, checkpoint, resume, members, model);
  }

  /** Returns these options with somebody who may want to end it. */
  public ComparisonOptions withStop(BooleanSupplier other) {
    return new ComparisonOptions(
        budget, threads, listener, other, checkpoint, resume, members, model);
  }

  /** Returns these options with a file that says how to go on. */
  public ComparisonOptions withCheckpoint(Path file) {
    return new ComparisonOptions(
        budget, threads, listener, stop, Optional.of(file), resume, members, model);
  }

  /** Returns these options with where to go on. */
  public ComparisonOptions withResume(Checkpoint from) {
    return new ComparisonOptions(
        budget, threads, listener, stop, checkpoint, Optional.of(from), members, model);
  }

  /** Returns these options with one in {@code number} of the members of known classes compared. */
  public ComparisonOptions withMembers(int number) {
    return new ComparisonOptions(
        budget, threads, listener, stop, checkpoint, resume, number, model);
  }

  /** Returns these options for what a checkpoint calls {@code name}. */
  public ComparisonOptions withModel(String name) {
    return new ComparisonOptions(
        budget, threads, listener, stop, checkpoint, resume, members, name);
  }
}
