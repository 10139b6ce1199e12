package dev.lockstep.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;

/** Which protocol extends which. */
final class Extensions {

  private final SortedMap<String, Protocol> protocols;

  /**
   * Checks what the protocols say they extend.
   *
   * @throws IllegalStateException if one extends a protocol that there is not, or itself by way of
   *     others
   */
  Extensions(SortedMap<String, Protocol> protocols) {
    this.protocols = protocols;
    for (Protocol protocol : protocols.values()) {
      check(protocol);
    }
  }

  private void check(Protocol protocol) {
    List<String> way = new ArrayList<>(List.of(protocol.name()));
    Protocol at = protocol;
    while (at.base().isPresent()) {
      String base = at.base().get();
      Protocol extended = protocols.get(base);
      if (extended == null) {
        throw new IllegalStateException(
            at.file()
                + " extends what is not there: "
                + new UnknownNameException("protocol", base, protocols.keySet()).getMessage());
      }
      boolean closed = way.contains(base);
      way.add(base);
      if (closed) {
        throw new IllegalStateException(
            protocol.file() + ": a protocol cannot extend itself: " + String.join(" -> ", way));
      }
      at = extended;
    }
  }

  /** Returns the protocols that {@code protocol} extends, the nearest first. */
  List<Protocol> bases(Protocol protocol) {
    List<Protocol> bases = new ArrayList<>();
    Protocol at = protocol;
    while (at.base().isPresent()) {
      at = protocols.getOrDefault(at.base().get(), at);
      bases.add(at);
    }
    return Collections.unmodifiableList(bases);
  }

  /** Returns all protocols with what they have from their bases, each after its base. */
  SequencedMap<String, Protocol> complete() {
    SequencedMap<String, Protocol> complete = new LinkedHashMap<>();
    protocols.values().stream()
        .filter(protocol -> protocol.base().isEmpty())
        .sorted(order())
        .forEach(protocol -> add(protocol, complete));
    return complete;
  }

  private void add(Protocol protocol, SequencedMap<String, Protocol> complete) {
    complete.put(protocol.name(), protocol);
    protocols.values().stream()
        .filter(other -> other.base().filter(protocol.name()::equals).isPresent())
        .sorted(order())
        .forEach(extension -> add(extension.on(protocol), complete));
  }

  private static Comparator<Protocol> order() {
    return Comparator.comparingInt(Protocol::chapterNumber).thenComparing(Protocol::name);
  }
}
