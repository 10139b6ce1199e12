package dev.lockstep.trace;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary headers and events. */
final class Traces {

  private Traces() {}

  static Arbitrary<LoggedValue> values() {
    return values(2);
  }

  private static Arbitrary<LoggedValue> values(int depth) {
    Arbitrary<LoggedValue> atoms =
        Arbitraries.oneOf(
            texts().map(LoggedValue.Text::new),
            Arbitraries.integers().map(LoggedValue.Whole::new),
            Arbitraries.of(true, false).map(LoggedValue.Truth::new));
    if (depth == 0) {
      return atoms;
    }
    return Arbitraries.oneOf(
        atoms,
        values(depth - 1).list().ofMaxSize(3).map(LoggedValue.Items::new),
        Arbitraries.maps(texts(), values(depth - 1))
            .ofMaxSize(3)
            .map(fields -> new LoggedValue.Fields(new TreeMap<>(fields))));
  }

  /** Texts with everything that JSON and places have to escape. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "rm1",
            "",
            "/",
            "~",
            "~1",
            "a/b",
            "\"",
            "\\",
            "\n",
            "\u0001",
            "é",
            "\uD83D\uDE00",
            "lockstep-trace",
            "null"),
        Arbitraries.strings().ofMaxLength(4).filter(Traces::isUnicode));
  }

  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }

  static Arbitrary<TraceHeader> headers() {
    return Combinators.combine(
            texts(),
            texts().optional(),
            Arbitraries.maps(texts(), values()).ofMaxSize(2),
            Arbitraries.longs().optional(),
            Arbitraries.longs().optional(),
            states())
        .as(
            (spec, protocol, constants, seed, run, state) ->
                new TraceHeader(
                    0, Optional.of(spec), protocol, new TreeMap<>(constants), seed, run, state));
  }

  static Arbitrary<TraceEvent> events() {
    Arbitrary<List<LoggedValue>> arguments =
        Arbitraries.oneOf(values(), Arbitraries.just(new LoggedValue.Nothing()))
            .list()
            .ofMaxSize(3);
    return Combinators.combine(
            texts().optional(),
            Arbitraries.longs().optional(),
            actions(arguments),
            states(),
            deltas())
        .as(
            (node, clock, event, state, delta) ->
                new TraceEvent(
                    Origin.NONE, node, Causality.ofClock(clock), event.steps(), state, delta));
  }

  private static Arbitrary<TraceEvent> actions(Arbitrary<List<LoggedValue>> arguments) {
    return Arbitraries.oneOf(
        Arbitraries.just(TraceEvent.ANY),
        texts().map(LoggedCall::of).map(TraceEvent.ANY::with),
        Combinators.combine(texts(), arguments).as(LoggedCall::of).map(TraceEvent.ANY::with));
  }

  private static Arbitrary<SortedMap<Place, LoggedValue>> states() {
    Arbitrary<Place> places =
        Combinators.combine(texts().filter(name -> !name.isEmpty()), texts().list().ofMaxSize(2))
            .as(Place::new);
    return Arbitraries.maps(places, values()).ofMaxSize(3).map(TreeMap::new);
  }

  private static Arbitrary<SortedMap<String, List<Change>>> deltas() {
    return Arbitraries.maps(texts(), changes().list().ofMinSize(1).ofMaxSize(2))
        .ofMaxSize(2)
        .map(TreeMap::new);
  }

  private static Arbitrary<Change> changes() {
    return Arbitraries.of(Set.of(Change.Operator.values()))
        .flatMap(
            operator ->
                Combinators.combine(
                        texts().list().ofMaxSize(2), values().list().ofSize(operator.arity()))
                    .as((path, arguments) -> new Change(operator, path, arguments)));
  }
}
