package dev.lockstep.tlc;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the modules of a spec and its configuration come from.
 *
 * @param module the name of the root module, without {@code .tla}
 * @param directories where modules are looked for, in order, before TLC's standard modules
 * @param configName how messages call the configuration: a file name, or a description
 * @param config the text of the configuration
 */
public record SpecSource(String module, List<Path> directories, String configName, String config) {

  /** Copies the directories. */
  public SpecSource {
    directories = List.copyOf(directories);
  }
}
