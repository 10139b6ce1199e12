package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tla2sany.drivers.FrontEndException;
import tla2sany.drivers.SANY;
import tla2sany.modanalyzer.SpecObj;
import tla2sany.parser.SimpleCharStream;
import tla2sany.parser.TLAplusParserConstants;
import tla2sany.parser.TLAplusParserTokenManager;
import tla2sany.parser.Token;
import tla2sany.parser.TokenMgrError;
import tla2sany.semantic.Errors;
import tla2sany.semantic.ExprNode;
import tla2sany.st.Location;
import tlc2.output.EC;
import tlc2.tool.ConfigFileException;
import tlc2.tool.TLCState;
import tlc2.tool.impl.CallStackTool;
import tlc2.tool.impl.FastTool;
import util.Assert.TLCRuntimeException;
import util.ToolIO;

/** What TLC says when something is wrong, as sentences for a person and with a place. */
final class Diagnosis {

  /** {@code line 3, col 5 to line 3, col 9 of module M} */
  private static final Pattern SPAN =
      Pattern.compile(
          "line (\\d+), col(?:umn)? (\\d+)(?: to line \\d+, col(?:umn)? \\d+)?"
              + "(?: of module (\\w+)| in (\\w+))?");

  private static final Pattern PARSING = Pattern.compile("(?m)^Parsing file (.*)$");
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?s)Was expecting \"(.*?)\"\\s*\\nEncountered \"(.*?)\" at line (\\d+), column (\\d+)"
              + "(?: and token \"(.*?)\")?");
  private static final Pattern OTHER_GRAMMAR =
      Pattern.compile("(?s)\\*\\*\\*Parse Error\\*\\*\\*\\s*(.*?)\\s*Residual stack trace");
  private static final Pattern LEXICAL =
      Pattern.compile("Lexical error at line (\\d+), column (\\d+)\\.\\s*Encountered: ([^\\n]*)");
  private static final Pattern NO_SUCH_MODULE =
      Pattern.compile("Cannot find source file for module (\\S+)(?: imported in module (\\w+))?");
  private static final Pattern STACKED =
      Pattern.compile("(?i)line (\\d+), column (\\d+) to line \\d+, column \\d+ in (\\w+)");
  private static final Pattern OVERRIDDEN =
      Pattern.compile(
          "Attempted to apply the operator overridden by the Java method .*?tlc2\\.module\\."
              + "(\\w+)\\.(\\w+)\\(.*?\\), but it produced the following error: (.*)");
  private static final Pattern CAST =
      Pattern.compile("Cannot cast (?:[\\w.]+\\.)?(\\w+) to (?:[\\w.]+\\.)?(\\w+)");
  private static final Map<String, String> KINDS =
      Map.of(
          "IntValue", "an integer",
          "StringValue", "a string",
          "BoolValue", "TRUE or FALSE",
          "SetEnumValue", "a set",
          "IntervalValue", "a set of integers",
          "TupleValue", "a sequence",
          "RecordValue", "a record",
          "FcnRcdValue", "a function",
          "ModelValue", "a model value");
  private static final Pattern AT_LINE = Pattern.compile("line (\\d+), column (\\d+)");
  private static final Pattern CONFIG_LINE = Pattern.compile("at line (\\d+)");

  private final SpecSource source;
  private final ModuleResolver resolver;

  Diagnosis(SpecSource source, ModuleResolver resolver) {
    this.source = source;
    this.resolver = resolver;
  }

  /** Returns the files of the spec's own modules. */
  List<Path> modules() {
    return resolver.modules();
  }

  /** Returns the file of a module of the spec's own; none of a standard module. */
  Optional<Path> moduleFile(String module) {
    return resolver.moduleFile(module);
  }

  // ---- The configuration

  /**
   * Reads the configuration token by token. TLC takes a character that it does not know for the end
   * of the file and would ignore all that follows.
   */
  void checkConfig() throws SpecException {
    TLAplusParserTokenManager tokens =
        new TLAplusParserTokenManager(
            new SimpleCharStream(
                new ByteArrayInputStream(source.config().getBytes(StandardCharsets.UTF_8)), 1, 1),
            2);
    try {
      Token token = tokens.getNextToken();
      while (token.kind != TLAplusParserConstants.EOF) {
        token = tokens.getNextToken();
      }
    } catch (TokenMgrError e) {
      String said = String.valueOf(e.getMessage());
      Matcher place = AT_LINE.matcher(said);
      boolean placed = place.find();
      throw config(
          placed ? Integer.parseInt(place.group(1)) : 0,
          placed ? Integer.parseInt(place.group(2)) : 0,
          "this is not the text of a configuration: " + folded(said),
          e);
    }
  }

  SpecException unknownConstant(String name) {
    return configAt(
        name,
        "%s gives %s a value, but module %s has no constant and no definition of that name"
            .formatted(source.configName(), name, source.module()),
        null);
  }

  /** An error in the configuration, where {@code word} stands in it for the first time. */
  private SpecException configAt(String word, String message, @Nullable Throwable cause) {
    int[] place = find(word);
    return config(place[0], place[1], message, cause);
  }

  private SpecException config(int line, int column, String message, @Nullable Throwable cause) {
    return new SpecException(source.configName(), line, column, message, cause);
  }

  private int[] find(String word) {
    TLAplusParserTokenManager tokens =
        new TLAplusParserTokenManager(
            new SimpleCharStream(
                new ByteArrayInputStream(source.config().getBytes(StandardCharsets.UTF_8)), 1, 1),
            2);
    for (Token token = tokens.getNextToken();
        token.kind != TLAplusParserConstants.EOF;
        token = tokens.getNextToken()) {
      if (token.image.equals(word)) {
        return new int[] {token.beginLine, token.beginColumn};
      }
    }
    return new int[2];
  }

  // ---- Loading

  SpecException ofLoading(Throwable failure, String said) {
    if (failure instanceof ConfigFileException) {
      String message = String.valueOf(failure.getMessage());
      Matcher line = CONFIG_LINE.matcher(message);
      int number = line.find() ? Integer.parseInt(line.group(1)) : 0;
      String reason = message.substring(message.lastIndexOf('\n') + 1);
      return config(number, 0, "the configuration does not parse: " + reason, failure);
    }
    if (failure instanceof TLCRuntimeException exception) {
      SpecException known = ofTlc(exception);
      if (known != null) {
        return known;
      }
    }
    if (failure instanceof StackOverflowError) {
      return new SpecException(
          source.module(), 0, 0, "a definition is nested or recursive without end", failure);
    }
    if (failure instanceof NumberFormatException) {
      String number = String.valueOf(failure.getMessage()).replaceAll("[^0-9]", "");
      return configAt(
          number,
          "%s is too large: TLC's integers go up to %d".formatted(number, Integer.MAX_VALUE),
          failure);
    }
    return placed("cannot load module " + source.module(), failure);
  }

  private @Nullable SpecException ofTlc(TLCRuntimeException failure) {
    String[] about = failure.parameters == null ? new String[0] : failure.parameters;
    String first = about.length > 0 ? about[0] : "";
    String second = about.length > 1 ? about[1] : "";
    String config = source.configName();
    String module = source.module();
    return switch (failure.errorCode) {
      case EC.TLC_PARSING_FAILED, EC.TLC_PARSING_FAILED2 -> ofParsing(failure);
      case EC.TLC_CONFIG_VALUE_NOT_ASSIGNED_TO_CONSTANT_PARAM ->
          config(
              0,
              0,
              "constant %s of module %s has no value: give it one, such as CONSTANT %s = …,"
                      .formatted(first, module, first)
                  + " or <- … if it has parameters, in "
                  + config,
              failure);
      case EC.TLC_CONFIG_WRONG_SUBSTITUTION ->
          configAt(
              second,
              "%s replaces %s by %s, but module %s has no definition %s"
                  .formatted(config, first, second, module, second),
              failure);
      case EC.TLC_CONFIG_WRONG_SUBSTITUTION_NUMBER_OF_ARGS ->
          configAt(
              second,
              "%s replaces %s by %s, which has another number of parameters"
                  .formatted(config, first, second),
              failure);
      case EC.TLC_CONFIG_ID_DOES_NOT_APPEAR_IN_SPEC ->
          configAt(
              first,
              "%s replaces %s, but module %s has no constant and no definition of that name"
                  .formatted(config, first, module),
              failure);
      case EC.TLC_CONFIG_SPECIFIED_NOT_DEFINED -> notDefined(first, second, failure);
      case EC.TLC_CONFIG_OP_NOT_IN_SPEC ->
          configAt(
              first,
              "%s names %s, but module %s has no such definition".formatted(config, first, module),
              failure);
      case EC.TLC_CONFIG_ID_REQUIRES_NO_ARG ->
          configAt(
              second.isEmpty() ? first : second,
              "%s has parameters and cannot be the %s in %s"
                  .formatted(second.isEmpty() ? first : second, first, config),
              failure);
      case EC.TLC_INVARIANT_VIOLATED_LEVEL ->
          configAt(
              first,
              "%s cannot be an invariant in %s: it speaks of more than one state"
                  .formatted(first, config),
              failure);
      case EC.TLC_CONFIG_MISSING_INIT, EC.TLC_CONFIG_MISSING_NEXT ->
          config(
              0,
              0,
              "%s does not say which behaviours are meant: add SPECIFICATION, or INIT and NEXT"
                  .formatted(config),
              failure);
      case EC.TLC_CONFIG_NOT_BOTH_SPEC_AND_INIT ->
          configAt(
              "SPECIFICATION",
              "%s has both SPECIFICATION and INIT or NEXT: keep one of them".formatted(config),
              failure);
      default -> null;
    };
  }

  private static final List<String> NEWER_KEYWORDS =
      List.of("POSTCONDITION", "ALIAS", "_PERIODIC", "_POSSIBLE", "_RL_REWARD");

  private SpecException notDefined(String kind, String name, Throwable failure) {
    if (NEWER_KEYWORDS.contains(name)) {
      return configAt(
          name, "this version of TLC does not know %s: remove it".formatted(name), failure);
    }
    return configAt(
        name,
        "%s names %s as %s, but module %s has no such definition"
            .formatted(source.configName(), name, article(kind), source.module()),
        failure);
  }

  private static String article(String noun) {
    return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }

  // ---- Parsing

  /** TLC only says that parsing failed; the parser is asked again, and keeps its errors. */
  private SpecException ofParsing(Throwable failure) {
    SpecObj spec = new SpecObj(source.module(), resolver);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream listening = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      ToolIO.out = listening;
      SANY.frontEndMain(spec, source.module(), listening);
    } catch (FrontEndException | RuntimeException e) {
      failure.addSuppressed(e);
    }
    List<String> errors =
        Stream.of(spec.getInitErrors(), spec.getParseErrors(), spec.getSemanticErrors())
            .flatMap(Diagnosis::all)
            .toList();
    SpecException unreadable = ofGrammar(said.toString(StandardCharsets.UTF_8), failure);
    if (unreadable != null) {
      return unreadable;
    }
    if (errors.isEmpty()) {
      return notAModule(failure);
    }
    return ofParser(errors.getFirst(), errors.size() - 1, failure);
  }

  private static Stream<String> all(@Nullable Errors errors) {
    return errors == null
        ? Stream.empty()
        : Stream.concat(Stream.of(errors.getAborts()), Stream.of(errors.getErrors()));
  }

  /** The grammar's errors are not kept as objects; they are only printed. */
  private @Nullable SpecException ofGrammar(String said, Throwable failure) {
    String file = source.module();
    Matcher parsing = PARSING.matcher(said);
    while (parsing.find()) {
      file = parsing.group(1);
    }
    Matcher expected = GRAMMAR.matcher(said);
    if (expected.find()) {
      return new SpecException(
          file,
          Integer.parseInt(expected.group(3)),
          Integer.parseInt(expected.group(4)),
          "the module does not parse: found %s after \"%s\", where %s was expected"
              .formatted(
                  expected.group(2).equals("<EOF>")
                      ? "the end of the file"
                      : '"' + expected.group(2) + '"',
                  expected.group(5),
                  folded(expected.group(1))),
          failure);
    }
    Matcher lexical = LEXICAL.matcher(said);
    if (lexical.find()) {
      return new SpecException(
          file,
          Integer.parseInt(lexical.group(1)),
          Integer.parseInt(lexical.group(2)),
          "the module does not parse: no word of TLA+ starts here; encountered "
              + folded(lexical.group(3)),
          failure);
    }
    Matcher other = OTHER_GRAMMAR.matcher(said);
    if (other.find()) {
      Matcher place = SPAN.matcher(other.group(1));
      boolean placed = place.find();
      return new SpecException(
          file,
          placed ? Integer.parseInt(place.group(1)) : 0,
          placed ? Integer.parseInt(place.group(2)) : 0,
          "the module does not parse: "
              + folded(other.group(1).replaceAll(" in block " + SPAN.pattern(), "")),
          failure);
    }
    return null;
  }

  private SpecException ofParser(String error, int more, Throwable failure) {
    Matcher missing = NO_SUCH_MODULE.matcher(error);
    if (missing.find()) {
      return noSuchModule(missing.group(1), missing.group(2), failure);
    }
    Matcher place = SPAN.matcher(error);
    boolean placed = place.lookingAt();
    String module = placed && place.group(3) != null ? place.group(3) : source.module();
    String reason = error.substring(error.indexOf("\n\n") + 1);
    String others =
        more == 0
            ? ""
            : more == 1 ? " (and one more error)" : " (and %d more errors)".formatted(more);
    return new SpecException(
        resolver.fileOf(module),
        placed ? Integer.parseInt(place.group(1)) : 0,
        placed ? Integer.parseInt(place.group(2)) : 0,
        folded(reason).replace('`', '\'') + others,
        failure);
  }

  private SpecException noSuchModule(String wanted, String by, Throwable failure) {
    String file = resolver.fileOf(by);
    if (wanted.equals(source.module())) {
      return new SpecException(
          source.module() + ".tla",
          0,
          0,
          "there is no module %s in %s".formatted(wanted, resolver.getFullPath()),
          failure);
    }
    int line = 0;
    int column = 0;
    try {
      String[] lines = Files.readString(Path.of(file)).split("\n", -1);
      Pattern word = Pattern.compile("\\b" + Pattern.quote(wanted) + "\\b");
      for (int i = 0; i < lines.length && line == 0; i++) {
        Matcher mention = word.matcher(lines[i]);
        if (mention.find()) {
          line = i + 1;
          column = mention.start() + 1;
        }
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return new SpecException(
        file,
        line,
        column,
        "module %s needs module %s, but there is no %s.tla in %s, and it is not a standard module"
            .formatted(by, wanted, wanted, resolver.getFullPath()),
        failure);
  }

  private SpecException notAModule(Throwable failure) {
    return new SpecException(
        resolver.fileOf(source.module()),
        1,
        1,
        "this is not a TLA+ module: it does not start with ---- MODULE %s ----"
            .formatted(source.module()),
        failure);
  }

  // ---- Evaluation

  /** The assumptions must hold for what the configuration assigns. */
  void checkAssumptions(FastTool tool) throws SpecException {
    ExprNode[] assumptions = tool.getAssumptions();
    for (int i = 0; i < assumptions.length; i++) {
      ExprNode assumption = assumptions[i];
      if (tool.getAssumptionIsAxiom()[i]) {
        continue;
      }
      boolean holds;
      try {
        holds = tool.isValid(assumption);
      } catch (RuntimeException | StackOverflowError e) {
        throw ofEvaluating(
            "the assumption " + SourceText.of(assumption),
            e,
            tool,
            traced -> traced.isValid(assumption));
      }
      if (!holds) {
        Location place = assumption.getLocation();
        throw new SpecException(
            resolver.fileOf(place.source()),
            place.beginLine(),
            place.beginColumn(),
            "the assumption %s is false for the constants in %s"
                .formatted(SourceText.of(assumption), source.configName()),
            null);
      }
    }
  }

  /** A spec with variables has a next-state relation. */
  void checkNext(FastTool tool) throws SpecException {
    if (tool.getNextStateSpec() == null && tool.getRootModule().getVariableDecls().length > 0) {
      throw config(
          0,
          0,
          "%s names no next-state relation: add NEXT, or a SPECIFICATION with [][…]_vars"
              .formatted(source.configName()),
          null);
    }
  }

  SpecException ofEvaluating(String what, Throwable failure) {
    if (failure instanceof StackOverflowError) {
      return new SpecException(
          source.module(), 0, 0, "the evaluation of " + what + " does not come to an end", failure);
    }
    return placed("cannot evaluate " + what, failure);
  }

  /** What failed, to be asked once more. */
  interface Question {
    void ask(CallStackTool tool);
  }

  /**
   * Something that cannot be evaluated. TLC says where only if it keeps a stack of what it
   * evaluates, so it is asked a second time, with one.
   */
  SpecException ofEvaluating(String what, Throwable failure, FastTool tool, Question question) {
    SpecException plain = ofEvaluating(what, failure);
    if (failure instanceof StackOverflowError) {
      return plain;
    }
    CallStackTool traced = new CallStackTool(tool);
    try {
      question.ask(traced);
    } catch (RuntimeException | StackOverflowError expected) {
      failure.addSuppressed(expected);
    }
    Matcher place = STACKED.matcher(String.valueOf(traced));
    String file = plain.file();
    int line = plain.line();
    int column = plain.column();
    while (place.find()) {
      line = Integer.parseInt(place.group(1));
      column = Integer.parseInt(place.group(2));
      file = resolver.fileOf(place.group(3));
    }
    return new SpecException(file, line, column, String.valueOf(plain.getMessage()), failure);
  }

  SpecException incomplete(String what, TLCState state) {
    String missing =
        state.getUnassigned().stream()
            .map(variable -> variable.getName().toString())
            .collect(Collectors.joining(", "));
    return new SpecException(
        source.module(), 0, 0, "%s gives no value to %s".formatted(what, missing), null);
  }

  /** Returns the file of a module, or its name if it has none. */
  String fileOf(String module) {
    return resolver.fileOf(module);
  }

  private SpecException placed(String what, Throwable failure) {
    String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    Matcher place = SPAN.matcher(said);
    String file = source.module();
    int line = 0;
    int column = 0;
    if (place.find()) {
      String module = place.group(3) == null ? place.group(4) : place.group(3);
      file = module == null ? file : resolver.fileOf(module);
      line = Integer.parseInt(place.group(1));
      column = Integer.parseInt(place.group(2));
    }
    String reason = plain(folded(SPAN.matcher(said).replaceFirst("")));
    return new SpecException(file, line, column, what + ": " + reason, failure);
  }

  /** Takes the Java out of what TLC says about its operators that are written in Java. */
  private static String plain(String said) {
    Matcher overridden = OVERRIDDEN.matcher(said);
    if (!overridden.matches()) {
      return said;
    }
    String operator = overridden.group(2) + " of module " + overridden.group(1);
    Matcher cast = CAST.matcher(overridden.group(3));
    return cast.matches()
        ? "%s needs %s, not %s".formatted(operator, kind(cast.group(2)), kind(cast.group(1)))
        : operator + ": " + overridden.group(3);
  }

  private static String kind(String type) {
    return KINDS.getOrDefault(type, "a " + type.replace("Value", ""));
  }

  private static String folded(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
