package dev.lockstep.emit;

import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values in the syntax of TLA+, with the constants that stand for model values. */
final class TlaText {

  private final Names names;
  private final Set<String> declared;
  private final String helper;
  private final SortedMap<String, String> constants = new TreeMap<>();

  /**
   * Creates the writer of values.
   *
   * @param declared the constants of the spec that are the model value of their own name
   * @param helper the name under which the module of logged values is instantiated
   */
  TlaText(Names names, Set<String> declared, String helper) {
    this.names = names;
    this.declared = declared;
    this.helper = helper;
  }

  /**
   * Returns the constants that were needed and that the spec does not have: model value by name.
   */
  SortedMap<String, String> constants() {
    return constants;
  }

  /** Returns the string literal of {@code text}. */
  static String string(String text) throws CannotEmitException {
    if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new CannotEmitException(
          "TLC reads no strings with other characters than those of ASCII that can be printed, but"
              + " the log has \""
              + text
              + "\"");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  String of(TlaValue value) throws CannotEmitException {
    return switch (value) {
      case TlaValue.Bool bool -> bool.toString();
      case TlaValue.Int number -> number.toString();
      case TlaValue.Str text -> string(text.value());
      case TlaValue.ModelValue model -> model(model.name());
      case TlaValue.SetOf set -> all(set.elements(), "{", "}");
      case TlaValue.SequenceOf sequence -> all(sequence.elements(), "<<", ">>");
      case TlaValue.RecordOf record -> record(record.fields());
      case TlaValue.FunctionOf function -> function(function.mappings());
    };
  }

  private String model(String name) {
    return declared.contains(name)
        ? name
        : constants.computeIfAbsent(name, added -> names.of("model value " + added, added));
  }

  private String all(Collection<TlaValue> values, String open, String close)
      throws CannotEmitException {
    List<String> texts = new ArrayList<>();
    for (TlaValue value : values) {
      texts.add(of(value));
    }
    return texts.stream().collect(Collectors.joining(", ", open, close));
  }

  private String record(SortedMap<String, TlaValue> fields) throws CannotEmitException {
    if (!fields.keySet().stream().allMatch(name -> name.matches("[A-Za-z][A-Za-z0-9_]*"))) {
      SortedMap<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
      fields.forEach((name, value) -> mappings.put(TlaValue.of(name), value));
      return function(mappings);
    }
    List<String> texts = new ArrayList<>();
    for (Map.Entry<String, TlaValue> field : fields.entrySet()) {
      texts.add(field.getKey() + " |-> " + of(field.getValue()));
    }
    return "[" + String.join(", ", texts) + "]";
  }

  private String function(SortedMap<TlaValue, TlaValue> mappings) throws CannotEmitException {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<TlaValue, TlaValue> mapping : mappings.entrySet()) {
      pairs.add("<<" + of(mapping.getKey()) + ", " + of(mapping.getValue()) + ">>");
    }
    return helper + "!Map(<<" + String.join(", ", pairs) + ">>)";
  }
}
