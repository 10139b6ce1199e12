package dev.lockstep.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.testing.TestSpec;
import dev.lockstep.testing.Walk;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.value.TlaValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operator of a delta, on values of every kind. */
class DeltasTest {

  private static final TlaValue ONE = TlaValue.of(1);
  private static final TlaValue TWO = TlaValue.of(2);
  private static final TlaValue ANN = new TlaValue.ModelValue("ann");

  /** The values that the operators are tried on. */
  private static final Map<String, TlaValue> VALUES =
      Map.of(
          "set", TlaValue.set(List.of(ONE, TWO)),
          "seq", TlaValue.sequence(List.of(ONE)),
          "record", TlaValue.record(Map.of("a", ONE, "b", TWO)),
          "function", TlaValue.function(Map.of(ANN, TlaValue.set(List.of()))),
          "bag", TlaValue.function(Map.of(ANN, ONE)),
          "empty", TlaValue.sequence(List.of()),
          "int", TWO);

  private final Deltas deltas = new Deltas(Set.of("ann", "bob"), VALUES);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "int ; {\"op\":\"Update\",\"args\":[\"x\"]}                      ; \"x\"",
        "int ; {\"op\":\"Update\",\"args\":[\"ann\"]}                    ; ann",
        "int ; {\"op\":\"Update\",\"args\":[[1,2]]}                      ; <<1, 2>>",
        "set ; {\"op\":\"Update\",\"args\":[[2]]}                        ; {2}",
        "set ; {\"op\":\"AddElement\",\"args\":[3]}                      ; {1, 2, 3}",
        "set ; {\"op\":\"AddElement\",\"args\":[2]}                      ; {1, 2}",
        "set ; {\"op\":\"AddElements\",\"args\":[[3,4]]}                 ; {1, 2, 3, 4}",
        "set ; {\"op\":\"RemoveElement\",\"args\":[2]}                   ; {1}",
        "set ; {\"op\":\"RemoveElement\",\"args\":[9]}                   ; {1, 2}",
        "set ; {\"op\":\"RemoveElements\",\"args\":[[1,2]]}              ; {}",
        "set ; {\"op\":\"Clear\"}                                        ; {}",
        "seq ; {\"op\":\"Clear\"}                                        ; <<>>",
        "seq ; {\"op\":\"AppendElement\",\"args\":[\"x\"]}               ; <<1, \"x\">>",
        "record ; {\"op\":\"Update\",\"path\":[\"a\"],\"args\":[5]}         ; [a |-> 5, b |-> 2]",
        "record ; {\"op\":\"SetKey\",\"args\":[\"a\",5]}                    ; [a |-> 5, b |-> 2]",
        "record ; {\"op\":\"SetKey\",\"args\":[\"c\",3]}                    ; [a |-> 1, b |-> 2, c"
            + " |-> 3]",
        "record ; {\"op\":\"RemoveKey\",\"args\":[\"a\"]}                   ; [b |-> 2]",
        "record ; {\"op\":\"UpdateRec\",\"args\":[{\"a\":3,\"b\":4}]}       ; [a |-> 3, b |-> 4]",
        "record ; {\"op\":\"Add\",\"path\":[\"b\"],\"args\":[3]}            ; [a |-> 1, b |-> 5]",
        "function ; {\"op\":\"AddElement\",\"path\":[\"ann\"],\"args\":[1]}   ; (ann :> {1})",
        "function ; {\"op\":\"SetKey\",\"args\":[\"bob\",[]]}                 ; (ann :> {} @@ bob"
            + " :> <<>>)",
        "bag ; {\"op\":\"AddElementToBag\",\"args\":[\"ann\"]}           ; (ann :> 2)",
        "bag ; {\"op\":\"AddElementToBag\",\"args\":[\"bob\"]}           ; (ann :> 1 @@ bob :> 1)",
        "bag ; {\"op\":\"RemoveElementFromBag\",\"args\":[\"ann\"]}      ; (ann :> 0)",
        "bag ; {\"op\":\"RemoveElementFromBag\",\"args\":[\"bob\"]}      ; (ann :> 1)",
        "bag ; {\"op\":\"ClearBag\"}                                     ; <<>>",
        "empty ; {\"op\":\"AddElementToBag\",\"args\":[\"ann\"]}           ; (ann :> 1)",
        "int ; {\"op\":\"Add\",\"args\":[3]}                             ; 5",
        "int ; {\"op\":\"Sub\",\"args\":[3]}                             ; -1",
        "int ; {\"op\":\"Unchanged\"}                                    ; 2",
        "set ; {\"op\":\"Clear\"},{\"op\":\"AddElement\",\"args\":[7]}   ; {7}",
        "set ; {\"op\":\"Clear\"},{\"op\":\"Init\"}                      ; {1, 2}",
        "record ;"
            + " {\"op\":\"Update\",\"path\":[\"a\"],\"args\":[5]},{\"op\":\"Init\",\"path\":[\"a\"]}"
            + " ; [a |-> 1, b |-> 2]"
      })
  void an_operator_changes_a_value(String name, String changes, String expected) throws Exception {
    TlaValue value = value(name);

    assertThat(deltas.apply(name, delta(changes), value, value)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "int ; {\"op\":\"AddElement\",\"args\":[3]}            ; 2 is not a set",
        "set ; {\"op\":\"AppendElement\",\"args\":[3]}         ; is not a sequence",
        "set ; {\"op\":\"AddElements\",\"args\":[3]}           ; 3 is not an array",
        "set ; {\"op\":\"Add\",\"args\":[3]}                   ; not two integers",
        "set ; {\"op\":\"SetKey\",\"args\":[\"a\",3]}          ; is not a function or a record",
        "record ; {\"op\":\"UpdateRec\",\"args\":[3]}             ; UpdateRec needs an object",
        "record ; {\"op\":\"Update\",\"path\":[\"z\"],\"args\":[3]} ; has no key z",
        "function ; {\"op\":\"AddElementToBag\",\"args\":[\"ann\"]} ; is not a bag",
        "record ; {\"op\":\"ResetKey\",\"args\":[\"a\"]}          ; mapping file",
        "int ; {\"op\":\"Clear\"}                              ; is not a set, a sequence or a"
            + " function"
      })
  void an_operator_that_does_not_fit_the_value_says_so(
      String name, String changes, String message) {
    assertThatExceptionOfType(Deltas.Inapplicable.class)
        .isThrownBy(() -> deltas.apply(name, delta(changes), value(name), value(name)))
        .withMessageContaining(message);
  }

  @Test
  void what_json_leaves_open_is_decided_by_the_value_in_the_spec() throws Exception {
    TlaValue strings = TlaValue.set(List.of(TlaValue.of("ann")));
    TlaValue models = TlaValue.set(List.of(ANN));
    TlaValue empty = TlaValue.set(List.of());

    assertThat(apply("{\"op\":\"AddElement\",\"args\":[\"ann\"]}", empty, strings))
        .isEqualTo(strings);
    assertThat(apply("{\"op\":\"AddElement\",\"args\":[\"ann\"]}", empty, models))
        .isEqualTo(models);
    TlaValue sets = TlaValue.set(List.of(models));
    TlaValue sequences = TlaValue.set(List.of(TlaValue.sequence(List.of(ANN))));
    assertThat(apply("{\"op\":\"AddElement\",\"args\":[[\"ann\"]]}", empty, sets)).isEqualTo(sets);
    assertThat(apply("{\"op\":\"AddElement\",\"args\":[[\"ann\"]]}", empty, sequences))
        .isEqualTo(sequences);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void described_changes_lead_from_the_old_value_to_the_new_one(@ForAll long seed)
      throws Exception {
    Spec spec = TestSpec.workshop();
    Walk walk = Walk.random(spec, seed, 8);
    Deltas ofSpec = new Deltas(spec.modelValues(), Map.of());
    for (SpecState old : walk.states()) {
      for (SpecState target : walk.states()) {
        for (String variable : spec.variables()) {
          TlaValue before = old.get(variable);
          TlaValue after = target.get(variable);
          assertThat(ofSpec.apply(variable, Walk.describe(before, after), before, after))
              .isEqualTo(after);
        }
      }
    }
  }

  private TlaValue apply(String changes, TlaValue old, TlaValue guide) throws Exception {
    return deltas.apply("x", delta(changes), old, guide);
  }

  private static TlaValue value(String name) {
    TlaValue value = VALUES.get(name);
    if (value == null) {
      throw new AssertionError("no value " + name);
    }
    return value;
  }

  private static List<Change> delta(String changes) throws Exception {
    String log =
        "{\"lockstep-trace\":1,\"spec\":\"S\",\"constants\":{}}\n{\"delta\":{\"x\":["
            + changes
            + "]}}";
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = TraceReader.of("log", new ByteArrayInputStream(bytes))) {
      assertThat(reader.nextRun()).isPresent();
      TraceEvent event = reader.nextEvent().orElseThrow();
      return event.delta().values().iterator().next();
    }
  }
}
