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

  private static final Pattern IN_STATE =
      Pattern.compile("(?s)(.*?) While working on the (initial|next) state: ?(.*)");

  private CheckFailure() {}

  /**
   * Returns the error.
   *
   * @param module the root module, to blame if TLC names no place
   */
  static SpecException of(
      Diagnosis diagnosis, String module, List<String> errors, @Nullable Throwable cause) {
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
    return new SpecException(
        diagnosis.fileOf(file), line, column, "TLC cannot check it: " + message(errors), cause);
  }

  private static String message(List<String> errors) {
    String text =
        errors.stream()
            .map(CheckFailure::sentence)
            .filter(error -> !error.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return text.isEmpty() ? "it gives no reason" : text;
  }

  private static String sentence(String error) {
    String reason = BOILERPLATE.matcher(error).replaceAll("");
    reason = STACK.matcher(reason).replaceAll("");
    reason = PLACE.matcher(reason).replaceAll("");
    reason = reason.replace("Error:", "").strip().replaceAll("\\s+", " ");
    Matcher state = IN_STATE.matcher(reason);
    return state.matches()
        ? "%s (in the %s state %s)".formatted(state.group(1), state.group(2), state.group(3))
        : reason;
  }
}
