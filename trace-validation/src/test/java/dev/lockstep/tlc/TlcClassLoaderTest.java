package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tlc2.TLC;

@DisplayName("The class loader of TLC")
class TlcClassLoaderTest {

  @TempDir Path directory;

  @Test
  void has_its_own_tlc_and_bridge_and_shares_everything_else() throws Exception {
    ClassLoader one = new TlcClassLoader();
    ClassLoader other = new TlcClassLoader();
    for (String name :
        List.of(
            "tlc2.tool.TLCState",
            "tla2sany.semantic.ModuleNode",
            "util.UniqueString",
            "dev.lockstep.tlc.engine.SpecEngine")) {
      assertThat(one.loadClass(name)).isSameAs(one.loadClass(name));
      assertThat(one.loadClass(name)).isNotSameAs(other.loadClass(name));
      assertThat(one.loadClass(name).getClassLoader()).isSameAs(one);
    }
    for (Class<?> shared : List.of(Spec.class, SpecState.class, List.class)) {
      assertThat(one.loadClass(shared.getName())).isSameAs(shared);
    }
  }

  @Test
  void works_when_everything_comes_from_jars() throws Exception {
    Path classes = origin(Spec.class);
    Path jar = directory.resolve("lockstep.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream archive = new JarOutputStream(file);
        Stream<Path> paths = Files.walk(classes)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        archive.putNextEntry(new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, archive);
        archive.closeEntry();
      }
    }
    List<URL> urls = new ArrayList<>();
    for (Path path : List.of(jar, origin(TLC.class), origin(NullMarked.class))) {
      urls.add(path.toUri().toURL());
    }
    TestSpecs.write(directory, "Counter", TestSpecs.COUNTER);
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> sourceType = loader.loadClass(SpecSource.class.getName());
      Object source =
          sourceType
              .getConstructor(String.class, List.class, String.class, String.class)
              .newInstance(
                  "Counter",
                  List.of(directory),
                  "Counter.cfg",
                  "SPECIFICATION Spec CONSTANT Limit = 3");
      Class<?> specType = loader.loadClass(Spec.class.getName());
      Object spec = specType.getMethod("load", sourceType).invoke(null, source);
      Method initialStates = specType.getMethod("initialStates");
      assertThat(initialStates.invoke(spec)).hasToString("[/\\ n = 0]");
    }
  }

  private static Path origin(Class<?> type) throws Exception {
    URI location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(location);
  }
}
