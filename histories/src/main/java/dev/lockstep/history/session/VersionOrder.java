package dev.lockstep.history.session;

/** Where the order of the versions of a key comes from. */
public enum VersionOrder {
  /** From nowhere: a guarantee falls if no order at all is compatible with it. */
  ANY,
  /** Values are numbers that grow: the larger is the newer. */
  VALUES,
  /** A write that had returned before another was invoked is the older one. */
  REALTIME
}
