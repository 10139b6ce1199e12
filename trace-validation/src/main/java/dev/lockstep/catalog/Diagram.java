package dev.lockstep.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to draw a run of a protocol: who takes an action, and between whom a message goes. A place is
 * the name of a lane, or {@code $1} for the first argument of the action, or {@code $rm} for the
 * field {@code rm} of the message.
 *
 * @param network the variable that holds the messages in flight
 * @param actors for the first letters of an action's name: the lane of the process that takes it
 * @param messages for the type of a message: its way
 */
public record Diagram(String network, Map<String, String> actors, Map<String, Route> messages) {

  /**
   * The way of a message.
   *
   * @param from the place of its sender
   * @param to the place of its receiver
   */
  public record Route(String from, String to) {}

  /** Copies the maps; their order is kept, and is the order of the lanes. */
  public Diagram {
    actors = Collections.unmodifiableMap(new LinkedHashMap<>(actors));
    messages = Collections.unmodifiableMap(new LinkedHashMap<>(messages));
  }
}
