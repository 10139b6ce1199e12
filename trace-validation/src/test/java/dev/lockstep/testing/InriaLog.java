package dev.lockstep.testing;

import dev.lockstep.trace.Change;
import dev.lockstep.trace.InriaReader;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceEvent;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Logs as INRIA's library for Java writes them, for events of a {@link Walk}. */
public final class InriaLog {

  private InriaLog() {}

  public static List<String> lines(List<TraceEvent> events) {
    return events.stream().map(InriaLog::line).toList();
  }

  public static InriaReader reader(List<String> lines) {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return InriaReader.of("log.ndjson", new ByteArrayInputStream(bytes));
  }

  private static String line(TraceEvent event) {
    List<String> fields = new ArrayList<>();
    event
        .delta()
        .forEach(
            (variable, changes) ->
                fields.add(
                    "\""
                        + variable
                        + "\": "
                        + changes.stream()
                            .map(InriaLog::change)
                            .collect(Collectors.joining(", ", "[", "]"))));
    event.action().ifPresent(name -> fields.add("\"event\": \"" + name + "\""));
    event
        .arguments()
        .filter(arguments -> !arguments.isEmpty())
        .ifPresent(arguments -> fields.add("\"event_args\": " + new LoggedValue.Items(arguments)));
    return "{" + String.join(", ", fields) + "}";
  }

  private static String change(Change change) {
    List<LoggedValue> path = new ArrayList<>();
    change.path().forEach(segment -> path.add(new LoggedValue.Text(segment)));
    return "{\"op\": \""
        + change.operator().word()
        + "\", \"path\": "
        + new LoggedValue.Items(path)
        + ", \"args\": "
        + new LoggedValue.Items(change.arguments())
        + "}";
  }
}
