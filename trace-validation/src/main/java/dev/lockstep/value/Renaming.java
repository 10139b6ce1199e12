package dev.lockstep.value;

import dev.lockstep.value.TlaValue.Bool;
import dev.lockstep.value.TlaValue.FunctionOf;
import dev.lockstep.value.TlaValue.Int;
import dev.lockstep.value.TlaValue.ModelValue;
import dev.lockstep.value.TlaValue.RecordOf;
import dev.lockstep.value.TlaValue.SequenceOf;
import dev.lockstep.value.TlaValue.SetOf;
import dev.lockstep.value.TlaValue.Str;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts strings and model values in the place of others, wherever they stand in a value. */
final class Renaming {

  private Renaming() {}

  static TlaValue renamed(TlaValue value, Map<TlaValue, TlaValue> atoms) {
    return switch (value) {
      case Bool ignored -> value;
      case Int ignored -> value;
      case Str ignored -> atoms.getOrDefault(value, value);
      case ModelValue ignored -> atoms.getOrDefault(value, value);
      case SetOf set -> {
        List<TlaValue> elements = new ArrayList<>(set.elements().size());
        set.elements().forEach(element -> elements.add(renamed(element, atoms)));
        yield TlaValue.set(elements);
      }
      case SequenceOf sequence ->
          new SequenceOf(
              sequence.elements().stream().map(element -> renamed(element, atoms)).toList());
      case RecordOf record -> {
        Map<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
        record.fields().forEach((name, field) -> put(mappings, TlaValue.of(name), field, atoms));
        yield TlaValue.function(mappings);
      }
      case FunctionOf function -> {
        Map<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
        function.mappings().forEach((key, image) -> put(mappings, key, image, atoms));
        yield TlaValue.function(mappings);
      }
    };
  }

  private static void put(
      Map<TlaValue, TlaValue> mappings,
      TlaValue key,
      TlaValue image,
      Map<TlaValue, TlaValue> atoms) {
    mappings.put(renamed(key, atoms), renamed(image, atoms));
  }
}
