package dev.lockstep.mapping;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a spec's modules and configuration: what a value of the spec can be called. */
final class SpecWords {

  private static final Pattern COMMENT =
      Pattern.compile("\\(\\*.*?\\*\\)|\\\\\\*[^\\n]*", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\"([^\"\\n]*)\"|([A-Za-z0-9_]+)");

  private final SpecSource source;
  private final Set<String> words = new HashSet<>();
  private final Set<String> read = new HashSet<>();

  private SpecWords(SpecSource source) {
    this.source = source;
  }

  /** Returns the words, or nothing if the text of the modules is not at hand. */
  static Optional<Set<String>> of(Spec spec, SpecSource source) {
    SpecWords words = new SpecWords(source);
    words.words.addAll(spec.modelValues());
    spec.constants().values().forEach(words::add);
    words.add(source.config());
    return words.addModules() ? Optional.of(words.words) : Optional.empty();
  }

  private boolean addModules() {
    Deque<String> modules = new ArrayDeque<>();
    modules.add(source.module());
    while (!modules.isEmpty()) {
      String module = modules.remove();
      Optional<Path> file =
          source.directories().stream()
              .map(directory -> directory.resolve(module + ".tla"))
              .filter(Files::isRegularFile)
              .findFirst();
      if (!read.add(module)) {
        continue;
      }
      try {
        if (file.isPresent()) {
          add(Files.readString(file.get())).forEach(modules::add);
        } else if (module.equals(source.module())) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  /** Adds the words of {@code text} and returns those that could be the name of a module. */
  private Set<String> add(String text) {
    Set<String> names = new HashSet<>();
    Matcher matcher = WORD.matcher(COMMENT.matcher(text).replaceAll(" "));
    while (matcher.find()) {
      String word = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      words.add(word);
      if (matcher.group(1) == null && !read.contains(word)) {
        names.add(word);
      }
    }
    return names;
  }

  private void add(TlaValue value) {
    switch (value) {
      case TlaValue.Str string -> words.add(string.value());
      case TlaValue.ModelValue model -> words.add(model.name());
      case TlaValue.SetOf set -> set.elements().forEach(this::add);
      case TlaValue.SequenceOf sequence -> sequence.elements().forEach(this::add);
      case TlaValue.RecordOf record -> {
        words.addAll(record.fields().keySet());
        record.fields().values().forEach(this::add);
      }
      case TlaValue.FunctionOf function -> {
        function.mappings().keySet().forEach(this::add);
        function.mappings().values().forEach(this::add);
      }
      case TlaValue.Int ignored -> {}
      case TlaValue.Bool ignored -> {}
    }
  }
}
