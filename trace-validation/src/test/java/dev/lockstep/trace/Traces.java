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
            "(",
            ")",
            "f(x)",
            "length(a",
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
            texts().optional(), causality(), steps(arguments), states(), deltas())
        .as(
            (node, causality, steps, state, delta) ->
                new TraceEvent(Origin.NONE, node, causality, steps, state, delta));
  }

  private static Arbitrary<Causality> causality() {
    return Combinators.combine(
            Arbitraries.longs().optional(),
            Arbitraries.maps(texts(), Arbitraries.longs().greaterOrEqual(0)).ofMaxSize(3),
            texts().list().ofMaxSize(2),
            texts().list().ofMaxSize(2))
        .as(
            (clock, vector, sent, received) ->
                new Causality(clock, new TreeMap<>(vector), sent, received));
  }

  private static Arbitrary<Steps> steps(Arbitrary<List<LoggedValue>> arguments) {
    Arbitrary<LoggedCall> calls =
        Arbitraries.oneOf(
            texts().map(LoggedCall::of),
            Combinators.combine(texts(), arguments).as(LoggedCall::of));
    return Arbitraries.oneOf(
        Arbitraries.just(Steps.NONE),
        Combinators.combine(
                calls.list().ofMaxSize(3),
                Arbitraries.of(Steps.Stuttering.NEVER, Steps.Stuttering.MAYBE))
            .as(Steps::new));
  }

  private static Arbitrary<SortedMap<Place, LoggedValue>> states() {
    return Arbitraries.maps(places(), values()).ofMaxSize(3).map(TreeMap::new);
  }

  static Arbitrary<Place> places() {
    return Combinators.combine(
            texts().filter(name -> !name.isEmpty()), segments().list().ofMaxSize(4))
        .as(Place::new);
  }

  private static Arbitrary<Place.Segment> segments() {
    return Arbitraries.oneOf(
        texts().map(Place.Key::new), Arbitraries.of(Projection.values()).map(part -> part));
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
