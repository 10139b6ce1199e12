package dev.lockstep.tlc.engine;

/** Stands in for {@link System} where TLC would end the JVM. */
public final class CheckSystem {

  /** TLC cannot go on, and would have ended the JVM. */
  static final class Exit extends Error {
    private static final long serialVersionUID = 1L;

    Exit(int status) {
      super("TLC gave up with status " + status);
    }
  }

  /** Told when TLC gives up in any of its threads. */
  private static volatile Runnable onExit = () -> {};

  private CheckSystem() {}

  static void onExit(Runnable listener) {
    onExit = listener;
  }

  /** Ends the calling thread and asks the run to end. */
  public static void exit(int status) {
    onExit.run();
    throw new Exit(status);
  }

  /** Returns what {@link System#currentTimeMillis} does. */
  public static long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  /** Copies as {@link System#arraycopy} does. */
  public static void arraycopy(Object from, int fromIndex, Object to, int toIndex, int length) {
    System.arraycopy(from, fromIndex, to, toIndex, length);
  }
}
