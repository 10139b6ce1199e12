package dev.lockstep.evidence;

import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The number of states of a protocol's spec, as it is pinned for a model of the catalog that has
 * the same constants and leaves nothing out.
 */
public final class StateSpace {

  /** What makes a model smaller than the spec, or counts several states as one. */
  private static final Pattern SMALLER =
      Pattern.compile("\\b(SYMMETRY|VIEW|(ACTION_)?CONSTRAINTS?)\\b|<-");

  private StateSpace() {}

  /** Returns how many distinct states {@code spec} has, if the catalog knows. */
  public static OptionalLong pinned(SpecFiles files, Spec spec) {
    for (Model model : files.protocol().models()) {
      if (model.kind() == Model.Kind.HOLDS && model.distinct().isPresent()) {
        SpecSource source = files.model(model);
        if (!SMALLER.matcher(bounds(files, source)).find() && isSame(source, spec)) {
          return model.distinct();
        }
      }
    }
    return OptionalLong.empty();
  }

  private static boolean isSame(SpecSource source, Spec spec) {
    try (Spec model = Spec.load(source)) {
      return model.constants().equals(spec.constants())
          && model.variables().equals(spec.variables());
    } catch (SpecException e) {
      // A model of the catalog that does not load is found by its own check.
      return false;
    }
  }

  /** The configuration without comments and without what the spec by itself needs, too. */
  private static String bounds(SpecFiles files, SpecSource source) {
    String config = withoutComments(source.config());
    for (Map.Entry<String, String> own : files.protocol().substitutions().entrySet()) {
      config =
          config.replaceAll("\\b%s\\s*<-\\s*%s\\b".formatted(own.getKey(), own.getValue()), " ");
    }
    return config;
  }

  private static String withoutComments(String config) {
    return config.replaceAll("(?s)\\(\\*.*?\\*\\)", " ").replaceAll("\\\\\\*[^\\n]*", "");
  }
}
