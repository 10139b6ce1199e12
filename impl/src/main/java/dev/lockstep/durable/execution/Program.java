package dev.lockstep.durable.execution;

import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A program of steps that are numbered from 1. It is deterministic: what it does next depends on
 * nothing but on what came of its steps so far, its {@linkplain ProgramStep journal}.
 *
 * <p>The application's programs are its own; this one stands for all of them. Up to step {@code
 * fork}, both versions of it do the same.
 *
 * @param length how many steps it has
 * @param local the steps that it does itself
 * @param timer the steps that only wait for a time
 * @param fork from this step on, the new version is another one
 * @see "Program.tla"
 */
public record Program(int length, SortedSet<Integer> local, SortedSet<Integer> timer, int fork) {

  /** Copies the steps. */
  public Program {
    local = inOrder(local);
    timer = inOrder(timer);
  }

  /**
   * Returns what a version calls step {@code i}.
   *
   * @see "Program.tla, Name"
   */
  public String name(Code code, int i) {
    return i >= fork ? code.word() : Code.OLD.word();
  }

  /** Says whether a version does step {@code i} itself. */
  public boolean isLocal(int i) {
    return local.contains(i);
  }

  /** Says whether step {@code i} only waits for a time. */
  public boolean isTimer(int i) {
    return timer.contains(i);
  }

  /**
   * Says whether these are the steps of a version.
   *
   * @see "Program.tla, IsRunOf"
   */
  public boolean isRunOf(Code code, List<ProgramStep> steps) {
    return IntStream.rangeClosed(1, steps.size())
        .allMatch(i -> steps.get(i - 1).name().equals(name(code, i)));
  }

  /**
   * Says whether there is a step to go on with.
   *
   * @see "Program.tla, CanBegin"
   */
  public boolean canBegin(List<ProgramStep> steps) {
    return steps.size() < length;
  }

  /**
   * Says whether the program is at its end.
   *
   * @see "Program.tla, HasEnded"
   */
  public boolean hasEnded(List<ProgramStep> steps) {
    return steps.size() == length && allDone(steps);
  }

  /**
   * Returns as what the program ends that has done these steps.
   *
   * @see "Program.tla, ResultState"
   */
  public static PromiseState resultState(List<ProgramStep> steps) {
    return steps.getLast().promise().state() == PromiseState.RESOLVED
        ? PromiseState.RESOLVED
        : PromiseState.REJECTED;
  }

  /**
   * Returns with what the program ends that has done these steps.
   *
   * @see "Program.tla, ResultValue"
   */
  public static Value resultValue(List<ProgramStep> steps) {
    return steps.getLast().promise().value();
  }

  /**
   * Returns the promise of a step that is done at time {@code t}, in no time.
   *
   * @see "Program.tla, Done"
   */
  public static Promise done(PromiseState state, Value value, long t) {
    return Promise.pending(t, /* timer= */ false).settled(state, value, t);
  }

  /**
   * Returns the numbers of the steps that have come to nothing yet.
   *
   * @see "Program.tla, OpenSteps"
   */
  public static SortedSet<Integer> openSteps(List<ProgramStep> steps) {
    SortedSet<Integer> open = new TreeSet<>();
    for (int i = 1; i <= steps.size(); i++) {
      if (!steps.get(i - 1).isDone()) {
        open.add(i);
      }
    }
    return Collections.unmodifiableSortedSet(open);
  }

  /**
   * Returns what these steps are at time {@code t}.
   *
   * @see "Program.tla, StepsAtTime"
   */
  public static List<ProgramStep> atTime(List<ProgramStep> steps, long t) {
    return steps.stream().map(step -> step.atTime(t)).toList();
  }

  private static SortedSet<Integer> inOrder(SortedSet<Integer> steps) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(steps));
  }

  private static boolean allDone(List<ProgramStep> steps) {
    return steps.stream().allMatch(ProgramStep::isDone);
  }
}
