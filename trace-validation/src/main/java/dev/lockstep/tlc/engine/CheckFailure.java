package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What TLC could not do, in a few words and with the place, out of the pages that it prints. */
final class CheckFailure {

  /** A place as TLC writes it, in two ways. */
  private static final Pattern PLACE =
      Pattern.compile(
          "line (\\d+), col(?:umn)? (\\d+) to line \\d+, col(?:umn)? \\d+ (?:of module|in) (\\w+)");

  private static final Pattern BOILERPLATE =
      Pattern.compile(
          "(?s)TLC threw an unexpected exception\\..*?The exception was a [\\w.$]+\\s*:?\\s*");

  private static final Pattern STACK =
      Pattern.compile("(?s)\\s*The error occurred when TLC was evaluating the nested.*");

  private CheckFailure() {}

  static SpecException of(String module, List<String> errors, @Nullable Throwable cause) {
    String all = String.join("\n", errors);
    // The innermost expression that was being evaluated is printed last.
    Matcher place = PLACE.matcher(all);
    String file = module;
    int line = 0;
    int column = 0;
    while (place.find()) {
      line = Integer.parseInt(place.group(1));
      column = Integer.parseInt(place.group(2));
      file = place.group(3);
    }
    return new SpecException(file, line, column, "TLC cannot check it: " + message(errors), cause);
  }

  private static String message(List<String> errors) {
    String text =
        errors.stream()
            .map(error -> STACK.matcher(BOILERPLATE.matcher(error).replaceAll("")).replaceAll(""))
            .map(String::strip)
            .filter(error -> !error.isEmpty())
            .distinct()
            .collect(Collectors.joining("\n"));
    return text.isEmpty() ? "it gives no reason" : text.replace("Error: ", "");
  }
}
