package dev.lockstep.simulation;

import java.util.ServiceLoader;

/**
 * Makes the subjects of one protocol. Found by {@link ServiceLoader}, so that protocols know the
 * simulation and not the other way round, and another jar can bring its own.
 */
public interface SubjectFactory {

  /** Returns the name of the protocol in the catalog. */
  String protocol();

  /**
   * Returns a subject.
   *
   * @param size how many nodes it has: participants, processes
   */
  Subject<?> subject(int size);
}
