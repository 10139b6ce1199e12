package dev.lockstep.tlc.engine;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tlc2.tool.ITool;
import tlc2.tool.ModelChecker;
import tlc2.tool.TLCState;
import tlc2.tool.fp.FPSetConfiguration;
import tlc2.util.NoopStateWriter;

/**
 * TLC's checker as it is, with two windows in it: the state that it stumbled over, and a way to end
 * it early without the liveness check that it otherwise makes at its end.
 */
final class CheckedModel extends ModelChecker {

  /** Ends a run that somebody no longer waits for. */
  static final class Cancelled extends Exception {
    private static final long serialVersionUID = 1L;

    Cancelled() {
      super("cancelled", null, false, false);
    }
  }

  /** How the names of the threads of the queue on disk begin. */
  private static final String QUEUE_THREAD = "TLCStatePool";

  private boolean cancelled;

  CheckedModel(ITool tool, String metaDirectory, boolean deadlock, FPSetConfiguration fingerprints)
      throws IOException {
    super(
        tool,
        metaDirectory,
        new NoopStateWriter(),
        deadlock,
        /* fromChkpt= */ null,
        fingerprints,
        System.currentTimeMillis());
  }

  /** Returns the state that TLC stumbled over, if it did. */
  @Nullable TLCState errorState() {
    return errState;
  }

  /** Asks the run to end. It ends soon if it explores states, later if it does something else. */
  synchronized void cancel() {
    cancelled = true;
    theStateQueue.finishAll();
    notifyAll();
  }

  /** Ends the threads of the queue on disk, once the run is over. */
  void endQueue() throws InterruptedException {
    end(Thread.currentThread().getThreadGroup(), this::stop);
  }

  /**
   * Ends the threads of queues on disk. They end only when they are told, and one that is told
   * before it has begun to listen waits for ever, so they are told until they have ended.
   */
  static void end(ThreadGroup group, Runnable tell) throws InterruptedException {
    Thread[] threads = new Thread[group.activeCount() + 16];
    int found = group.enumerate(threads);
    for (int i = 0; i < found; i++) {
      while (threads[i].getName().startsWith(QUEUE_THREAD) && threads[i].isAlive()) {
        tell.run();
        threads[i].join(1);
      }
    }
  }

  /** Called by TLC's main loop, with the monitor of this object held, whenever it is woken. */
  @Override
  protected void runTLCContinueDoing(int count, int depth) throws Exception {
    if (!cancelled) {
      super.runTLCContinueDoing(count, depth);
    }
    if (cancelled) {
      theStateQueue.finishAll();
      while (Arrays.stream(workers).anyMatch(CheckedModel::runs)) {
        wait(10);
      }
      throw new Cancelled();
    }
  }

  private static boolean runs(Object worker) {
    return worker instanceof Thread thread && thread.isAlive();
  }
}
