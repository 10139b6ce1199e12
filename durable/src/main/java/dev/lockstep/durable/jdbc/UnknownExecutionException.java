package dev.lockstep.durable.jdbc;

/** There is no execution of that id. */
public final class UnknownExecutionException extends DurableException {

  UnknownExecutionException(String id) {
    super(
        "there is no execution \"" + id + "\"; start it with run, or look whether the id is right");
  }
}
