package dev.lockstep.cli;

import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name a spec of the user's own, instead of a protocol of the catalog. */
final class OwnSpec {

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description = "The root module of any spec, instead of a protocol of the catalog.")
  Optional<Path> spec = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Its configuration (default: the .cfg file beside the module).")
  Optional<Path> config = Optional.empty();

  @Option(
      names = "--path",
      paramLabel = "DIR",
      description = "Another directory with modules; may be repeated.")
  List<Path> path = List.of();

  boolean isGiven() {
    return spec.isPresent();
  }

  /** Returns the spec, if there is one. */
  Optional<SpecSource> source() throws InputException, SpecException {
    if (spec.isEmpty()) {
      if (config.isPresent() || !path.isEmpty()) {
        throw InputException.of("--config and --path are for --spec, which is missing");
      }
      return Optional.empty();
    }
    Path module = spec.get();
    if (Files.isDirectory(module)) {
      throw InputException.in(module, "--spec names a directory")
          .hint("Name the root module inside, a file that ends in .tla.");
    }
    if (!module.toString().endsWith(".tla")) {
      throw InputException.in(module, "--spec names a file that does not end in .tla")
          .hint("It is the root module; its configuration is for --config.");
    }
    Path configuration = config.orElseGet(() -> beside(module));
    if (config.isEmpty() && Files.exists(module) && !Files.exists(configuration)) {
      throw InputException.of("--spec needs --config, for there is no " + configuration)
          .hint("A configuration gives the constants and names Init and Next, or Spec.");
    }
    return Optional.of(SpecSource.ofFiles(module, configuration, path));
  }

  /** Returns the spec, which there must be if there is no {@code protocol}, and only then. */
  Optional<SpecSource> sourceInsteadOf(Optional<String> protocol)
      throws InputException, SpecException {
    if (protocol.isPresent() == isGiven()) {
      throw InputException.of(
              protocol.isPresent()
                  ? "a PROTOCOL and --spec exclude each other"
                  : "a PROTOCOL is needed, or --spec FILE")
          .hint("`lockstep list` shows the protocols.");
    }
    return source();
  }

  /** The configuration that goes with a module by its name. */
  private static Path beside(Path module) {
    String name = String.valueOf(module.getFileName());
    String base = name.endsWith(".tla") ? name.substring(0, name.length() - 4) : name;
    return module.resolveSibling(base + ".cfg");
  }
}
