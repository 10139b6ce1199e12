package dev.lockstep.commitment.twophasecommit;

/**
 * What the coordinator knows in memory ({@code tmState}) or has on disk ({@code tmLog}). A
 * coordinator that is down knows nothing; the spec calls that "crashed".
 *
 * @see "TwoPhaseCommit.tla, tmState and tmLog"
 */
public enum TmState {
  /** No decision; in the log: nothing written. */
  INIT,
  /** Decided: commit. Final. */
  COMMITTED,
  /** Decided: abort. Final. */
  ABORTED
}
