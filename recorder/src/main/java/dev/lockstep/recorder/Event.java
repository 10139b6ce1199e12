package dev.lockstep.recorder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a node, told piece by piece and written by {@link #record}. What is not told is not
 * constrained: the validator searches for it.
 *
 * <p>Values are a String, a boolean, an integer that fits 32 bits, an enum (its name), a Collection
 * (a set or a sequence of the spec), a Map (a function), a record (a record), an Optional, or null;
 * they are copied when they are told. A null, or an empty Optional, is an argument that was not
 * observed; elsewhere it stands for what a mapping file calls nil. Anything else is an {@link
 * IllegalArgumentException} that names the place.
 *
 * <p>Places are a variable of the spec, or a variable and keys that lead into its value: {@code
 * rmState/rm1}. See {@link TraceLog#place} for keys with a slash or a tilde in them.
 *
 * <p>For one thread, and for one {@link #record}.
 */
public final class Event {

  /** All events of a log that is off. */
  static final Event OFF = new Event(null, null);

  final @Nullable String action;
  List<@Nullable Object> arguments = List.of();
  Map<String, @Nullable Object> state = Map.of();
  Map<String, List<Line.Change>> delta = Map.of();
  List<String> sent = List.of();
  List<String> received = List.of();

  /** What is known from the messages that were received. */
  Stamp known = Stamp.NONE;

  private final @Nullable NodeRecorder node;
  private boolean recorded;

  /** Whether something told of this event was bad, and the log's handler knows of it. */
  private boolean bad;

  Event(@Nullable NodeRecorder node, @Nullable String action) {
    this.node = node;
    this.action = action;
    if (action != null) {
      telling("the name of the action", () -> Values.text(action));
    }
  }

  /** Adds the next argument of the action; null for one that was not observed. */
  public Event arg(@Nullable Object value) {
    return telling(
        "an argument of the action",
        () -> {
          if (action == null) {
            throw new BadValueException("the event has no action that it could belong to", null);
          }
          arguments = arguments.isEmpty() ? new ArrayList<>(2) : arguments;
          arguments.add(Values.copy(value));
        });
  }

  /** Says that {@code place} has {@code value} after the step. */
  public Event observe(String place, @Nullable Object value) {
    return telling(
        place,
        () -> {
          state = state.isEmpty() ? new LinkedHashMap<>() : state;
          if (state.containsKey(Places.checked(place))) {
            throw new BadValueException("it is observed twice in one event", null);
          }
          state.put(place, Values.copy(value));
        });
  }

  /**
   * Says how the step changed the variable of {@code place}, there. Changes of one variable are
   * applied in the order in which they are told, and together they are all that happened to it: a
   * node that sees a part of a variable only should {@link #observe} that part instead.
   */
  public Event change(String place, Operator operator, @Nullable Object... arguments) {
    return telling(
        place,
        () -> {
          if (arguments.length != operator.arity()) {
            throw new BadValueException(
                operator + " takes " + operator.arity() + " arguments, not " + arguments.length,
                null);
          }
          List<String> segments = Places.segments(place);
          List<@Nullable Object> copies = new ArrayList<>(arguments.length);
          for (Object argument : arguments) {
            copies.add(Values.copy(argument));
          }
          delta = delta.isEmpty() ? new LinkedHashMap<>() : delta;
          delta
              .computeIfAbsent(segments.getFirst(), variable -> new ArrayList<>(2))
              .add(new Line.Change(operator, segments.subList(1, segments.size()), copies));
        });
  }

  /** Says that the step sent messages with these names, each of them new in all of the system. */
  public Event sent(String... ids) {
    return telling("sent", () -> sent = with(sent, ids));
  }

  /** Says that the step received the message of that name, which an event of another node sent. */
  public Event received(String id) {
    return received(id, Stamp.NONE);
  }

  /** Says that the step received the message of that name, and the stamp that came with it. */
  public Event received(String id, Stamp stamp) {
    return received(stamp).telling("received", () -> received = with(received, id));
  }

  /** Says that the step received a message with this stamp. */
  public Event received(Stamp stamp) {
    if (node != null) {
      known = known.merge(stamp);
    }
    return this;
  }

  /**
   * Writes the event, as the next of its node, and returns its stamp: what each message that the
   * step sends should carry. When this returns, the line is with the operating system (unless the
   * log is buffered), so write before you send.
   *
   * @throws java.io.UncheckedIOException if the line could not be written and the log has no
   *     handler of errors
   * @throws IllegalStateException if it was written before, or the log is closed and has no handler
   *     of errors
   */
  public Stamp record() {
    if (node == null) {
      return Stamp.NONE;
    }
    if (recorded) {
      node.log()
          .report(
              new IllegalStateException(
                  "this event is recorded already; each step is an event of its own"));
      return node.send();
    }
    recorded = true;
    return bad ? node.receive(known).send() : node.record(this);
  }

  private static List<String> with(List<String> ids, String... more) throws BadValueException {
    List<String> all = new ArrayList<>(ids);
    for (String id : more) {
      all.add(Values.text(id));
    }
    return all;
  }

  private Event telling(String place, Piece piece) {
    if (node == null || bad || node.log().hasEnded()) {
      return this;
    }
    try {
      piece.tell();
    } catch (BadValueException e) {
      bad = true;
      String event = action == null ? "an event" : action;
      node.log()
          .report(new IllegalArgumentException(event + ", " + place + ": " + e.getMessage(), e));
    }
    return this;
  }

  /** A piece of an event that may turn out to be bad. */
  private interface Piece {
    void tell() throws BadValueException;
  }

  @Override
  public String toString() {
    return action + Arrays.toString(arguments.toArray());
  }
}
