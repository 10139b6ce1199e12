package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecException;
import java.util.concurrent.locks.ReentrantLock;

/** Lets questions through one at a time, if they must not be answered at the same time. */
final class Guard {

  /** A question to TLC. */
  interface Question<T> {
    T answer() throws SpecException;
  }

  private final boolean oneAtATime;
  private final ReentrantLock lock = new ReentrantLock();

  Guard(boolean oneAtATime) {
    this.oneAtATime = oneAtATime;
  }

  <T> T ask(Question<T> question) throws SpecException {
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
