package dev.lockstep.search;

import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param ending how it ended
 * @param matched how many events agree with some behaviour: the longest prefix over all branches
 *     and orders; if a budget ran out, the longest that was found
 * @param reached the nodes after that many events; of one witness only, if {@code witnessOnly}
 * @param peak the most nodes after any number of events
 * @param examined how many steps of the spec were compared with the log
 * @param budget the budget that ran out, in a sentence
 * @param witnessOnly whether it stopped at the first behaviour that agrees with all events
 * @param exchangeable names that were treated as exchangeable: the nodes stand for those that
 *     differ from them only in these names
 */
public record Outcome(
    Ending ending,
    long matched,
    List<Reached> reached,
    long peak,
    long examined,
    Optional<String> budget,
    boolean witnessOnly,
    List<String> exchangeable) {

  /** How a search ends. */
  public enum Ending {
    /** Some behaviour agrees with all events. */
    ACCEPTED,
    /** None does. */
    BLOCKED,
    /** A budget ran out. */
    EXHAUSTED,
    /** It came to the event at which it was told to stop. */
    STOPPED
  }

  /**
   * The nodes after the same events.
   *
   * @param cut the events
   * @param nodes the nodes, each state once
   */
  public record Reached(Cut cut, List<Node> nodes) {
    /** Copies the nodes. */
    public Reached {
      nodes = List.copyOf(nodes);
    }
  }

  /** Copies the lists. */
  public Outcome {
    reached = List.copyOf(reached);
    exchangeable = List.copyOf(exchangeable);
  }

  /** Returns all nodes that were reached. */
  public List<Node> nodes() {
    return reached.stream().flatMap(group -> group.nodes().stream()).toList();
  }
}
