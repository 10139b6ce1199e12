package dev.lockstep.tlc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A copy of TLC's classes for one run after another. What TLC keeps in static fields is put back
 * between two runs as it was before the first, so that a run cannot tell whether it is the first:
 * the same strings have the same numbers, the same counterexample is found. What stays is that the
 * classes are loaded and compiled, which costs more than most checks.
 *
 * <p>Who takes a world has it alone. It is given back only after a run that came to its end by
 * itself; any other is left to the garbage collector.
 */
final class TlcWorld {

  /** The classes with static state that can change, by name; a test keeps it complete. */
  static final String LIST = "static-state.txt";

  /** More are not kept: the classes of a world take some ten megabytes. */
  private static final int MOST_IDLE = 16;

  /** The worlds that nobody has, the one that was given back last first. */
  private static final ConcurrentLinkedDeque<TlcWorld> IDLE = new ConcurrentLinkedDeque<>();

  private final TlcClassLoader loader = new TlcClassLoader();
  private final StaticState start;
  private final Set<Class<?>> known = new LinkedHashSet<>();

  TlcWorld() {
    try {
      for (String name : names()) {
        known.add(Class.forName(name, /* initialize= */ true, loader));
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("TLC is not on the class path", e);
    }
    start = StaticState.of(known, loader);
  }

  /** Returns a world, if there is one that was used before, that one. */
  static TlcWorld take() {
    TlcWorld world = IDLE.pollFirst();
    return world == null ? new TlcWorld() : world;
  }

  ClassLoader loader() {
    return loader;
  }

  /**
   * Calls the static method {@code load} of a class of the bridge, as it is in this world.
   *
   * @param types of the method's parameters
   */
  Object load(String bridge, List<Class<?>> types, Object... arguments) throws SpecException {
    try {
      return Class.forName(TlcClassLoader.ENGINE + bridge, /* initialize= */ true, loader)
          .getMethod("load", types.toArray(Class<?>[]::new))
          .invoke(null, arguments);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case SpecException exception -> throw exception;
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the TLC bridge is not on the class path", e);
    }
  }

  /** Puts everything back as it was and lends this world to the next, if that is possible. */
  void giveBack() {
    if (IDLE.size() < MOST_IDLE && restore()) {
      IDLE.addFirst(this);
    }
  }

  /**
   * Puts everything back as it was; no thread may use this world any more.
   *
   * @return false if classes with state have been loaded that the list does not have, or one that
   *     can never be used again, since the stack or the memory ended while it was initialized
   */
  boolean restore() {
    for (Class<?> type : loader.defined()) {
      if (!known.contains(type)) {
        if (StaticState.isIn(type) || !canBeInitialized(type)) {
          return false;
        }
        known.add(type);
      }
    }
    start.restore();
    return true;
  }

  private boolean canBeInitialized(Class<?> type) {
    try {
      Class.forName(type.getName(), /* initialize= */ true, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Returns the names of the classes with static state, in the order of their initialization. */
  static List<String> names() {
    try (InputStream list = TlcWorld.class.getResourceAsStream(LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + LIST, e);
    }
  }
}
