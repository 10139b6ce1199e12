package dev.lockstep.emit;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of what a module of a run defines; templates have them in braces: {@code {entry}}. */
final class Vocabulary {

  static final String LOGGED_VALUES = "LoggedValues";

  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");

  private final Map<String, String> names = new TreeMap<>();

  Vocabulary(Names free, String rootModule) {
    names.put("module", free.of("Trace" + rootModule));
    names.put("loggedValues", free.of("module " + LOGGED_VALUES, LOGGED_VALUES));
    names.put("Logged", free.of("Logged"));
    for (String name :
        new String[] {
          "Unmatched",
          "matched",
          "before",
          "skipping",
          "Trace",
          "TraceEnd",
          "entry",
          "arguments",
          "ArgumentsFit",
          "IsStep",
          "IsTaken",
          "IsObserved",
          "TraceInit",
          "TraceNext",
          "TraceNotAccepted"
        }) {
      names.put(name, free.of(name));
    }
  }

  /** Returns the name in the module for {@code word}. */
  String get(String word) {
    String name = names.get(word);
    if (name == null) {
      throw new IllegalArgumentException("no name for " + word);
    }
    return name;
  }

  /** Returns {@code template} with the names for the words in braces. */
  String fill(String template) {
    return PLACE.matcher(template).replaceAll(word -> Matcher.quoteReplacement(get(word.group(1))));
  }
}
