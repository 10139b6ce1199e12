package dev.lockstep.emit;

import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What an entry of the trace says, as formulas: which steps it allows, what holds after it, and how
 * one entry follows the other. Only what the entries make use of is written.
 */
final class EntryFormulas {

  private final Vocabulary words;
  private final TraceEntries entries;
  private final List<String> variables;

  EntryFormulas(Vocabulary words, TraceEntries entries, List<String> variables) {
    this.words = words;
    this.entries = entries;
    this.variables = variables;
  }

  private Block text(String template) {
    return Block.of(words.fill(template));
  }

  private Block defined(String head, Block body) {
    return Block.stacked(List.of(text(head + " =="), body.indented(2)));
  }

  private static Block and(Block... conjuncts) {
    return Block.junction("/\\", List.of(conjuncts));
  }

  /** A list of junction items, also if it is only one, so that nothing after it is taken in. */
  private static Block bulleted(String operator, List<Block> items) {
    return Block.stacked(items.stream().map(item -> item.after(operator + " ")).toList());
  }

  // ---- Steps

  Block argumentsFit() {
    List<Block> conjuncts = new ArrayList<>();
    if (entries.plainArguments) {
      conjuncts.add(text("\"args\" \\in DOMAIN {entry} => {entry}.args = {arguments}"));
    }
    if (entries.loggedArguments) {
      conjuncts.add(
          text(
              "\"argsLike\" \\in DOMAIN {entry} =>"
                  + " TRUE = {Logged}!Fit({entry}.argsLike, {arguments})"));
    }
    return defined("{ArgumentsFit}({entry}, {arguments})", Block.junction("/\\", conjuncts));
  }

  Block isStep(StepRelations steps) throws CannotEmitException {
    List<Block> branches = new ArrayList<>();
    for (String action : entries.actions()) {
      Block is = Block.of(words.get("entry") + ".action = " + TlaText.string(action));
      if (action.equals(TraceEntries.ANY)) {
        branches.add(and(is, steps.any()));
      } else {
        String never = "FALSE  \\* the spec has no action " + action.replaceAll("\\s", " ");
        branches.add(and(is, Block.of(steps.stepsOf(action).orElse(never))));
      }
    }
    return defined(
        "{IsStep}({entry})",
        branches.isEmpty() ? Block.of("FALSE") : Block.junction("\\/", branches));
  }

  /** Steps, or none where an event may be none. */
  Optional<Block> isTaken() {
    if (!entries.mayStay) {
      return Optional.empty();
    }
    Block stay = Block.of("UNCHANGED <<" + String.join(", ", variables) + ">>");
    Block step = text("{IsStep}({entry})");
    List<Block> branches = new ArrayList<>();
    branches.add(stays("\\in {\"maybe\", \"always\"}", "FALSE", stay));
    branches.add(
        taken("FALSE", text("\"stays\" \\in DOMAIN {entry} => {entry}.stays = \"maybe\""), step));
    if (entries.maySkipSeveral) {
      branches.add(stays("= \"begin\"", "TRUE", stay));
      branches.add(stays("= \"begin\"", "FALSE", step));
      branches.add(stays("= \"go on\"", "TRUE", and(text("{skipping}"), stay)));
      branches.add(stays("= \"go on\"", "FALSE", and(text("~{skipping}"), step)));
    }
    return Optional.of(defined("{IsTaken}({entry})", Block.junction("\\/", branches)));
  }

  private Block stays(String how, String skips, Block step) {
    return taken(skips, text("\"stays\" \\in DOMAIN {entry}"), text("{entry}.stays " + how), step);
  }

  private Block taken(String skips, Block... conjuncts) {
    List<Block> all = new ArrayList<>(List.of(conjuncts));
    if (entries.maySkipSeveral) {
      all.add(text("{skipping}' = " + skips));
    }
    return Block.junction("/\\", all);
  }

  // ---- Values

  Block isObserved() {
    List<Block> conjuncts = new ArrayList<>();
    String before =
        entries.changesBySeveralSteps
            ? "IF \"part\" \\in DOMAIN {entry} THEN {before}.%1$s ELSE %1$s"
            : "%1$s";
    observed(conjuncts, "is", entries.withPlainValues, "%1$s' = {entry}.is.%1$s"::formatted);
    observed(
        conjuncts,
        "isLike",
        entries.withObservations,
        "TRUE = {Logged}!Agrees({entry}.isLike.%1$s, %1$s')"::formatted);
    observed(
        conjuncts,
        "changes",
        entries.withChanges,
        ("TRUE = {Logged}!LeadTo({entry}.changes.%1$s, " + before + ", %1$s')")::formatted);
    return defined(
        "{IsObserved}({entry})",
        conjuncts.isEmpty() ? Block.of("TRUE") : Block.junction("/\\", conjuncts));
  }

  private void observed(
      List<Block> conjuncts, String field, Set<String> names, UnaryOperator<String> constraint) {
    if (names.isEmpty()) {
      return;
    }
    List<Block> each = new ArrayList<>();
    for (String name : names) {
      String is = "\"%s\" \\in DOMAIN {entry}.%s => ".formatted(name, field);
      each.add(text(is + constraint.apply(name)));
    }
    Block condition = text("\"%s\" \\in DOMAIN {entry} =>".formatted(field));
    conjuncts.add(Block.stacked(List.of(condition, bulleted("/\\", each).indented(2))));
  }

  // ---- One entry after the other

  Block init(String initial, List<Emitter.Run> runs) throws CannotEmitException {
    List<Block> conjuncts = new ArrayList<>();
    conjuncts.add(Block.of(initial));
    if (entries.changesBySeveralSteps) {
      conjuncts.add(text("{before} = <<>>"));
    }
    if (entries.maySkipSeveral) {
      conjuncts.add(text("{skipping} = FALSE"));
    }
    List<Block> starts = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      starts.add(start(entries.runs().get(run).start(), runs.get(run).header()));
    }
    conjuncts.add(Block.junction("\\/", starts));
    return defined("{TraceInit}", Block.junction("/\\", conjuncts));
  }

  private Block start(int before, TraceHeader header) throws CannotEmitException {
    List<Block> conjuncts = new ArrayList<>();
    conjuncts.add(text("{matched} = " + before));
    for (Map.Entry<Place, LoggedValue> observed : header.state().entrySet()) {
      String logged = words.get("Logged");
      String observation = TraceEntries.observation(observed);
      String variable = observed.getKey().variable();
      conjuncts.add(
          Block.of("TRUE = " + logged + "!Agrees(<<" + observation + ">>, " + variable + ")"));
    }
    return Block.junction("/\\", conjuncts);
  }

  Block next() {
    List<Block> inner = new ArrayList<>();
    inner.add(text(entries.mayStay ? "{IsTaken}({entry})" : "{IsStep}({entry})"));
    if (entries.changesBySeveralSteps) {
      String values =
          variables.stream()
              .map(name -> name + " |-> " + name)
              .collect(Collectors.joining(", ", "[", "]"));
      inner.add(
          text(
              "{before}' = IF \"part\" \\notin DOMAIN {entry} THEN <<>>\n"
                  + "  ELSE IF {entry}.part = \"first\" THEN "
                  + values
                  + " ELSE {before}"));
    }
    inner.add(text("{IsObserved}({entry})"));
    return defined(
        "{TraceNext}",
        and(
            text(
                entries.runs().size() == 1
                    ? "{matched} < {TraceEnd}"
                    : "{matched} \\notin {TraceEnd}"),
            text("{matched}' = {matched} + 1"),
            Block.stacked(
                List.of(
                    text("LET {entry} == {Trace}[{matched} + 1] IN"),
                    bulleted("/\\", inner).indented(2)))));
  }
}
