package dev.lockstep.emit;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecOutline.Relation;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceHeader;
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

/** The module of one run, put together from its parts. */
final class TraceModule {

  private static final String LOGGED_VALUES = "LoggedValues";
  private static final int WIDTH = 77;

  private final Spec spec;
  private final SpecSource source;
  private final Relation next;
  private final Emitter.Values form;
  private final Names names;
  private final String module;
  private final String loggedModule;
  private final String logged;
  private final String unmatched;
  private final String matched;
  private final String before;
  private final String skipping;
  private final String trace;
  private final String entry;
  private final String argumentsFit;
  private final String isStep;
  private final String isTaken;
  private final String isObserved;
  private final String init;
  private final String nextName;
  private final String invariant;
  private final String end;

  TraceModule(
      Spec spec, SpecSource source, List<Path> modules, Relation next, Emitter.Values form) {
    this.spec = spec;
    this.source = source;
    this.next = next;
    this.form = form;
    this.names = new Names(modules, source.config());
    this.module = names.of("Trace" + source.module());
    this.loggedModule = names.of("module " + LOGGED_VALUES, LOGGED_VALUES);
    this.logged = names.of("Logged");
    this.unmatched = names.of("Unmatched");
    this.matched = names.of("matched");
    this.before = names.of("before");
    this.skipping = names.of("skipping");
    this.trace = names.of("Trace");
    this.entry = names.of("entry");
    this.argumentsFit = names.of("ArgumentsFit");
    this.isStep = names.of("IsStep");
    this.isTaken = names.of("IsTaken");
    this.isObserved = names.of("IsObserved");
    this.init = names.of("TraceInit");
    this.nextName = names.of("TraceNext");
    this.invariant = names.of("TraceNotAccepted");
    this.end = names.of("TraceEnd");
  }

  Emission emit(String initial, List<SpecState> initialStates, List<Emitter.Run> runs)
      throws CannotEmitException {
    Set<String> declared =
        spec.constants().entrySet().stream()
            .filter(
                constant -> constant.getValue().equals(new TlaValue.ModelValue(constant.getKey())))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    TlaText text = new TlaText(names, declared, logged);
    TraceEntries entries =
        new TraceEntries(
            names, form, new PlainValues(names, spec.modelValues()), text, initialStates);
    for (Emitter.Run run : runs) {
      entries.add(run);
    }
    boolean arguments = entries.plainArguments || entries.loggedArguments;
    StepRelations steps =
        new StepRelations(
            next, names, entry, arguments ? Optional.of(argumentsFit) : Optional.empty());
    Block isStepDefinition = isStep(entries, steps);
    if (!steps.definitions().isEmpty() && ConstantsOfConfig.replacesInOneModule(source.config())) {
      throw new CannotEmitException(
          "the configuration replaces a definition in one module only (<-[...])");
    }
    List<String> parts = new ArrayList<>();
    parts.add(top(text, entries));
    if (!entries.shared().isEmpty()) {
      parts.add(comment("Values that were logged, each once."));
      StringBuilder values = new StringBuilder();
      entries
          .shared()
          .forEach((value, name) -> values.append(name).append(" == ").append(value).append('\n'));
      parts.add(values.toString().stripTrailing());
    }
    parts.add(traceText(entries));
    parts.add(comment("The steps of the spec, by the action that an entry names."));
    if (arguments) {
      parts.add(argumentsFit(entries).toString());
    }
    steps.definitions().forEach(definition -> parts.add(definition.toString()));
    parts.add(isStepDefinition.toString());
    parts.add(comment("One entry after the other."));
    if (entries.mayStay) {
      parts.add(isTaken(entries).toString());
    }
    parts.add(isObserved(entries).toString());
    parts.add(init(initial, runs, entries).toString());
    parts.add(next(entries).toString());
    parts.add(
        "\\* TLC violates it exactly if the run is a behaviour of the spec; then it shows one.\n"
            + invariant
            + " == "
            + matched
            + (single(entries) ? " # " : " \\notin ")
            + end);
    return new Emission(
        module,
        invariant,
        files(String.join("\n\n", parts) + "\n" + "=".repeat(WIDTH) + "\n", text, entries),
        entries.runs());
  }

  private SortedMap<String, String> files(String text, TlaText values, TraceEntries entries) {
    SortedMap<String, String> files = new TreeMap<>(names.texts());
    files.put(module + ".tla", text);
    files.put(module + ".cfg", config(values));
    files.put(
        loggedModule + ".tla",
        resource(LOGGED_VALUES + ".tla")
            .replace("MODULE " + LOGGED_VALUES, "MODULE " + loggedModule));
    files.put("README.md", readme(entries));
    return files;
  }

  private static String resource(String name) {
    try (InputStream stream = TraceModule.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String config(TlaText values) {
    StringBuilder config = new StringBuilder();
    config.append("\\* The constants are those of the spec's own configuration.\n");
    config.append(ConstantsOfConfig.of(source.config()));
    values
        .constants()
        .forEach(
            (value, name) ->
                config.append("CONSTANT ").append(name).append(" = ").append(value).append('\n'));
    config.append("CONSTANT ").append(unmatched).append(" = ").append(unmatched).append('\n');
    config.append("\nINIT ").append(init).append("\nNEXT ").append(nextName);
    config.append("\nINVARIANT ").append(invariant).append("\nCHECK_DEADLOCK FALSE\n");
    return config.toString();
  }

  private String readme(TraceEntries entries) {
    return """
    # A run, for stock TLC

    `%1$s.tla` is a run of the spec `%2$s` with %3$d events. Check it with any TLC of 2.18 or newer:

        java -XX:+UseParallelGC -cp tla2tools.jar tlc2.TLC -config %1$s.cfg %1$s

    - *Invariant %4$s is violated*: the run is a behaviour of the spec. The counterexample is that behaviour.
    - *No error has been found*: it is not. The depth of the state graph, less one, is the number of entries
      of `%5$s` that match; the entry after them is the first that no behaviour agrees with.
    """
        .formatted(
            module,
            source.module(),
            entries.runs().stream().mapToInt(run -> run.ends().size()).sum(),
            invariant,
            trace);
  }

  // ---- The parts of the module

  private String top(TlaText text, TraceEntries entries) {
    List<String> lines = new ArrayList<>();
    int dashes = Math.max(4, (WIDTH - module.length() - 9) / 2);
    lines.add("-".repeat(dashes) + " MODULE " + module + " " + "-".repeat(dashes));
    lines.add(
        "\\* A run of " + source.module() + ": is it a behaviour of that spec?  See README.md.");
    lines.add("EXTENDS " + source.module() + ", Integers");
    lines.add("");
    text.constants()
        .forEach((value, name) -> lines.add("CONSTANT " + name + "  \\* the model value " + value));
    lines.add("CONSTANT " + unmatched);
    lines.add("");
    lines.add("VARIABLE " + matched + "  \\* how many entries of " + trace + " match so far");
    if (entries.changesBySeveralSteps) {
      lines.add("VARIABLE " + before + "  \\* the values before an event of several steps");
    }
    if (entries.maySkipSeveral) {
      lines.add("VARIABLE " + skipping + "  \\* an event of several steps is none at all");
    }
    lines.add("");
    lines.add(
        "\\* TLC looks for steps in each formula that it meets in an action, unless it is"
            + " compared.");
    lines.add(logged + " == INSTANCE " + loggedModule + " WITH Unmatched <- " + unmatched);
    return String.join("\n", lines);
  }

  private static boolean single(TraceEntries entries) {
    return entries.runs().size() == 1;
  }

  private static String ends(TraceEntries entries) {
    String all =
        entries.runs().stream()
            .map(run -> Integer.toString(run.end()))
            .collect(Collectors.joining(", "));
    return single(entries) ? all : "{" + all + "}";
  }

  private static String comment(String sentence) {
    return "-".repeat(WIDTH) + "\n\\* " + sentence;
  }

  private String traceText(TraceEntries entries) {
    StringBuilder text = new StringBuilder(comment("What was logged, one entry a line."));
    List<String> lines = entries.lines();
    text.append('\n').append(end).append(" == ").append(ends(entries)).append("\n\n");
    text.append(trace).append(" == <<\n");
    for (int i = 0; i < lines.size(); i++) {
      String[] parts = lines.get(i).split("\n", 2);
      text.append("  ").append(parts[0]).append(i < lines.size() - 1 ? "," : "");
      text.append("  \\* ").append(parts[1]).append('\n');
    }
    return text.append(">>").toString();
  }

  private Block defined(String head, Block body) {
    return Block.stacked(List.of(Block.of(head + " =="), body.indented(2)));
  }

  private Block argumentsFit(TraceEntries entries) {
    String arguments = names.of("arguments");
    List<Block> conjuncts = new ArrayList<>();
    if (entries.plainArguments) {
      conjuncts.add(Block.of(ifLogged("args") + entry + ".args = " + arguments));
    }
    if (entries.loggedArguments) {
      conjuncts.add(
          Block.of(
              ifLogged("argsLike")
                  + "TRUE = "
                  + logged
                  + "!Fit("
                  + entry
                  + ".argsLike, "
                  + arguments
                  + ")"));
    }
    return defined(
        argumentsFit + "(" + entry + ", " + arguments + ")", Block.junction("/\\", conjuncts));
  }

  private String ifLogged(String field) {
    return "\"" + field + "\" \\in DOMAIN " + entry + " => ";
  }

  private Block isStep(TraceEntries entries, StepRelations steps) throws CannotEmitException {
    List<Block> branches = new ArrayList<>();
    for (String action : entries.actions()) {
      Block is = Block.of(entry + ".action = " + TlaText.string(action));
      if (action.equals(TraceEntries.ANY)) {
        branches.add(Block.junction("/\\", List.of(is, steps.any())));
      } else {
        Optional<String> named = steps.stepsOf(action);
        if (named.isPresent()) {
          branches.add(Block.junction("/\\", List.of(is, Block.of(named.get()))));
        } else {
          Block unknown =
              Block.of("FALSE  \\* the spec has no action " + action.replaceAll("\\s", " "));
          branches.add(Block.junction("/\\", List.of(is, unknown)));
        }
      }
    }
    return defined(
        isStep + "(" + entry + ")",
        branches.isEmpty() ? Block.of("FALSE") : Block.junction("\\/", branches));
  }

  private String unchanged() {
    return "UNCHANGED <<" + String.join(", ", spec.variables()) + ">>";
  }

  private Block isTaken(TraceEntries entries) {
    List<Block> branches = new ArrayList<>();
    branches.add(stays("\\in {\"maybe\", \"always\"}", unchanged(), entries, "FALSE"));
    Block step =
        Block.junction(
            "/\\",
            withSkipping(
                List.of(
                    Block.of(ifLogged("stays") + entry + ".stays = \"maybe\""),
                    Block.of(isStep + "(" + entry + ")")),
                entries,
                "FALSE"));
    branches.add(step);
    if (entries.maySkipSeveral) {
      String step2 = isStep + "(" + entry + ")";
      branches.add(stays("= \"begin\"", unchanged(), entries, "TRUE"));
      branches.add(stays("= \"begin\"", step2, entries, "FALSE"));
      branches.add(stays("= \"go on\"", skipping + " /\\ " + unchanged(), entries, "TRUE"));
      branches.add(stays("= \"go on\"", "~" + skipping + " /\\ " + step2, entries, "FALSE"));
    }
    return defined(isTaken + "(" + entry + ")", Block.junction("\\/", branches));
  }

  private Block stays(String how, String step, TraceEntries entries, String skips) {
    return Block.junction(
        "/\\",
        withSkipping(
            List.of(
                Block.of("\"stays\" \\in DOMAIN " + entry),
                Block.of(entry + ".stays " + how),
                Block.of(step)),
            entries,
            skips));
  }

  private List<Block> withSkipping(List<Block> conjuncts, TraceEntries entries, String value) {
    List<Block> all = new ArrayList<>(conjuncts);
    if (entries.maySkipSeveral) {
      all.add(Block.of(skipping + "' = " + value));
    }
    return all;
  }

  private Block isObserved(TraceEntries entries) {
    List<Block> conjuncts = new ArrayList<>();
    observed(
        conjuncts, "is", entries.withPlainValues, name -> name + "' = " + entry + ".is." + name);
    observed(
        conjuncts,
        "isLike",
        entries.withObservations,
        name -> "TRUE = " + logged + "!Agrees(" + entry + ".isLike." + name + ", " + name + "')");
    observed(
        conjuncts,
        "changes",
        entries.withChanges,
        name ->
            "TRUE = "
                + logged
                + "!LeadTo("
                + entry
                + ".changes."
                + name
                + ", "
                + (entries.changesBySeveralSteps
                    ? "IF \"part\" \\in DOMAIN "
                        + entry
                        + " THEN "
                        + before
                        + "."
                        + name
                        + " ELSE "
                        + name
                    : name)
                + ", "
                + name
                + "')");
    return defined(
        isObserved + "(" + entry + ")",
        conjuncts.isEmpty() ? Block.of("TRUE") : Block.junction("/\\", conjuncts));
  }

  private void observed(
      List<Block> conjuncts,
      String field,
      Set<String> variables,
      java.util.function.UnaryOperator<String> constraint) {
    if (variables.isEmpty()) {
      return;
    }
    List<Block> each = new ArrayList<>();
    for (String variable : variables) {
      each.add(
          Block.of(
              "\""
                  + variable
                  + "\" \\in DOMAIN "
                  + entry
                  + "."
                  + field
                  + " => "
                  + constraint.apply(variable)));
    }
    Block all = Block.stacked(each.stream().map(conjunct -> conjunct.after("/\\ ")).toList());
    conjuncts.add(
        Block.stacked(List.of(Block.of(ifLogged(field).stripTrailing()), all.indented(2))));
  }

  private Block init(String initial, List<Emitter.Run> runs, TraceEntries entries)
      throws CannotEmitException {
    List<Block> conjuncts = new ArrayList<>();
    conjuncts.add(Block.of(initial));
    if (entries.changesBySeveralSteps) {
      conjuncts.add(Block.of(before + " = <<>>"));
    }
    if (entries.maySkipSeveral) {
      conjuncts.add(Block.of(skipping + " = FALSE"));
    }
    List<Block> starts = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      starts.add(start(entries.runs().get(run).start(), runs.get(run).header()));
    }
    if (starts.size() == 1) {
      conjuncts.add(starts.getFirst());
    } else {
      conjuncts.add(Block.stacked(starts.stream().map(one -> one.after("\\/ ")).toList()));
    }
    return defined(init, Block.junction("/\\", conjuncts));
  }

  private Block start(int entries, TraceHeader header) throws CannotEmitException {
    List<Block> conjuncts = new ArrayList<>();
    conjuncts.add(Block.of(matched + " = " + entries));
    for (Map.Entry<Place, LoggedValue> observed : header.state().entrySet()) {
      String observation = TraceEntries.observation(observed);
      String variable = observed.getKey().variable();
      conjuncts.add(
          Block.of("TRUE = " + logged + "!Agrees(<<" + observation + ">>, " + variable + ")"));
    }
    return Block.junction("/\\", conjuncts);
  }

  private Block next(TraceEntries entries) {
    List<Block> inner = new ArrayList<>();
    inner.add(Block.of((entries.mayStay ? isTaken : isStep) + "(" + entry + ")"));
    if (entries.changesBySeveralSteps) {
      String values =
          spec.variables().stream()
              .map(name -> name + " |-> " + name)
              .collect(Collectors.joining(", ", "[", "]"));
      inner.add(
          Block.of(
              before
                  + "' = IF \"part\" \\notin DOMAIN "
                  + entry
                  + " THEN <<>>\n  ELSE IF "
                  + entry
                  + ".part = \"first\" THEN "
                  + values
                  + " ELSE "
                  + before));
    }
    inner.add(Block.of(isObserved + "(" + entry + ")"));
    Block steps = Block.stacked(inner.stream().map(block -> block.after("/\\ ")).toList());
    return defined(
        nextName,
        Block.junction(
            "/\\",
            List.of(
                Block.of(matched + (single(entries) ? " < " : " \\notin ") + end),
                Block.of(matched + "' = " + matched + " + 1"),
                Block.stacked(
                    List.of(
                        Block.of("LET " + entry + " == " + trace + "[" + matched + " + 1] IN"),
                        steps.indented(4))))));
  }
}
