package dev.lockstep.durable.jdbc;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Says that something has happened, to all who wait for that. */
final class Signal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sent = lock.newCondition();
  private long count;

  /** Returns how often it was sent. */
  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  void send() {
    lock.lock();
    try {
      count++;
      sent.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it was sent more often than {@code seen} times, or a time has passed. */
  void await(long seen, Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (count == seen && nanos > 0) {
        nanos = sent.awaitNanos(Math.min(nanos, TimeUnit.HOURS.toNanos(1)));
      }
    } finally {
      lock.unlock();
    }
  }
}
