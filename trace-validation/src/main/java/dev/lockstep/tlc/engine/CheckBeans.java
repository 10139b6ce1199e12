package dev.lockstep.tlc.engine;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;

/**
 * Stands in for {@link java.lang.management.ManagementFactory}: two runs at the same time register
 * their beans under the same names, so each has a server of its own.
 */
public final class CheckBeans {

  private static final MBeanServer SERVER = MBeanServerFactory.newMBeanServer("lockstep");

  private CheckBeans() {}

  /** Returns a server that nobody else has. */
  public static MBeanServer getPlatformMBeanServer() {
    return SERVER;
  }
}
