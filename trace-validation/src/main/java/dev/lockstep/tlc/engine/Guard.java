package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets questions through until the spec is closed; one at a time, if they must not be answered at
 * the same time.
 */
final class Guard {

  /** A question to TLC. */
  interface Question<T> {
    T answer() throws SpecException;
  }

  private final String spec;
  private final boolean oneAtATime;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();

  Guard(String spec, boolean oneAtATime) {
    this.spec = spec;
    this.oneAtATime = oneAtATime;
  }

  /** Lets nothing through any more; returns whether it did until now. */
  boolean close() {
    return closed.compareAndSet(false, true);
  }

  /** Refuses to go on when the spec is closed: another one may have TLC's static fields. */
  void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException(
          "the spec " + spec + " has been closed: ask it and its states before that");
    }
  }

  <T> T ask(Question<T> question) throws SpecException {
    checkOpen();
    if (!oneAtATime) {
      return question.answer();
    }
    lock.lock();
    try {
      return question.answer();
    } finally {
      lock.unlock();
    }
  }
}
