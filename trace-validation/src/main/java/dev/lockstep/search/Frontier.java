package dev.lockstep.search;

import dev.lockstep.tlc.SpecState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The nodes after the same events, each state once. */
final class Frontier {

  private @Nullable Node single;
  private final SequencedMap<SpecState, Node> several = new LinkedHashMap<>();

  /** Hashing a state needs its fingerprint: a single state does without. */
  void add(Node node) {
    if (several.isEmpty()) {
      if (single == null) {
        single = node;
        return;
      }
      several.put(single.searched(), single);
    }
    several.merge(
        node.searched(), node, (old, added) -> added.isSound() && !old.isSound() ? added : old);
  }

  Collection<Node> nodes() {
    return !several.isEmpty() ? several.values() : single == null ? List.of() : List.of(single);
  }

  int size() {
    return several.isEmpty() && single != null ? 1 : several.size();
  }
}
