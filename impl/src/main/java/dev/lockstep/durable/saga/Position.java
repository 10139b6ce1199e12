package dev.lockstep.durable.saga;

import java.util.List;

/**
 * How far an orchestrator is: the records of its log, taken together.
 *
 * @param phase what it is about
 * @param done the steps whose effect stands, as far as it knows, in the order in which they were
 *     executed
 * @see "Saga.tla, position and log"
 */
public record Position(Phase phase, List<Integer> done) {

  /** The beginning. */
  public static final Position START = new Position(Phase.RUNNING, List.of());

  /** Copies the steps. */
  public Position {
    done = List.copyOf(done);
  }

  /** Says whether there is nothing to do any more. */
  public boolean isEnd() {
    return phase == Phase.COMPLETED || phase == Phase.COMPENSATED;
  }

  /** Returns the same position in another phase. */
  public Position in(Phase other) {
    return new Position(other, done);
  }
}
