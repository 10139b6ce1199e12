package dev.lockstep.recorder;

import java.util.ArrayList;
import java.util.List;

/** The syntax of places: {@code variable/key/key}, with ~1 for a slash and ~0 for a tilde. */
final class Places {

  private Places() {}

  static String of(String variable, Object... path) throws BadValueException {
    StringBuilder place = new StringBuilder(escape(Values.text(variable)));
    for (Object key : path) {
      place.append('/').append(escape(Values.keyText(key)));
    }
    return checked(place.toString());
  }

  /** Returns {@code place}, which is one. */
  static String checked(String place) throws BadValueException {
    if (place.isEmpty() || place.charAt(0) == '/') {
      throw new BadValueException("a place starts with the name of a variable", null);
    }
    for (int at = place.indexOf('~'); at >= 0; at = place.indexOf('~', at + 1)) {
      if (at + 1 == place.length() || "01".indexOf(place.charAt(at + 1)) < 0) {
        throw new BadValueException(
            "a ~ must be written ~0, and a / inside a key ~1; TraceLog.place does that", null);
      }
    }
    return Values.text(place);
  }

  /** Returns the segments of {@code place}, of which the first is the variable. */
  static List<String> segments(String place) throws BadValueException {
    List<String> segments = new ArrayList<>();
    for (String segment : checked(place).split("/", -1)) {
      segments.add(segment.replace("~1", "/").replace("~0", "~"));
    }
    return segments;
  }

  private static String escape(String segment) {
    return segment.replace("~", "~0").replace("/", "~1");
  }
}
