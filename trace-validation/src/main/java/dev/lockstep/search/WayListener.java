package dev.lockstep.search;

import dev.lockstep.tlc.SpecState;
import java.util.List;

/**
 * Is told, piece by piece, what all behaviours have in common that agree with the events so far. A
 * piece starts where the one before it ended. What is left at the end is the way to a node of the
 * result. The pieces come before the verdict: the run may still turn out to be none of the spec.
 */
@FunctionalInterface
public interface WayListener {

  /**
   * Takes a piece.
   *
   * @param from the state in which it starts
   * @param steps its steps
   */
  void follow(SpecState from, List<Node.Taken> steps);
}
