package dev.lockstep.emit;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecOutline.Relation;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The module of some runs, most often of one, put together from its parts. */
final class TraceModule {

  private static final int WIDTH = 77;
  private static final String RULE = "-".repeat(WIDTH) + "\n\\* ";

  private final Spec spec;
  private final SpecSource source;
  private final Relation next;
  private final Names names;
  private final Vocabulary words;
  private final TlaText text;
  private final TraceEntries entries;

  TraceModule(
      Spec spec,
      SpecSource source,
      List<Path> modules,
      Relation next,
      List<SpecState> initialStates,
      Emitter.Values form) {
    this.spec = spec;
    this.source = source;
    this.next = next;
    this.names = new Names(modules, source.config());
    this.words = new Vocabulary(names, source.module());
    Set<String> declared =
        spec.constants().entrySet().stream()
            .filter(constant -> isItself(constant.getKey(), constant.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    this.text = new TlaText(names, declared, words.get("Logged"));
    this.entries =
        new TraceEntries(
            names, form, new PlainValues(names, spec.modelValues()), text, initialStates);
  }

  private static boolean isItself(String name, TlaValue value) {
    return value.equals(new TlaValue.ModelValue(name));
  }

  Emission emit(String initial, List<Emitter.Run> runs) throws CannotEmitException {
    for (Emitter.Run run : runs) {
      entries.add(run);
    }
    boolean arguments = entries.plainArguments || entries.loggedArguments;
    StepRelations steps =
        new StepRelations(
            next,
            names,
            words.get("entry"),
            arguments ? Optional.of(words.get("ArgumentsFit")) : Optional.empty());
    EntryFormulas formulas = new EntryFormulas(words, entries, spec.variables());
    Block isStep = formulas.isStep(steps);
    if (!steps.definitions().isEmpty() && ConstantsOfConfig.replacesInOneModule(source.config())) {
      throw new CannotEmitException(
          "the configuration replaces a definition in one module only (<-[...])");
    }
    List<String> parts = new ArrayList<>();
    parts.add(top());
    values().ifPresent(parts::add);
    parts.add(trace());
    parts.add(RULE + "The steps of the spec, by the action that an entry names.");
    if (arguments) {
      parts.add(formulas.argumentsFit().toString());
    }
    steps.definitions().forEach(definition -> parts.add(definition.toString()));
    parts.add(isStep.toString());
    parts.add(RULE + "One entry after the other.");
    formulas.isTaken().ifPresent(taken -> parts.add(taken.toString()));
    parts.add(formulas.isObserved().toString());
    parts.add(formulas.init(initial, runs).toString());
    parts.add(formulas.next().toString());
    parts.add(
        words.fill(
            "\\* TLC violates it exactly if the run is a behaviour of the spec; then it shows"
                + " one.\n"
                + "{TraceNotAccepted} == {matched} "
                + (isSingle() ? "# " : "\\notin ")
                + "{TraceEnd}"));
    return new Emission(
        words.get("module"),
        words.get("TraceNotAccepted"),
        files(String.join("\n\n", parts) + "\n" + "=".repeat(WIDTH) + "\n"),
        entries.runs());
  }

  private boolean isSingle() {
    return entries.runs().size() == 1;
  }

  // ---- The files

  private SortedMap<String, String> files(String module) {
    SortedMap<String, String> files = new TreeMap<>(names.texts());
    files.put(words.get("module") + ".tla", module);
    files.put(words.get("module") + ".cfg", config());
    files.put(
        words.get("loggedValues") + ".tla",
        loggedValues()
            .replace("MODULE " + Vocabulary.LOGGED_VALUES, words.fill("MODULE {loggedValues}")));
    files.put("README.md", readme());
    return files;
  }

  private static String loggedValues() {
    String name = Vocabulary.LOGGED_VALUES + ".tla";
    try (InputStream stream = TraceModule.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String config() {
    StringBuilder config = new StringBuilder();
    config.append("\\* The constants are those of the spec's own configuration.\n");
    config.append(ConstantsOfConfig.of(source.config()));
    text.constants()
        .forEach(
            (value, name) ->
                config.append("CONSTANT ").append(name).append(" = ").append(value).append('\n'));
    config.append(
        words.fill(
            """
            CONSTANT {Unmatched} = {Unmatched}

            INIT {TraceInit}
            NEXT {TraceNext}
            INVARIANT {TraceNotAccepted}
            CHECK_DEADLOCK FALSE
            """));
    return config.toString();
  }

  private String readme() {
    int events = entries.runs().stream().mapToInt(run -> run.ends().size()).sum();
    return words
        .fill(
            """
            # A run, for stock TLC

            `{module}.tla` is a run of the spec `%s` with %d events. Check it with any TLC of 2.18 or newer:

                java -XX:+UseParallelGC -cp tla2tools.jar tlc2.TLC -config {module}.cfg {module}

            - *Invariant {TraceNotAccepted} is violated*: the run is a behaviour of the spec. The counterexample is
              that behaviour.
            - *No error has been found*: it is not. The depth of the state graph, less one, is the number of entries
              of `{Trace}` that match; the entry after them is the first that no behaviour agrees with.
            """)
        .formatted(source.module(), events);
  }

  // ---- The parts of the module

  private String top() {
    String module = words.get("module");
    String dashes = "-".repeat(Math.max(4, (WIDTH - module.length() - 9) / 2));
    List<String> lines = new ArrayList<>();
    lines.add(dashes + " MODULE " + module + " " + dashes);
    lines.add(
        "\\* A run of " + source.module() + ": is it a behaviour of that spec?  See README.md.");
    lines.add("EXTENDS " + source.module() + ", Integers");
    lines.add("");
    text.constants()
        .forEach((value, name) -> lines.add("CONSTANT " + name + "  \\* the model value " + value));
    lines.add(words.fill("CONSTANT {Unmatched}"));
    lines.add("");
    lines.add(words.fill("VARIABLE {matched}  \\* how many entries of {Trace} match so far"));
    if (entries.changesBySeveralSteps) {
      lines.add(words.fill("VARIABLE {before}  \\* the values before an event of several steps"));
    }
    if (entries.maySkipSeveral) {
      lines.add(words.fill("VARIABLE {skipping}  \\* an event of several steps is none at all"));
    }
    lines.add("");
    lines.add(
        "\\* TLC looks for steps in a formula that it meets in an action, unless it is compared.");
    lines.add(words.fill("{Logged} == INSTANCE {loggedValues} WITH Unmatched <- {Unmatched}"));
    return String.join("\n", lines);
  }

  private Optional<String> values() {
    if (entries.shared().isEmpty()) {
      return Optional.empty();
    }
    StringBuilder values = new StringBuilder(RULE + "Values that were logged, each once.\n");
    entries
        .shared()
        .forEach((value, name) -> values.append(name).append(" == ").append(value).append('\n'));
    return Optional.of(values.toString().stripTrailing());
  }

  private String trace() {
    StringBuilder trace = new StringBuilder(RULE + "What was logged, one entry a line.\n");
    String ends =
        entries.runs().stream()
            .map(run -> Integer.toString(run.end()))
            .collect(Collectors.joining(", "));
    trace.append(words.fill("{TraceEnd} == ")).append(isSingle() ? ends : "{" + ends + "}");
    trace.append(words.fill("\n\n{Trace} == <<\n"));
    List<TraceEntries.Line> lines = entries.lines();
    for (int i = 0; i < lines.size(); i++) {
      trace.append("  ").append(lines.get(i).entry()).append(i < lines.size() - 1 ? "," : "");
      trace.append("  \\* ").append(lines.get(i).comment()).append('\n');
    }
    return trace.append(">>").toString();
  }
}
