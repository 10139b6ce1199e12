package dev.lockstep.cli;

import dev.lockstep.tlc.Verdict;
import java.util.Locale;

/** Colours for a terminal; without one, the plain text. */
enum Paint {
  /** Text as it is. */
  PLAIN,
  /** Text with ANSI colours. */
  COLOURED;

  /** Something that is as it should be. */
  String good(String text) {
    return with("32", text);
  }

  /** Something that is wrong. */
  String bad(String text) {
    return with("31", text);
  }

  /** Something that needs a look. */
  String unsure(String text) {
    return with("33", text);
  }

  /** Something that leads the eye: a heading, a name. */
  String strong(String text) {
    return with("1", text);
  }

  /** Something that may be skipped. */
  String dim(String text) {
    return with("2", text);
  }

  /** The verdict as one lower-case word. */
  String verdict(Verdict verdict) {
    String word = verdict.name().toLowerCase(Locale.ROOT);
    return switch (verdict) {
      case HOLDS -> good(word);
      case VIOLATED -> bad(word);
      case INCONCLUSIVE -> unsure(word);
    };
  }

  private String with(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001B[" + code + "m" + text + "\u001B[0m";
  }
}
