package dev.lockstep.search;

import dev.lockstep.symmetry.Symmetry;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A sweep over a stretch of a run, modulo the names that the rest of the stretch does not mention:
 * of nodes that differ only in which of them is which, it keeps one.
 */
final class RenamedSweep {

  /** How many states are soon swept. */
  private static final int FEW = 10_000;

  /** By how much the nodes may grow on the way. */
  private static final int GROWTH = 8;

  /** Which share of the nodes may be left for names to be worth exchanging. */
  private static final double WORTH = 0.7;

  /**
   * What it came to.
   *
   * @param ending how the run ends, if that is decided
   * @param level the last nodes, in the names of the log; absent if they became too many
   * @param exchangeable the names that could be exchanged with each other there
   */
  record Result(Optional<Outcome.Ending> ending, Optional<Level> level, List<String> exchangeable) {

    private static final Result GIVEN_UP =
        new Result(Optional.empty(), Optional.empty(), List.of());
  }

  private final Sweep sweep;
  private final Symmetry symmetry;
  private final long horizon;

  /** For each text that the stretch mentions how many events there are up to its last mention. */
  private final Map<String, Long> lastMentions;

  private Set<String> fixed = Set.of();
  private @Nullable Quotient quotient;

  /** Creates the sweep of the events after {@code level} among the first {@code horizon}. */
  RenamedSweep(Sweep sweep, Symmetry symmetry, Schedule schedule, Level level, long horizon) {
    this.sweep = sweep;
    this.symmetry = symmetry;
    this.horizon = horizon;
    this.lastMentions = schedule.lastMentions(level.number(), horizon);
  }

  Result from(Level level) throws TraceException, SpecException, OutOfBudgetException {
    if (symmetry.isTrivial()) {
      return Result.GIVEN_UP;
    }
    Level current = level.modulo(quotientAt(level.number()));
    long limit =
        current.size() < level.size() * WORTH ? Math.max(GROWTH * level.size(), FEW) : level.size();
    while (current.number() < horizon) {
      if (current.size() > limit) {
        return Result.GIVEN_UP;
      }
      Level next = sweep.advance(current, quotientAt(current.number() + 1));
      if (next.isEmpty()) {
        return ended(
            sweep.isComplete(current) ? Outcome.Ending.ACCEPTED : Outcome.Ending.BLOCKED, current);
      }
      current = next;
    }
    return sweep.isComplete(current)
        ? ended(Outcome.Ending.ACCEPTED, current)
        : new Result(Optional.empty(), Optional.of(current.modulo(Node::named)), List.of());
  }

  private Result ended(Outcome.Ending ending, Level level) {
    Set<String> mentioned = mentionedAfter(level.number());
    return new Result(
        Optional.of(ending),
        Optional.of(level.modulo(Node::named)),
        symmetry.classes().stream()
            .flatMap(Collection::stream)
            .map(LoggedValue::keyText)
            .filter(name -> !mentioned.contains(name))
            .toList());
  }

  private Set<String> mentionedAfter(long number) {
    return lastMentions.entrySet().stream()
        .filter(mention -> mention.getValue() > number)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Most events are nobody's last mention. */
  private Quotient quotientAt(long number) {
    Set<String> mentioned = mentionedAfter(number);
    Quotient known = quotient;
    if (known == null || !mentioned.equals(fixed)) {
      fixed = mentioned;
      known = new Renaming(symmetry.fixing(mentioned));
      quotient = known;
    }
    return known;
  }
}
