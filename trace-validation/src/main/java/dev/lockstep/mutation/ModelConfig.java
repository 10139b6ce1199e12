package dev.lockstep.mutation;

import dev.lockstep.tlc.SpecSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A configuration for TLC, as far as it says what is checked.
 *
 * @param rest everything else, as text
 * @param invariants the names behind {@code INVARIANT}
 * @param properties the names behind {@code PROPERTY}
 * @param deadlock whether a state without a next step is a violation
 */
record ModelConfig(
    String rest, List<String> invariants, List<String> properties, boolean deadlock) {

  /** What TLC calls a state without a next step; no name of an operator. */
  static final String DEADLOCK = "deadlock";

  private static final Pattern COMMENTS =
      Pattern.compile("\\\\\\*[^\\n]*|\\(\\*.*?\\*\\)", Pattern.DOTALL);

  private static final Pattern WORD = Pattern.compile("\\S+");

  private static final Set<String> INVARIANT = Set.of("INVARIANT", "INVARIANTS");
  private static final Set<String> PROPERTY = Set.of("PROPERTY", "PROPERTIES");
  private static final String CHECK_DEADLOCK = "CHECK_DEADLOCK";
  private static final Set<String> KEYWORDS =
      Set.of(
          "CONSTANT",
          "CONSTANTS",
          "CONSTRAINT",
          "CONSTRAINTS",
          "ACTION_CONSTRAINT",
          "ACTION_CONSTRAINTS",
          "INIT",
          "NEXT",
          "VIEW",
          "SYMMETRY",
          "SPECIFICATION",
          "ALIAS",
          "POSTCONDITION",
          "TYPE",
          "TYPE_CONSTRAINT");

  /** Copies the names. */
  ModelConfig {
    invariants = List.copyOf(invariants);
    properties = List.copyOf(properties);
  }

  /** Reads a configuration that TLC has accepted. */
  static ModelConfig parse(String text) {
    StringBuilder rest = new StringBuilder();
    List<String> invariants = new ArrayList<>();
    List<String> properties = new ArrayList<>();
    boolean deadlock = true;
    String section = "";
    for (String line : COMMENTS.matcher(text).replaceAll(" ").lines().toList()) {
      for (String word : WORD.matcher(line).results().map(MatchResult::group).toList()) {
        if (INVARIANT.contains(word)
            || PROPERTY.contains(word)
            || CHECK_DEADLOCK.equals(word)
            || KEYWORDS.contains(word)) {
          section = word;
          if (KEYWORDS.contains(word)) {
            rest.append(word).append(' ');
          }
        } else if (INVARIANT.contains(section)) {
          invariants.add(word);
        } else if (PROPERTY.contains(section)) {
          properties.add(word);
        } else if (CHECK_DEADLOCK.equals(section)) {
          deadlock = !word.equals("FALSE");
        } else {
          rest.append(word).append(' ');
        }
      }
      rest.append('\n');
    }
    return new ModelConfig(rest.toString(), invariants, properties, deadlock);
  }

  /** Returns everything that can fall, in the order of the configuration. */
  List<String> checked() {
    List<String> all = new ArrayList<>(invariants);
    all.addAll(properties);
    if (deadlock) {
      all.add(DEADLOCK);
    }
    return all;
  }

  /** Returns {@code source} with nothing to check but {@code property}. */
  SpecSource only(String property, SpecSource source) {
    String check =
        property.equals(DEADLOCK)
            ? CHECK_DEADLOCK + " TRUE\n"
            : "%s %s\n%s FALSE\n"
                .formatted(
                    invariants.contains(property) ? "INVARIANT" : "PROPERTY",
                    property,
                    CHECK_DEADLOCK);
    return new SpecSource(source.module(), source.directories(), source.configName(), rest + check);
  }
}
