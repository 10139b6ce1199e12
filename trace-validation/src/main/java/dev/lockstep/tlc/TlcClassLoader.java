package dev.lockstep.tlc;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A world of its own for TLC. TLC keeps its state in static fields (the slots of the variables, the
 * table of strings, the model values), so that one copy of its classes can hold one spec at a time.
 * Each of these loaders defines a fresh copy of TLC and of the bridge classes in {@code
 * dev.lockstep.tlc.engine}, while everything that crosses the border (the API of this package, the
 * values, the JDK) comes from the parent and is the same for all.
 *
 * <p>The bytes are read as resources of the parent, wherever it finds them: a jar, a nested jar, or
 * a directory of classes.
 */
final class TlcClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** Where the bridge classes are. */
  static final String ENGINE = "dev.lockstep.tlc.engine.";

  private static final List<String> ISOLATED =
      List.of("tlc2.", "tla2sany.", "util.", "pcal.", "model.", ENGINE);

  private final Set<Class<?>> defined = ConcurrentHashMap.newKeySet();

  TlcClassLoader() {
    super("tlc", TlcClassLoader.class.getClassLoader());
  }

  /** Returns the classes that it has loaded so far. */
  Set<Class<?>> defined() {
    return Set.copyOf(defined);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (ISOLATED.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = define(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream stream =
        getParent().getResourceAsStream(name.replace('.', '/').concat(".class"))) {
      if (stream == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = Doors.close(name, stream.readAllBytes());
      Class<?> type = defineClass(name, bytes, 0, bytes.length);
      defined.add(type);
      return type;
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
