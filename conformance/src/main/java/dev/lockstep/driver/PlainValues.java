package dev.lockstep.driver;

import dev.lockstep.value.TlaValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values of TLA+ as plain Java ones, see {@link Setup}. */
final class PlainValues {

  private PlainValues() {}

  static Object of(TlaValue value) {
    return switch (value) {
      case TlaValue.Bool bool -> bool.value();
      case TlaValue.Int integer -> integer.value();
      case TlaValue.Str string -> string.value();
      case TlaValue.ModelValue model -> model.name();
      case TlaValue.SequenceOf sequence ->
          sequence.elements().stream().map(PlainValues::of).toList();
      case TlaValue.SetOf set -> {
        Set<Object> elements = new LinkedHashSet<>();
        set.elements().forEach(element -> elements.add(of(element)));
        yield Collections.unmodifiableSet(elements);
      }
      case TlaValue.RecordOf record -> all(record.fields());
      case TlaValue.FunctionOf function -> {
        Map<Object, Object> mappings = new LinkedHashMap<>();
        function.mappings().forEach((key, image) -> mappings.put(of(key), of(image)));
        yield Collections.unmodifiableMap(mappings);
      }
    };
  }

  static List<Object> all(List<TlaValue> values) {
    return values.stream().map(PlainValues::of).toList();
  }

  static Map<String, Object> all(Map<String, TlaValue> values) {
    Map<String, Object> plain = new LinkedHashMap<>();
    values.forEach((name, value) -> plain.put(name, of(value)));
    return Collections.unmodifiableMap(plain);
  }
}
