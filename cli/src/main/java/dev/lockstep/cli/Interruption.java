package dev.lockstep.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C end long work in good order: the work is asked to stop, gets some time to save and to
 * say what it found, and its exit code is that of the process.
 */
final class Interruption implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  /** What a shell calls the end by Ctrl-C. */
  private static final int INTERRUPTED = 130;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitForTheEnd, "lockstep-interruption");
  private volatile boolean asked;
  private volatile int exitCode = INTERRUPTED;

  private Interruption() {}

  /** Starts to watch. */
  static Interruption watch() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Says whether the work should end. */
  boolean isAsked() {
    return asked;
  }

  /** Notes that everything is said; returns {@code code}. */
  int finished(PrintWriter out, int code) {
    out.flush();
    exitCode = code;
    return code;
  }

  private void waitForTheEnd() {
    asked = true;
    try {
      if (done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends to watch. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook waits for what comes next.
      done.countDown();
    }
  }
}
