package dev.lockstep.driver;

import dev.lockstep.trace.JsonLine;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A line that a command answers with, see {@code docs/drive-protocol.md}. Fields that the protocol
 * does not have are errors: most often they are misspelled.
 *
 * @param version of the protocol, in the answer to hello
 * @param unsupported actions that cannot be caused, with reasons, in the answer to hello
 * @param saysEnabled whether it answers to "enabled", in the answer to hello
 * @param accepted whether a step was taken
 * @param state what is observed
 * @param enabled the steps that would be accepted
 * @param error why there is no answer
 */
record DriveAnswer(
    Optional<Long> version,
    Map<String, String> unsupported,
    boolean saysEnabled,
    Optional<Boolean> accepted,
    Optional<SortedMap<Place, LoggedValue>> state,
    Optional<List<LoggedCall>> enabled,
    Optional<String> error) {

  /** Reads a line. */
  static DriveAnswer read(String name, int lineNumber, String text)
      throws TraceException, DriverException {
    Fields fields = new Fields(name, lineNumber);
    List<DriverException> problems = new ArrayList<>();
    try (JsonLine line = new JsonLine(name, lineNumber, text)) {
      line.object("answer", field -> fields.read(line, field, problems));
      line.end();
    }
    if (!problems.isEmpty()) {
      throw problems.getFirst();
    }
    return new DriveAnswer(
        fields.version,
        fields.unsupported,
        fields.saysEnabled,
        fields.accepted,
        fields.state,
        fields.enabled,
        fields.error);
  }

  /** The fields, while they are read. */
  private static final class Fields {
    private final String name;
    private final int lineNumber;
    private Optional<Long> version = Optional.empty();
    private final SortedMap<String, String> unsupported = new TreeMap<>();
    private boolean saysEnabled;
    private Optional<Boolean> accepted = Optional.empty();
    private Optional<SortedMap<Place, LoggedValue>> state = Optional.empty();
    private Optional<List<LoggedCall>> enabled = Optional.empty();
    private Optional<String> error = Optional.empty();

    Fields(String name, int lineNumber) {
      this.name = name;
      this.lineNumber = lineNumber;
    }

    void read(JsonLine line, String field, List<DriverException> problems) throws TraceException {
      switch (field) {
        case "lockstep-drive" -> version = Optional.of(line.integer(field));
        case "name" -> line.string(field);
        case "unsupported" ->
            line.object(field, action -> unsupported.put(action, line.string(action)));
        case "accepted" -> accepted = Optional.of(line.truth(field));
        case "error" -> error = Optional.of(line.string(field));
        case "enabled" -> {
          if (line.atArray()) {
            enabled = Optional.of(calls(line));
          } else {
            saysEnabled = line.truth(field);
          }
        }
        case "state" -> {
          SortedMap<Place, LoggedValue> places = new TreeMap<>();
          line.object(
              field,
              place -> {
                LoggedValue value = line.value(place);
                try {
                  places.put(JavaImplementation.place(place), value);
                } catch (DriverException e) {
                  problems.add(e);
                }
              });
          state = Optional.of(places);
        }
        default ->
            throw new TraceException(
                name,
                lineNumber,
                line.lastColumn(),
                "the protocol has no field \"" + field + "\" in an answer",
                null);
      }
    }

    private List<LoggedCall> calls(JsonLine line) throws TraceException {
      List<LoggedCall> calls = new ArrayList<>();
      line.array(
          "enabled",
          index -> {
            String[] action = {""};
            List<LoggedValue> arguments = new ArrayList<>();
            line.object(
                "enabled",
                field -> {
                  switch (field) {
                    case "action" -> action[0] = line.string(field);
                    case "args" -> arguments.addAll(line.values(field));
                    default ->
                        throw new TraceException(
                            name,
                            lineNumber,
                            line.lastColumn(),
                            "a step has \"action\" and \"args\", not \"" + field + "\"",
                            null);
                  }
                });
            calls.add(LoggedCall.of(action[0], arguments));
          });
      return calls;
    }
  }
}
