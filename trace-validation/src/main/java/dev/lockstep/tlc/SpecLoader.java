package dev.lockstep.tlc;

import java.lang.reflect.InvocationTargetException;

/** Loads specs, each with TLC in a class loader of its own. */
final class SpecLoader {

  private SpecLoader() {}

  static Spec load(SpecSource source) throws SpecException {
    try {
      Class<?> engine =
          Class.forName(TlcClassLoader.ENGINE + "SpecEngine", true, new TlcClassLoader());
      return (Spec) engine.getMethod("load", SpecSource.class).invoke(null, source);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getTargetException();
      if (cause instanceof SpecException exception) {
        throw exception;
      }
      if (cause instanceof RuntimeException exception) {
        throw exception;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the TLC bridge is not on the class path", e);
    }
  }
}
