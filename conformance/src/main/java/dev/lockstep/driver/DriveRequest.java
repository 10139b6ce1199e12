package dev.lockstep.driver;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceHeader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The lines that the line protocol sends, see {@code docs/drive-protocol.md}. */
final class DriveRequest {

  static final int VERSION = 1;

  private DriveRequest() {}

  static String hello(TraceHeader header) {
    SortedMap<String, LoggedValue> fields = request("hello");
    fields.put("lockstep-drive", new LoggedValue.Whole(VERSION));
    header.spec().ifPresent(spec -> fields.put("spec", new LoggedValue.Text(spec)));
    header.protocol().ifPresent(name -> fields.put("protocol", new LoggedValue.Text(name)));
    fields.put("constants", new LoggedValue.Fields(header.constants()));
    return line(fields);
  }

  static String init(SortedMap<String, LoggedValue> state) {
    SortedMap<String, LoggedValue> fields = request("init");
    fields.put("state", new LoggedValue.Fields(state));
    return line(fields);
  }

  static String step(ActionCall call) {
    SortedMap<String, LoggedValue> fields = request("step");
    fields.put("action", new LoggedValue.Text(call.name()));
    fields.put(
        "args", new LoggedValue.Items(call.arguments().stream().map(LoggedValue::of).toList()));
    return line(fields);
  }

  static String observe() {
    return line(request("observe"));
  }

  static String enabled() {
    return line(request("enabled"));
  }

  static String quit() {
    return line(request("quit"));
  }

  private static SortedMap<String, LoggedValue> request(String name) {
    SortedMap<String, LoggedValue> fields = new TreeMap<>();
    fields.put("request", new LoggedValue.Text(name));
    return fields;
  }

  private static String line(SortedMap<String, LoggedValue> fields) {
    return new LoggedValue.Fields(fields) + "\n";
  }
}
