package dev.lockstep.paths;

/**
 * A test path: a run of the spec from an initial state.
 *
 * @param start the number of the initial state
 * @param edges the numbers of the edges, in order; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // millions of steps; nobody compares paths
public record Path(int start, int[] edges) {

  /** Returns the number of steps. */
  public int length() {
    return edges.length;
  }
}
