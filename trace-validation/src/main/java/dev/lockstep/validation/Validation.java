package dev.lockstep.validation;

import dev.lockstep.search.Node;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What was found out about one run.
 *
 * @param verdict holds if a behaviour of the spec agrees with every event
 * @param matched how many events agree with some behaviour: the longest prefix over all branches
 *     and all orders; if the verdict is inconclusive, the longest that was found
 * @param stopped where it stopped and why, if the verdict is violated
 * @param furthest where the attempt that came furthest stopped, if the verdict is inconclusive and
 *     that is known
 * @param exhausted the budget that ran out, in a sentence, if the verdict is inconclusive
 * @param nodes some of the states that the spec can be in after the last event that agrees, with
 *     the ways to them if paths are kept
 * @param stateCount how many such states were found
 * @param peakStates the most such states after any event
 * @param examined how many steps of the spec were compared with the log
 * @param warnings why the verdict may say less than it seems to
 * @param elapsed how long it took
 */
public record Validation(
    Verdict verdict,
    long matched,
    Optional<Stop> stopped,
    Optional<Stop> furthest,
    Optional<String> exhausted,
    List<Node> nodes,
    long stateCount,
    long peakStates,
    long examined,
    List<String> warnings,
    Duration elapsed) {

  /** Copies the lists. */
  public Validation {
    nodes = List.copyOf(nodes);
    warnings = List.copyOf(warnings);
  }

  /** Returns some of the states that the spec can be in after the last event that agrees. */
  public List<SpecState> states() {
    return nodes.stream().map(Node::state).toList();
  }

  /** Returns the same without the ways to the states, which keep a long run in memory. */
  public Validation withoutPaths() {
    return new Validation(
        verdict,
        matched,
        stopped.map(Stop::withoutPath),
        furthest.map(Stop::withoutPath),
        exhausted,
        nodes.stream().map(Node::withoutPath).toList(),
        stateCount,
        peakStates,
        examined,
        warnings,
        elapsed);
  }

  /**
   * The first event that no behaviour agrees with.
   *
   * @param event the event; for an impossible initial state, one that says nothing
   * @param number its number in the run, counted from 1; 0 for an initial state
   * @param reason why
   * @param nearest the state before the event that the reason speaks of: of those that the log
   *     leaves open, the one that comes nearest to allowing the event; for a broken invariant, the
   *     state that breaks it
   * @param path the node of that state, with the way to it if paths are kept
   * @param allowed the steps that the spec allows there instead
   * @param moreAllowed whether it allows further ones
   * @param prefix the events that match
   */
  public record Stop(
      TraceEvent event,
      long number,
      Reason reason,
      Optional<SpecState> nearest,
      Optional<Node> path,
      List<ActionCall> allowed,
      boolean moreAllowed,
      Prefix prefix) {
    /** Copies the steps. */
    public Stop {
      allowed = List.copyOf(allowed);
    }

    private Stop withoutPath() {
      return new Stop(
          event,
          number,
          reason,
          nearest,
          path.map(Node::withoutPath),
          allowed,
          moreAllowed,
          prefix);
    }
  }

  /**
   * The events before a stop. Where several logs can be taken to different points and the same
   * number of events, one of these prefixes, with as few events as possible that could come next.
   *
   * @param byLog how many events there are of each log, by its name
   * @param states how many states the spec can be in after them
   * @param others how many other prefixes are as long
   */
  public record Prefix(SequencedMap<String, Long> byLog, long states, long others) {
    /** Copies the map. */
    public Prefix {
      byLog = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byLog));
    }

    /** Returns the prefix of a single log. */
    static Prefix of(long states) {
      return new Prefix(new LinkedHashMap<>(), states, 0);
    }
  }
}
