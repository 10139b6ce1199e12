package dev.lockstep.search;

import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes deep first, to find one behaviour that agrees with all events where there are too many to
 * keep them all. Tries the likely steps first: those with few hidden steps before them; where an
 * event says what changes, those that change little else; where it does not, those that change
 * anything, since a log seldom has an event for nothing.
 */
final class Dive {

  /**
   * What a dive found.
   *
   * @param witness the end of a behaviour that agrees with all events
   * @param all whether it has tried everything
   */
  record Result(Optional<Outcome.Reached> witness, boolean all) {}

  private record Spot(Cut cut, SpecState state) {}

  private final Schedule schedule;
  private final Expander expander;
  private final Hidden hidden;
  private final List<String> variables;
  private final long budget;
  private final Set<Spot> visited = new HashSet<>();
  private Level furthest = new Level(0);
  private long expansions;
  private boolean leftOut;

  /** Creates a dive that expands at most {@code budget} nodes. */
  Dive(Schedule schedule, Expander expander, Hidden hidden, List<String> variables, long budget) {
    this.schedule = schedule;
    this.variables = variables;
    this.expander = expander;
    this.hidden = hidden;
    this.budget = budget;
  }

  Result from(Level level) throws TraceException, SpecException, OutOfBudgetException {
    furthest = new Level(level.number());
    for (Map.Entry<Cut, Frontier> entry : level.frontiers()) {
      for (Node start : entry.getValue().nodes()) {
        if (!start.isSound()) {
          leftOut = true;
          continue;
        }
        Deque<Branch> stack = new ArrayDeque<>();
        enter(stack, entry.getKey(), start);
        while (!stack.isEmpty()) {
          Branch branch = stack.peek();
          if (branch.isEnd()) {
            return new Result(
                Optional.of(new Outcome.Reached(branch.cut, List.of(branch.node))), false);
          }
          if (expansions > budget) {
            return new Result(Optional.empty(), false);
          }
          Move move = branch.next();
          if (move == null) {
            stack.pop();
          } else {
            enter(stack, move.after, move.node);
          }
        }
      }
    }
    return new Result(Optional.empty(), !leftOut);
  }

  /** Returns the most events that it got to until now, also if it was stopped. */
  Level furthest() {
    return furthest;
  }

  private void enter(Deque<Branch> stack, Cut cut, Node node) throws TraceException {
    if (!visited.add(new Spot(cut, node.searched()))) {
      return;
    }
    stack.push(new Branch(cut, node));
    if (cut.level() > furthest.number()) {
      furthest = new Level(cut.level());
    }
    if (cut.level() == furthest.number()) {
      furthest.add(cut, node);
    }
  }

  private record Move(Node node, Cut after, int surprise) {}

  /** How little one would expect a step to be the event. */
  private int surprise(SpecState before, Node after, Set<String> mentioned) {
    int changed = 0;
    int unmentioned = 0;
    for (String variable : variables) {
      if (!before.agreesOn(variable, after.searched())) {
        changed++;
        unmentioned += mentioned.contains(variable) ? 0 : 1;
      }
    }
    return mentioned.isEmpty() ? (changed == 0 ? 1 : 0) : unmentioned;
  }

  /** A node, and what is still to be tried from there. */
  private final class Branch {
    private final Cut cut;
    private final Node node;
    private final List<Schedule.Next> events;
    private final Deque<Move> found = new ArrayDeque<>();
    private final Set<SpecState> seen = new HashSet<>();
    private List<Node> sources;
    private int hiddenSteps;
    private int event;

    Branch(Cut cut, Node node) throws TraceException {
      this.cut = cut;
      this.node = node;
      this.events = schedule.next(cut);
      this.sources = List.of(node);
    }

    boolean isEnd() {
      return events.isEmpty();
    }

    @Nullable Move next() throws SpecException, OutOfBudgetException {
      while (found.isEmpty()) {
        if (event < events.size()) {
          expand(events.get(event));
          event++;
        } else if (hiddenSteps < hidden.max() && !sources.isEmpty() && !hidden.isNone()) {
          if (seen.isEmpty()) {
            seen.add(node.searched());
          }
          expansions += sources.size();
          sources =
              expander.hidden(sources, events.getFirst().event(), cut.level() + 1, seen).stream()
                  .filter(this::sound)
                  .toList();
          hiddenSteps++;
          event = 0;
        } else {
          return null;
        }
      }
      return found.poll();
    }

    private boolean sound(Node candidate) {
      leftOut |= !candidate.isSound();
      return candidate.isSound();
    }

    private void expand(Schedule.Next next) throws SpecException, OutOfBudgetException {
      expansions += sources.size();
      Set<String> mentioned = new HashSet<>(next.event().delta().keySet());
      next.event().state().keySet().forEach(place -> mentioned.add(place.variable()));
      List<Move> moves = new ArrayList<>();
      expander.expand(
          sources,
          next.event(),
          cut.level() + 1,
          target -> {
            if (sound(target)) {
              moves.add(
                  new Move(target, next.after(), surprise(node.searched(), target, mentioned)));
            }
          });
      moves.sort(Comparator.comparingInt(Move::surprise));
      found.addAll(moves);
    }
  }
}
