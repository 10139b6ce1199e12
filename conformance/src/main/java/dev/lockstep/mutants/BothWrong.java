package dev.lockstep.mutants;

import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same fault in spec and code: the weak twin of a spec, in the model that the code is compared
 * in. What only holds the two against each other is blind; only properties see it.
 *
 * <p>The twins of a protocol are in the module {@code <Spec>Twins}; a twin's own configuration says
 * what it replaces by an operator from there. What it replaces by others bounds its own model.
 */
final class BothWrong {

  private static final Pattern COMMENT = Pattern.compile("\\\\\\*[^\\n]*");
  private static final Pattern REPLACED = Pattern.compile("(\\w+)\\s*<-\\s*(\\w+)");

  private BothWrong() {}

  /**
   * Returns the model with the twin's fault in its spec.
   *
   * @throws SpecException if the twin's configuration replaces no operator
   */
  static SpecSource source(SpecFiles files, Model model, Model twin) throws SpecException {
    SpecSource right = files.model(model);
    String module = files.protocol().spec() + "Twins";
    String twins = text(right.directories(), module);
    List<String> replacements = replaced(files.model(twin).config());
    List<String> faults =
        replacements.stream()
            // What comes from elsewhere bounds the twin's own model.
            .filter(
                replacement ->
                    defines(twins, replacement.substring(replacement.lastIndexOf(' ') + 1)))
            .toList();
    if (faults.isEmpty()) {
      // An action that never happens needs no operator of its own.
      List<String> known = replaced(right.config());
      faults =
          replacements.stream()
              .filter(replacement -> replacement.matches("(?!MC)\\w+ <- Never\\w*"))
              .filter(replacement -> !known.contains(replacement))
              .toList();
    }
    if (faults.isEmpty()) {
      throw new SpecException(
          twin.config(),
          0,
          0,
          "the twin " + twin.name() + " replaces no operator by one of " + module,
          null);
    }
    String config = COMMENT.matcher(right.config()).replaceAll("");
    for (String fault : faults) {
      // What the model puts in the place of the same operator makes room.
      String replaced = fault.substring(0, fault.indexOf(' '));
      config = config.replaceAll("\\b" + replaced + "\\s*<-\\s*\\w+", "") + "\nCONSTANT " + fault;
    }
    return new SpecSource(
        module, right.directories(), model.config() + " with " + twin.config(), config + "\n");
  }

  private static boolean defines(String module, String operator) {
    return Pattern.compile("(?m)^" + operator + "\\s*(\\(|==)").matcher(module).find();
  }

  private static String text(List<Path> directories, String module) {
    for (Path directory : directories) {
      Path file = directory.resolve(module + ".tla");
      if (Files.isRegularFile(file)) {
        try {
          return Files.readString(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new IllegalArgumentException("no module " + module + " in " + directories);
  }

  private static List<String> replaced(String config) {
    List<String> replaced = new ArrayList<>();
    Matcher matcher = REPLACED.matcher(COMMENT.matcher(config).replaceAll(""));
    while (matcher.find()) {
      replaced.add(matcher.group(1) + " <- " + matcher.group(2));
    }
    return replaced;
  }
}
