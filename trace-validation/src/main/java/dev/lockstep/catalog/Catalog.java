package dev.lockstep.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The protocols of the specs jar. Found by looking for {@code models.json} two directories below
 * {@link #ROOT} in everything on the class path that has that directory, jar or not, so that
 * another jar can add protocols of its own.
 */
public final class Catalog {

  /** The resource directory of the chapters. */
  static final String ROOT = "dev/lockstep/specs";

  private static final String FILE = "models.json";
  private static final String SCENARIOS = "/scenarios";
  private static final String MODULE = ".tla";

  private final SequencedMap<String, Protocol> protocols;
  private final Extensions extensions;
  private final ClassLoader resources;

  private Catalog(SortedMap<String, Protocol> protocols, ClassLoader resources) {
    this.extensions = new Extensions(protocols);
    this.protocols = extensions.complete();
    this.resources = resources;
  }

  /** Reads the catalog from the class path of this class. */
  public static Catalog load() {
    return load(Catalog.class.getClassLoader());
  }

  /**
   * Reads the catalog from the class path of {@code resources}.
   *
   * @throws IllegalStateException if a {@code models.json} is malformed, two protocols have the
   *     same name, or one extends a protocol that there is not, or itself by way of others
   */
  static Catalog load(ClassLoader resources) {
    SortedMap<String, Protocol> protocols = new TreeMap<>();
    try {
      for (URL root : Collections.list(resources.getResources(ROOT))) {
        for (Map.Entry<String, byte[]> file : read(root, FILE, 3).entrySet()) {
          Protocol protocol = ModelsFile.parse(file.getKey(), file.getValue());
          if (protocols.putIfAbsent(protocol.name(), protocol) != null) {
            throw new IllegalStateException("two protocols are called " + protocol.name());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the specs on the class path cannot be read", e);
    }
    return new Catalog(protocols, resources);
  }

  /** Returns all protocols by chapter and then by name, each followed by those that extend it. */
  public List<Protocol> protocols() {
    return List.copyOf(protocols.values());
  }

  /** Returns the protocols that {@code protocol} extends, the nearest first. */
  public List<Protocol> bases(Protocol protocol) {
    return extensions.bases(protocol).stream().map(base -> protocol(base.name())).toList();
  }

  /** Returns {@code protocol} and then all that extend it, directly or by way of others. */
  public List<Protocol> withExtensions(Protocol protocol) {
    return protocols().stream()
        .filter(other -> other.equals(protocol) || bases(other).contains(protocol))
        .toList();
  }

  /**
   * Returns the protocol with this name.
   *
   * @throws UnknownNameException if there is none; the message suggests the nearest
   */
  public Protocol protocol(String name) {
    Protocol protocol = protocols.get(name);
    if (protocol == null) {
      throw new UnknownNameException("protocol", name, protocols.keySet());
    }
    return protocol;
  }

  /**
   * Copies the files of {@code protocol} to a temporary directory, for TLC reads only files. The
   * modules of the protocols that it extends are laid beside them.
   *
   * @throws IllegalStateException if two of these protocols have a module of the same name
   */
  public SpecFiles extract(Protocol protocol) {
    SortedMap<String, byte[]> own = files(protocol);
    SortedMap<String, byte[]> inherited = new TreeMap<>();
    for (Protocol base : bases(protocol)) {
      for (Map.Entry<String, byte[]> file : files(base).entrySet()) {
        if (!file.getKey().endsWith(MODULE)) {
          continue;
        }
        if (own.containsKey(file.getKey())
            || inherited.put(file.getKey(), file.getValue()) != null) {
          throw new IllegalStateException(
              "%s cannot extend %s: there is another file %s, rename one of the two"
                  .formatted(protocol.name(), base.name(), file.getKey()));
        }
      }
    }
    try {
      return SpecFiles.create(protocol, own, inherited);
    } catch (IOException e) {
      throw new UncheckedIOException("the files of " + protocol.name() + " cannot be copied", e);
    }
  }

  private SortedMap<String, byte[]> files(Protocol protocol) {
    try {
      for (URL directory : Collections.list(resources.getResources(protocol.path()))) {
        return read(directory, "", 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the files of " + protocol.name() + " cannot be read", e);
    }
    throw new IllegalArgumentException("not a protocol of this catalog: " + protocol.name());
  }

  /** Returns the golden scenarios of {@code protocol}: the text of each, by name. */
  public SortedMap<String, String> scenarios(Protocol protocol) {
    SortedMap<String, String> scenarios = new TreeMap<>();
    try {
      for (URL folder : Collections.list(resources.getResources(protocol.path() + SCENARIOS))) {
        read(folder, "", 1)
            .forEach(
                (file, bytes) ->
                    scenarios.put(
                        file.replaceFirst("\\.txt$", ""),
                        new String(bytes, StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the scenarios of " + protocol.name() + " cannot be read", e);
    }
    return scenarios;
  }

  /** The files below {@code root} whose path ends with {@code suffix}, by path below it. */
  private static SortedMap<String, byte[]> read(URL root, String suffix, int depth)
      throws IOException {
    URI uri;
    try {
      uri = root.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("not a place on the class path: " + root, e);
    }
    if (!uri.getScheme().equals("jar")) {
      return read(Path.of(uri), suffix, depth);
    }
    // A file system of our own: the one that belongs to the URI is shared by the whole JVM, and
    // whoever closes it takes it away from everybody.
    String[] jarAndEntry = uri.getRawSchemeSpecificPart().split("!/", 2);
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(jarAndEntry[0])))) {
      return read(jar.getPath("/" + jarAndEntry[1]), suffix, depth);
    }
  }

  private static SortedMap<String, byte[]> read(Path root, String suffix, int depth)
      throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(root, depth)) {
      found.filter(Files::isRegularFile).filter(file -> endsWith(file, suffix)).forEach(files::add);
    }
    SortedMap<String, byte[]> contents = new TreeMap<>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        contents.put(root.relativize(file).toString().replace('\\', '/'), in.readAllBytes());
      }
    }
    return contents;
  }

  private static boolean endsWith(Path file, String suffix) {
    return suffix.isEmpty() || file.endsWith(suffix);
  }
}
