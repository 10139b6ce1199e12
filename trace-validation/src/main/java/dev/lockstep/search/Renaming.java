package dev.lockstep.search;

import dev.lockstep.symmetry.Canonical;
import dev.lockstep.symmetry.Canonicalizer;
import dev.lockstep.tlc.SpecState;

/**
 * Nodes that differ only in which is which of some names stand for each other. The names must not
 * be mentioned by the events that are still to come.
 */
record Renaming(Canonicalizer canonicalizer) implements Quotient {

  @Override
  public Node representative(Node node) {
    SpecState state = node.searched();
    Canonical canonical = canonicalizer.canonicalWithPermutation(state);
    return canonical.permutation().isIdentity()
        ? node
        : node.renamed(canonical.state(), canonical.permutation());
  }
}
