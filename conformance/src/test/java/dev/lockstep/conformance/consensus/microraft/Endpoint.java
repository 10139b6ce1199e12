package dev.lockstep.conformance.consensus.microraft;

import io.microraft.RaftEndpoint;

/**
 * The name of a server.
 *
 * @param id the name
 */
record Endpoint(String id) implements RaftEndpoint {

  /** Returns the name of the server that MicroRaft calls {@code endpoint}. */
  static String name(RaftEndpoint endpoint) {
    return ((Endpoint) endpoint).id();
  }

  @Override
  public Object getId() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
