package dev.lockstep.causality;

import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** What the headers of several logs say together. */
final class JoinedHeader {

  private final List<TraceSource> sources;
  private final List<TraceHeader> headers;

  JoinedHeader(List<TraceSource> sources, List<TraceHeader> headers) {
    this.sources = sources;
    this.headers = headers;
  }

  TraceHeader join() throws TraceException {
    return new TraceHeader(
        headers.getFirst().line(),
        one("spec", TraceHeader::spec),
        one("protocol", TraceHeader::protocol),
        all("constant ", TraceHeader::constants, JoinedHeader::sameConstant),
        one("seed", TraceHeader::seed),
        one("run", TraceHeader::run),
        all("initial value of ", TraceHeader::state, LoggedValue::equals));
  }

  private <V> Optional<V> one(String name, Function<TraceHeader, Optional<V>> field)
      throws TraceException {
    SortedMap<String, V> joined =
        all(
            "",
            header -> field.apply(header).map(value -> Map.of(name, value)).orElse(Map.of()),
            Object::equals);
    return Optional.ofNullable(joined.get(name));
  }

  private <K, V> SortedMap<K, V> all(
      String what, Function<TraceHeader, Map<K, V>> field, BiPredicate<V, V> same)
      throws TraceException {
    SortedMap<K, V> joined = new TreeMap<>();
    for (int log = 0; log < headers.size(); log++) {
      for (Map.Entry<K, V> entry : field.apply(headers.get(log)).entrySet()) {
        V known = joined.putIfAbsent(entry.getKey(), entry.getValue());
        if (known != null && !same.test(known, entry.getValue())) {
          int first = 0;
          while (!field.apply(headers.get(first)).containsKey(entry.getKey())) {
            first++;
          }
          throw differs(what + entry.getKey(), first, known, log, entry.getValue());
        }
      }
    }
    return joined;
  }

  private TraceException differs(String what, int first, Object known, int log, Object value) {
    int line = headers.get(first).line();
    return new TraceException(
        sources.get(log).name(),
        headers.get(log).line(),
        0,
        "the "
            + what
            + " is "
            + value
            + " here, but "
            + known
            + " in "
            + sources.get(first).name()
            + (line == 0 ? "" : ", line " + line)
            + ": these are not logs of the same run",
        null);
  }

  /** An array in a constant is a set. */
  private static boolean sameConstant(LoggedValue one, LoggedValue other) {
    if (one instanceof LoggedValue.Items left && other instanceof LoggedValue.Items right) {
      return new HashSet<>(left.values()).equals(new HashSet<>(right.values()));
    }
    return one.equals(other);
  }
}
