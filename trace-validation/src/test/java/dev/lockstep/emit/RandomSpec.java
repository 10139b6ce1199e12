package dev.lockstep.emit;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A small spec drawn from a seed: variables of many kinds, actions with parameters, guards and
 * updates, and a next-state relation with quantifiers, nested operators, local definitions and
 * disjuncts without a name.
 *
 * @param text the module
 * @param config the configuration
 */
record RandomSpec(String text, String config) {

  private static final String NAME = "Drawn";

  /** A kind of variable v: initial value, guards and updates, with p, i and t for arguments. */
  private enum Kind {
    NUMBER("0", "v < 3 ;; v # i", "(v + i + 1) % 4 ;; i"),
    NUMBERS("{}", "i \\notin v ;; TRUE", "v \\cup {i} ;; v \\ {i} ;; 0..i"),
    TRUTH("FALSE", "v ;; ~v", "~v ;; (i = 1)"),
    TEXT("\"a\"", "v # t ;; TRUE", "t ;; \"c\""),
    NODE("Nil", "v # p ;; v = Nil", "p ;; Nil"),
    NODES("{}", "p \\in v ;; p \\notin v", "v \\cup {p} ;; v \\ {p}"),
    MESSAGES(
        "{}",
        "TRUE ;; v # {}",
        "v \\cup {[type |-> t, to |-> p]} ;; {m \\in v : m.to # p} ;; v \\cup {[type |-> \"go\", to"
            + " |-> p, nr |-> i]}"),
    COUNTS("[n \\in Node |-> 0]", "v[p] < 2 ;; TRUE", "[v EXCEPT ![p] = @ + 1]"),
    STATES(
        "[n \\in Node |-> \"a\"]",
        "v[p] = t ;; v[p] # t",
        "[v EXCEPT ![p] = t] ;; [n \\in Node |-> t]"),
    RECORD(
        "[at |-> Nil, nr |-> 0]",
        "v.at # p ;; v.nr = i",
        "[v EXCEPT !.at = p] ;; [at |-> p, nr |-> i]"),
    QUEUE("<<>>", "Len(v) < 2 ;; TRUE", "Append(v, i) ;; IF v = <<>> THEN v ELSE Tail(v)"),
    MAIL(
        "<<>>",
        "Len(v) < 2 ;; TRUE",
        "Append(v, [to |-> p, seen |-> {i}]) ;; IF v = <<>> THEN v ELSE Tail(v)"),
    BAG(
        "[x \\in {} |-> 0]",
        "DOMAIN v # {t} ;; TRUE",
        "[x \\in DOMAIN v \\cup {t} |-> IF x \\in DOMAIN v THEN v[x] ELSE 1] ;; [x \\in DOMAIN v \\"
            + " {t} |-> v[x]]"),
    OPTION("Nil", "v = Nil ;; v # Nil", "[by |-> p, of |-> {p}] ;; Nil"),
    PAIRS("[x \\in {<<1, 1>>, <<1, 2>>} |-> Nil]", "TRUE", "[v EXCEPT ![<<1, 1 + i>>] = p]"),
    SETS("{{}}", "TRUE", "v \\cup {{p}} ;; v \\ {{}} ;; {{p}, {}}");

    private final String initial;
    private final String guards;
    private final String updates;

    Kind(String initial, String guards, String updates) {
      this.initial = initial;
      this.guards = guards;
      this.updates = updates;
    }
  }

  /** The ways in which parameters are bound: parameter, domain, default where there is none. */
  private enum Parameter {
    P("p", "Node", "CHOOSE n \\in Node : TRUE"),
    I("i", "0..1", "1"),
    T("t", "Word", "\"b\"");

    private final String name;
    private final String domain;
    private final String otherwise;

    Parameter(String name, String domain, String otherwise) {
      this.name = name;
      this.domain = domain;
      this.otherwise = otherwise;
    }
  }

  private record Action(String name, List<Parameter> parameters) {
    String call() {
      return name + list(parameters.stream().map(parameter -> parameter.name));
    }

    static String list(Stream<String> words) {
      String all = words.collect(Collectors.joining(", "));
      return all.isEmpty() ? "" : "(" + all + ")";
    }

    /** The application under quantifiers for all of its parameters. */
    String quantified(String call) {
      return parameters.isEmpty()
          ? call
          : parameters.stream()
              .map(parameter -> parameter.name + " \\in " + parameter.domain)
              .collect(Collectors.joining(", ", "\\E ", " : " + call));
    }
  }

  /** Draws a spec. */
  static RandomSpec draw(Random random) {
    boolean strings = random.nextInt(3) == 0;
    boolean alike = random.nextInt(3) == 0;
    List<Kind> kinds = new ArrayList<>();
    int variables = 2 + random.nextInt(4);
    for (int i = 0; i < variables; i++) {
      kinds.add(List.of(Kind.values()).get(random.nextInt(Kind.values().length)));
    }
    StringBuilder text = new StringBuilder("---- MODULE " + NAME + " ----\n");
    text.append("EXTENDS Naturals, Sequences, FiniteSets\nCONSTANTS Node, Nil\n");
    text.append("Word == {\"a\", \"b\"").append(alike ? ", \"n1\"" : "").append("}\n");
    text.append("VARIABLES ").append(names(variables)).append("\n");
    text.append("Init ==\n");
    for (int i = 0; i < variables; i++) {
      boolean several = kinds.get(i) == Kind.NUMBER && random.nextInt(3) == 0;
      text.append("  /\\ v")
          .append(i)
          .append(several ? " \\in 0..1" : " = " + kinds.get(i).initial);
      text.append('\n');
    }
    List<Action> actions = new ArrayList<>();
    int count = 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      List<Parameter> parameters =
          Stream.of(Parameter.values()).filter(parameter -> random.nextBoolean()).toList();
      Action action = new Action("Act" + i, parameters);
      actions.add(action);
      text.append(action.call()).append(" ==\n").append(body(kinds, parameters, random));
    }
    text.append(next(actions, kinds, random)).append("====\n");
    String nodes = strings ? "{\"n1\", \"n2\"}" : "{n1, n2}";
    return new RandomSpec(
        text.toString(),
        "CONSTANTS Node = %s\n  Nil = Nil\nINIT Init\nNEXT Next\n".formatted(nodes));
  }

  private static String names(int variables) {
    return Stream.iterate(0, i -> i < variables, i -> i + 1)
        .map(i -> "v" + i)
        .collect(Collectors.joining(", "));
  }

  private static String body(List<Kind> kinds, List<Parameter> parameters, Random random) {
    List<String> guards = new ArrayList<>();
    List<String> updates = new ArrayList<>();
    List<String> unchanged = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      Kind kind = kinds.get(i);
      if (random.nextInt(3) == 0) {
        guards.add(in(one(kind.guards, random), i, parameters));
      }
      if (random.nextInt(5) < 2) {
        String update = in(one(kind.updates, random), i, parameters);
        updates.add("v" + i + "' = " + update);
      } else {
        unchanged.add("v" + i);
      }
    }
    List<String> conjuncts = new ArrayList<>(guards);
    conjuncts.addAll(updates);
    if (!unchanged.isEmpty()) {
      conjuncts.add("UNCHANGED <<" + String.join(", ", unchanged) + ">>");
    }
    return conjuncts.stream()
        .map(conjunct -> "  /\\ " + conjunct + "\n")
        .collect(Collectors.joining());
  }

  private static String one(String choices, Random random) {
    List<String> each = List.of(choices.split(" ;; ", -1));
    return each.get(random.nextInt(each.size()));
  }

  /** Puts the variable and the parameters, or what stands for them, into a template. */
  private static String in(String template, int variable, List<Parameter> parameters) {
    String result = template.replaceAll("\\bv\\b", "v" + variable);
    for (Parameter parameter : Parameter.values()) {
      if (!parameters.contains(parameter)) {
        result =
            result.replaceAll(
                "\\b" + parameter.name + "\\b",
                "(" + parameter.otherwise.replace("\\", "\\\\") + ")");
      }
    }
    return result;
  }

  private static String next(List<Action> actions, List<Kind> kinds, Random random) {
    StringBuilder definitions = new StringBuilder();
    List<String> disjuncts = new ArrayList<>();
    for (Action action : actions) {
      String name = action.name();
      String formals = Action.list(action.parameters().stream().map(one -> one.name));
      switch (random.nextInt(7)) {
        case 0 -> {
          definitions.append(
              "Outer%s ==%n  \\/ %s%n".formatted(name, action.quantified(action.call())));
          disjuncts.add("Outer" + name);
          disjuncts.add(action.quantified(action.call()));
        }
        case 1 -> {
          definitions.append(
              "MC%s%s ==%n  /\\ v0 = v0%n  /\\ %s%n".formatted(name, formals, action.call()));
          disjuncts.add(action.quantified("MC" + action.call()));
        }
        case 2 ->
            disjuncts.add(action.quantified("LET k == 1\n             l == k IN " + action.call()));
        case 3 -> {
          // A parameter that is a number, for an operator around.
          definitions.append(
              "Way%s(x, y) ==%n  \\/ y = 2 /\\ x = Nil%n  \\/ %s%n"
                  .formatted(name, action.quantified(action.call())));
          disjuncts.add("\\E x \\in Node : Way" + name + "(x, 1)");
        }
        case 4 -> {
          definitions.append("All%s(p) ==%n".formatted(name));
          List<Parameter> others =
              action.parameters().stream().filter(one -> one != Parameter.P).toList();
          definitions
              .append("  ")
              .append(new Action(name, others).quantified(action.call()))
              .append('\n');
          disjuncts.add(
              "\\E n \\in Node :\n       \\/ All"
                  + name
                  + "(n)\n       \\/ FALSE /\\ All"
                  + name
                  + "(Nil)");
        }
        case 5 -> {
          disjuncts.add("/\\ v0 = v0\n     /\\ " + action.quantified(action.call()));
          disjuncts.add(action.quantified(action.call()));
        }
        default -> disjuncts.add(action.quantified(action.call()));
      }
    }
    if (random.nextInt(3) == 0) {
      disjuncts.add("TRUE\n" + body(kinds, List.of(), random).indent(3).stripTrailing());
    }
    StringBuilder next = new StringBuilder(definitions).append("Next ==\n");
    for (String disjunct : disjuncts) {
      String part = disjunct.startsWith("TRUE\n") ? disjunct.substring(5).strip() : disjunct;
      next.append("  \\/ ").append(part).append('\n');
    }
    return next.toString();
  }

  /** Writes the spec to {@code directory}. */
  SpecSource write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(NAME + ".tla"), text);
    return new SpecSource(NAME, List.of(directory), NAME + ".cfg", config);
  }

  /** Loads the spec from {@code directory}. */
  Spec load(Path directory) throws IOException, SpecException {
    return Spec.load(write(directory));
  }
}
