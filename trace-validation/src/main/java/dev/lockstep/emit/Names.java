package dev.lockstep.emit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names for what a module adds to a spec, none of which the spec uses for anything. */
final class Names {

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_]+");

  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> given = new HashMap<>();
  private final Map<String, String> texts = new TreeMap<>();
  private final Map<String, Boolean> strings = new HashMap<>();
  private final String config;

  Names(List<Path> modules, String config) {
    this.config = config;
    for (Path module : modules) {
      try {
        String text = Files.readString(module);
        texts.put(module.getFileName().toString(), text);
        take(text);
      } catch (IOException e) {
        throw new UncheckedIOException("the module " + module + " can no longer be read", e);
      }
    }
    take(config);
    for (String module : List.of("Naturals", "Integers", "Sequences", "FiniteSets", "TLC")) {
      taken.add(module);
    }
    take("Nat Int Real Len Append Head Tail SubSeq SelectSeq Seq Cardinality IsFiniteSet");
    take("Print PrintT Assert JavaTime TLCGet TLCSet Permutations SortSeq RandomElement Any");
    take("ToString TLCEval Bags Reals");
  }

  private void take(String text) {
    Matcher identifier = IDENTIFIER.matcher(text);
    while (identifier.find()) {
      taken.add(identifier.group());
    }
  }

  /** Returns the files of the spec's own modules, by name. */
  Map<String, String> texts() {
    return texts;
  }

  /** Returns a name for {@code wish}: the same for the same wish. */
  String of(String wish) {
    return of(wish, wish);
  }

  /** Returns a name like {@code wish} for {@code what}: the same for the same thing. */
  String of(String what, String wish) {
    return given.computeIfAbsent(
        what,
        added -> {
          String name = wish.replaceAll("[^A-Za-z0-9_]", "_");
          while (!taken.add(name)) {
            name += "_";
          }
          return name;
        });
  }

  /** Says whether the spec can have a string {@code text}: a literal, or the name of a field. */
  boolean canBeString(String text) {
    return strings.computeIfAbsent(text, this::occurs);
  }

  private boolean occurs(String text) {
    String quoted = Pattern.quote(text);
    Pattern literal =
        Pattern.compile("\"%1$s\"|\\b%1$s\\s*(\\|->|:)|[.!]%1$s\\b".formatted(quoted));
    return literal.matcher(config).find()
        || texts.values().stream().anyMatch(module -> literal.matcher(module).find());
  }
}
