package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecSource;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import util.FilenameToStream;

/**
 * Finds modules and the configuration for TLC, which insists on files. The standard modules are
 * unpacked to a folder of this spec's own: TLC's own resolver puts them into the common temporary
 * folder, where two processes would write over each other.
 */
final class ModuleResolver implements FilenameToStream, AutoCloseable {

  private static final String STANDARD_MODULES = "tla2sany/StandardModules/";

  private final List<Path> directories;
  private final Path scratch;
  private final Path config;
  private final ConcurrentMap<String, Path> found = new ConcurrentHashMap<>();

  ModuleResolver(SpecSource source) throws IOException {
    this.directories = source.directories();
    this.scratch = Files.createTempDirectory("lockstep-spec-");
    this.config = scratch.resolve(configFile(source));
    Files.writeString(config, source.config());
  }

  /** Returns how TLC is told to call the configuration; it appends {@code .cfg} to it. */
  static String configBaseName(SpecSource source) {
    return source.module();
  }

  private static String configFile(SpecSource source) {
    return configBaseName(source) + ".cfg";
  }

  /** Returns the file of a module that was resolved, or its name if there is none. */
  String fileOf(String module) {
    Path file = found.get(module + ".tla");
    return file == null ? module + ".tla" : file.toString();
  }

  /** Returns the file of a module that was resolved and is no standard module. */
  Optional<Path> moduleFile(String module) {
    return Optional.ofNullable(found.get(module + ".tla"));
  }

  /** Returns the files of the modules that were resolved and are no standard modules, by name. */
  List<Path> modules() {
    return found.entrySet().stream()
        .filter(module -> module.getKey().endsWith(".tla"))
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public File resolve(String name, boolean isModule) {
    String fileName = isModule && !name.endsWith(".tla") ? name + ".tla" : name;
    if (fileName.equals(config.getFileName().toString())) {
      return config.toFile();
    }
    for (Path directory : directories) {
      Path file = directory.resolve(fileName);
      if (Files.isRegularFile(file)) {
        found.put(fileName, file);
        return new TLAFile(file.toString(), false, this);
      }
    }
    return new TLAFile(standardModule(fileName).toString(), true, this);
  }

  private Path standardModule(String fileName) {
    Path file = scratch.resolve("standard").resolve(fileName);
    if (fileName.endsWith(".tla") && !Files.exists(file)) {
      try (InputStream stream =
          ModuleResolver.class.getClassLoader().getResourceAsStream(STANDARD_MODULES + fileName)) {
        if (stream != null) {
          Files.createDirectories(file.getParent());
          Files.copy(stream, file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }

  @Override
  public String getFullPath() {
    return String.join(File.pathSeparator, directories.stream().map(Path::toString).toList());
  }

  @Override
  public boolean isStandardModule(String moduleName) {
    return ((TLAFile) resolve(moduleName, true)).isLibraryModule();
  }

  /** Deletes what was unpacked; TLC has read it by then. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
