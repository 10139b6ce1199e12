package dev.lockstep.emit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a configuration says about constants, and nothing else of it. */
final class ConstantsOfConfig {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\"[^\"]*\"|\\\\\\*[^\\n]*|(?s:\\(\\*.*?\\*\\))"
              + "|\\b(?<section>CONSTANTS?|SPECIFICATION|INIT|NEXT|INVARIANTS?|PROPERTY|PROPERTIES"
              + "|CONSTRAINTS?|ACTION_CONSTRAINTS?|ACTION-CONSTRAINTS?|SYMMETRY|VIEW"
              + "|CHECK_DEADLOCK|POSTCONDITION|ALIAS|TYPE|TYPE_CONSTRAINT)\\b");

  private ConstantsOfConfig() {}

  static String of(String config) {
    StringBuilder kept = new StringBuilder();
    Matcher token = TOKEN.matcher(config);
    boolean constants = false;
    int from = 0;
    while (token.find()) {
      String section = token.group("section");
      if (section != null) {
        if (constants) {
          kept.append(config, from, token.start());
        }
        constants = section.startsWith("CONSTANT");
        from = token.start();
      } else if (token.group().startsWith("\\*") || token.group().startsWith("(*")) {
        if (constants) {
          kept.append(config, from, token.start()).append(' ');
        }
        from = token.end();
      }
    }
    if (constants) {
      kept.append(config, from, config.length());
    }
    return kept.toString()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Says whether a definition is replaced in one module only. */
  static boolean replacesInOneModule(String config) {
    return Pattern.compile("<-\\s*\\[").matcher(of(config)).find();
  }
}
