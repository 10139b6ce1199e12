package dev.lockstep.tlc;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the modules of a spec and its configuration come from.
 *
 * @param module the name of the root module, without {@code .tla}
 * @param directories where modules are looked for, in order, before TLC's standard modules
 * @param configName how messages call the configuration: a file name, or a description
 * @param config the text of the configuration
 */
public record SpecSource(String module, List<Path> directories, String configName, String config) {

  private static final String EXTENSION = ".tla";
  private static final Pattern HEADER = Pattern.compile("----+[ \\t]*MODULE\\s+(\\w+)\\s*----+");

  /** Copies the directories. */
  public SpecSource {
    directories = List.copyOf(directories);
  }

  /**
   * Reads the configuration and looks at the module.
   *
   * @param tla the root module; the modules that it extends or instantiates are looked for next to
   *     it first
   * @param cfg the configuration
   * @param path more directories with modules
   * @throws SpecException if a file is missing or is a directory, or if the module is not called
   *     like its file
   */
  public static SpecSource ofFiles(Path tla, Path cfg, List<Path> path) throws SpecException {
    String text = read(tla, "the module");
    String config = read(cfg, "the configuration");
    String fileName = String.valueOf(tla.getFileName());
    if (!fileName.endsWith(EXTENSION)) {
      throw new SpecException(
          tla.toString(), 0, 0, "a module's file ends in .tla, but this is " + tla, null);
    }
    String module = fileName.substring(0, fileName.length() - EXTENSION.length());
    checkHeader(tla, text, module);
    List<Path> directories = new ArrayList<>();
    directories.add(tla.toAbsolutePath().normalize().getParent());
    for (Path directory : path) {
      if (!Files.isDirectory(directory)) {
        throw new SpecException(
            directory.toString(), 0, 0, "there is no directory " + directory, null);
      }
      directories.add(directory.toAbsolutePath().normalize());
    }
    return new SpecSource(module, directories, cfg.toString(), config);
  }

  private static String read(Path file, String what) throws SpecException {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw new SpecException(
          name, 0, 0, what + " should be a file, but " + name + " is a directory", null);
    }
    if (!Files.exists(file)) {
      throw new SpecException(name, 0, 0, "there is no file " + name + " for " + what, null);
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new SpecException(name, 0, 0, name + " is not text in UTF-8", e);
    } catch (IOException e) {
      throw new SpecException(name, 0, 0, "cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  private static void checkHeader(Path tla, String text, String module) throws SpecException {
    Matcher header = HEADER.matcher(text);
    if (header.find() && !header.group(1).equals(module)) {
      String before = text.substring(0, header.start(1));
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      int column = before.length() - before.lastIndexOf('\n');
      throw new SpecException(
          tla.toString(),
          line,
          column,
          "the module is called %s, but its file is %s: rename one of the two"
              .formatted(header.group(1), tla.getFileName()),
          null);
    }
  }
}
