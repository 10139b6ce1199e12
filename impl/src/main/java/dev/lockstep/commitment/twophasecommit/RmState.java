package dev.lockstep.commitment.twophasecommit;

/**
 * What a participant knows in memory ({@code rmState}) or has on disk ({@code rmLog}). A
 * participant that is down knows nothing; the spec calls that "crashed".
 *
 * @see "TwoPhaseCommit.tla, rmState and rmLog"
 */
public enum RmState {
  /** Has not voted; in the log: nothing written. */
  WORKING,
  /** Voted yes and does not know the decision: in doubt. */
  PREPARED,
  /** Knows that the decision is commit. Final. */
  COMMITTED,
  /** Voted no, or knows that the decision is abort. Final. */
  ABORTED
}
