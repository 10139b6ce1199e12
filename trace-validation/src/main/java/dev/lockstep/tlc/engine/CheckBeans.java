package dev.lockstep.tlc.engine;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;

/**
 * Stands in for {@link java.lang.management.ManagementFactory}: two runs at the same time register
 * their beans under the same names, so each bean has a server of its own, and goes with it: TLC
 * does not unregister all of them.
 */
public final class CheckBeans {

  private CheckBeans() {}

  /** Returns a server that nobody else has. */
  public static MBeanServer getPlatformMBeanServer() {
    return MBeanServerFactory.newMBeanServer("lockstep");
  }
}
