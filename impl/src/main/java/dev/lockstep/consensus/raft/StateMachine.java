package dev.lockstep.consensus.raft;

import java.util.ArrayList;
import java.util.List;

/**
 * A deterministic state machine, as far as {@link Snapshots} has to know it: what an image of its
 * state becomes by one value more. The image of a machine that has applied nothing is empty.
 *
 * <p>Implementations hold nothing but their configuration and are safe for use by several threads.
 */
@FunctionalInterface
public interface StateMachine {

  /**
   * Applies a value that clients asked for.
   *
   * @param image the state, in pieces that can be sent one by one
   * @return the state after it
   */
  List<Object> apply(List<Object> image, Object value);

  /**
   * Returns the machine that remembers the last values, in order: as simple as one can be that
   * tells a wrong order, a lost and a repeated value from the right ones.
   *
   * @param size how many it remembers
   * @see "RaftSnapshot.tla, Apply"
   */
  static StateMachine remembering(int size) {
    return (image, value) -> {
      List<Object> all = new ArrayList<>(image);
      all.add(value);
      return List.copyOf(all.subList(Math.max(0, all.size() - size), all.size()));
    };
  }
}
