package dev.lockstep.search;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands on the part of the ways that all nodes have in common, so that it need not be kept: of a
 * log that determines the state, that is all but the last few steps.
 */
final class CommonWay {

  /** After how many events it is looked for. */
  private static final int INTERVAL = 256;

  private final WayListener listener;

  CommonWay(WayListener listener) {
    this.listener = listener;
  }

  void handOn(Level level) {
    if (level.number() % INTERVAL != 0 || level.isEmpty()) {
      return;
    }
    Node last = lastInCommon(level);
    if (last != null) {
      listener.follow(last.start(), last.path());
      last.forgetWay();
    }
  }

  /** Goes back from the deepest node, again and again, until only one is left. */
  private static @Nullable Node lastInCommon(Level level) {
    PriorityQueue<Node> deepest =
        new PriorityQueue<>(Comparator.comparingLong(Node::depth).reversed());
    Set<Node> open = new HashSet<>();
    for (Map.Entry<Cut, Frontier> entry : level.frontiers()) {
      for (Node node : entry.getValue().nodes()) {
        if (open.add(node)) {
          deepest.add(node);
        }
      }
    }
    while (deepest.size() > 1) {
      Node node = deepest.remove();
      Node before = node.beforeOrNull();
      if (before == null) {
        return null;
      }
      if (open.add(before)) {
        deepest.add(before);
      }
    }
    return deepest.element();
  }
}
