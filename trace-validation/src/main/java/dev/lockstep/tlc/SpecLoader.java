package dev.lockstep.tlc;

/** Loads specs, each with TLC in a class loader of its own. */
final class SpecLoader {

  private SpecLoader() {}

  static Spec load(SpecSource source) throws SpecException {
    throw new SpecException(source.module(), 0, 0, "loading is not there yet", null);
  }
}
