package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What tells worlds apart: 64-bit fingerprints of all that is in them, what the spec sees and what
 * it does not. Two different worlds have the same one with a probability of 2^-64, so among {@code
 * n} worlds there is such a pair with a probability of at most {@code n² / 2^65}: 3 in a million
 * for ten million worlds. TLC takes the same risk with its states.
 *
 * <p>Under symmetry, worlds that differ only by a permutation of names are one class, known by the
 * smallest of the fingerprints of its members. The worlds themselves are renamed and not only what
 * the spec sees of them, so that worlds are one class only if the code cannot tell them apart
 * either, as long as it treats all names alike.
 *
 * <p>Most steps change one node and the network, so the parts of a world are hashed one by one, and
 * those that were seen lately are not hashed again. Safe for use by several threads.
 *
 * @param <M> the messages
 */
final class Identities<M> {

  private static final int MAX_KEPT = 1 << 16;

  private final Structure structure;
  private final long[][] names;
  private final ConcurrentMap<Object, long[]> kept = new ConcurrentHashMap<>();

  /**
   * Which world it is.
   *
   * @param exact the fingerprint of the world itself
   * @param ofClass that of its class; the same without symmetry
   * @param under the fingerprints of the world under each permutation, the first of which changes
   *     nothing
   */
  record Identity(long exact, long ofClass, List<Long> under) {}

  /** Creates it for the worlds of a cluster with these nodes. */
  Identities(List<NodeId> nodes, List<Map<String, String>> permutations) {
    List<Map<String, String>> renamings = new ArrayList<>();
    renamings.add(Map.of());
    renamings.addAll(permutations);
    this.structure = new Structure(renamings);
    this.names = nodes.stream().map(structure::hashes).toArray(long[][]::new);
  }

  /** Returns what is around {@code world}: worlds a step away share most of their parts with it. */
  Around around(World<M> world) {
    return new Around(world);
  }

  /** The identities of one world and of those that are one step away. Not for several threads. */
  final class Around {

    private final World<M> center;
    private final long[][] statuses;
    private final long[] network;
    private final long[] used;

    private Around(World<M> center) {
      this.center = center;
      this.statuses = new long[names.length][];
      for (int node = 0; node < names.length; node++) {
        statuses[node] = hashes(center.status(node));
      }
      this.network = hashes(center.network());
      this.used = structure.hashes(center.used());
    }

    /** Returns the identity of the world in the middle. */
    Identity identity() {
      return identity(center);
    }

    /** Returns the identity of {@code world}. */
    @SuppressWarnings("ReferenceEquality") // what a step left alone is the same object
    Identity identity(World<M> world) {
      long[] sums = new long[structure.renamings()];
      for (int node = 0; node < names.length; node++) {
        NodeStatus status = world.status(node);
        long[] hashes = status == center.status(node) ? statuses[node] : hashes(status);
        for (int i = 0; i < sums.length; i++) {
          sums[i] += Mix.of(names[node][i], hashes[i]);
        }
      }
      long[] messages = world.network() == center.network() ? network : hashes(world.network());
      long[] bounds = world.used() == center.used() ? used : structure.hashes(world.used());
      List<Long> under = new ArrayList<>(sums.length);
      long smallest = Long.MAX_VALUE;
      for (int i = 0; i < sums.length; i++) {
        long fingerprint = Mix.of(Mix.of(sums[i], messages[i]), bounds[i]);
        under.add(fingerprint);
        smallest = Math.min(smallest, fingerprint);
      }
      return new Identity(under.getFirst(), smallest, under);
    }

    /**
     * Returns a hash of steps from the world in the middle that is the same for all members of its
     * class if their steps are the same but for names: that of the steps under the permutation that
     * makes the world the smallest of its class.
     */
    long signature(List<Action> actions, List<Identity> targets) {
      Identity self = identity();
      long signature = Long.MAX_VALUE;
      for (int i = 0; i < structure.renamings(); i++) {
        if (self.under().get(i) == self.ofClass()) {
          long sum = 0;
          for (int step = 0; step < targets.size(); step++) {
            sum += Mix.of(hashes(actions.get(step))[i], targets.get(step).under().get(i));
          }
          signature = Math.min(signature, sum);
        }
      }
      return signature;
    }
  }

  private long[] hashes(Object part) {
    long[] known = kept.get(part);
    if (known == null) {
      known = structure.hashes(part);
      if (kept.size() >= MAX_KEPT) {
        kept.clear();
      }
      kept.put(part, known);
    }
    return known;
  }
}
