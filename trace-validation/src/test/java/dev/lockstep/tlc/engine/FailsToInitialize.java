package dev.lockstep.tlc.engine;

/** A class that can be loaded and never used. */
@SuppressWarnings("UnusedVariable")
final class FailsToInitialize {

  private static final int NUMBER = Integer.parseInt("none");

  private FailsToInitialize() {}
}
