package dev.lockstep.evidence;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Few logs that cover all that any log covers.
 *
 * @param chosen the numbers of the logs
 * @param smallest whether no smaller number of logs does
 */
record SmallCover(BitSet chosen, boolean smallest) {

  /** Up to how many logs the smallest cover is looked for. */
  private static final int FEW = 20;

  /**
   * Returns a small cover.
   *
   * @param wanted for each thing to cover the logs that cover it
   * @param logs how many logs there are
   */
  static SmallCover of(List<BitSet> wanted, int logs) {
    List<BitSet> rarestFirst =
        wanted.stream()
            .filter(covering -> !covering.isEmpty())
            .distinct()
            .sorted(Comparator.comparingInt(BitSet::cardinality))
            .toList();
    BitSet greedy = withoutSuperfluous(rarestFirst, greedy(rarestFirst, logs));
    if (logs > FEW) {
      return new SmallCover(greedy, greedy.cardinality() <= 1);
    }
    return new SmallCover(new Exact(rarestFirst, greedy).best(), true);
  }

  /** Takes the log that covers most of what is left, again and again. */
  private static BitSet greedy(List<BitSet> wanted, int logs) {
    BitSet chosen = new BitSet();
    List<BitSet> left = new ArrayList<>(wanted);
    while (!left.isEmpty()) {
      int[] gains = new int[logs];
      left.forEach(covering -> covering.stream().forEach(log -> gains[log]++));
      int best = 0;
      for (int log = 1; log < logs; log++) {
        best = gains[log] > gains[best] ? log : best;
      }
      chosen.set(best);
      int log = best;
      left.removeIf(covering -> covering.get(log));
    }
    return chosen;
  }

  private static BitSet withoutSuperfluous(List<BitSet> wanted, BitSet cover) {
    BitSet kept = (BitSet) cover.clone();
    for (int log = kept.nextSetBit(0); log >= 0; log = kept.nextSetBit(log + 1)) {
      kept.clear(log);
      if (!wanted.stream().allMatch(kept::intersects)) {
        kept.set(log);
      }
    }
    return kept;
  }

  /** Branches over the logs that cover the rarest thing left, and gives up what is no better. */
  private static final class Exact {
    private final List<BitSet> wanted;
    private BitSet best;

    Exact(List<BitSet> wanted, BitSet known) {
      this.wanted = wanted;
      this.best = known;
    }

    BitSet best() {
      branch(new BitSet());
      return best;
    }

    private void branch(BitSet chosen) {
      if (chosen.cardinality() >= best.cardinality()) {
        return;
      }
      BitSet missing =
          wanted.stream().filter(covering -> !covering.intersects(chosen)).findFirst().orElse(null);
      if (missing == null) {
        best = (BitSet) chosen.clone();
        return;
      }
      for (int log = missing.nextSetBit(0); log >= 0; log = missing.nextSetBit(log + 1)) {
        chosen.set(log);
        branch(chosen);
        chosen.clear(log);
      }
    }
  }
}
