package dev.lockstep.trace;

import dev.lockstep.catalog.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads a {@link Place}. Parentheses in a key need no escape where they cannot be mistaken: outside
 * of a projection, or in pairs.
 */
final class PlaceParser {

  private static final int MAX_PROJECTIONS = 20;

  private final String text;
  private final Deque<Projection> open = new ArrayDeque<>();
  private final List<Place.Segment> path = new ArrayList<>();
  private int at;

  PlaceParser(String text) {
    this.text = text;
  }

  Place parse() {
    String variable = variable();
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next == '/') {
        int end = endOfKey();
        path.add(new Place.Key(unescape(text.substring(at, end))));
        at = end;
      } else if (next == ')' && !open.isEmpty()) {
        path.add(open.pop());
      } else if (next == ')') {
        throw new IllegalArgumentException(
            "a ) has no ( before it; inside a key write ~2 for ( and ~3 for )");
      } else {
        throw new IllegalArgumentException("after a ) can only come a / or a further )");
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("the ) of " + open.peek() + "( is missing");
    }
    return new Place(variable, path);
  }

  /** Reads the projections in front, and what they are of. */
  private String variable() {
    while (true) {
      int end = at;
      while (end < text.length() && "/()".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      String word = text.substring(at, end);
      at = end;
      if (end == text.length() || text.charAt(end) != '(') {
        if (word.isEmpty()) {
          throw new IllegalArgumentException("it does not start with the name of a variable");
        }
        return unescape(word);
      }
      open.push(
          Projection.named(word)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "there is no projection "
                              + Nearest.shortened(word)
                              + Nearest.hint(word, Projection.words()))));
      if (open.size() > MAX_PROJECTIONS) {
        throw new IllegalArgumentException("more than " + MAX_PROJECTIONS + " projections");
      }
      at++;
    }
  }

  private int endOfKey() {
    int depth = 0;
    for (int end = at; end < text.length(); end++) {
      char next = text.charAt(end);
      if (next == '/') {
        return end;
      }
      if (next == '(') {
        depth++;
      } else if (next == ')' && !open.isEmpty() && depth-- == 0) {
        return end;
      }
    }
    return text.length();
  }

  private static String unescape(String key) {
    for (int tilde = key.indexOf('~'); tilde >= 0; tilde = key.indexOf('~', tilde + 1)) {
      if (tilde + 1 == key.length() || "0123".indexOf(key.charAt(tilde + 1)) < 0) {
        throw new IllegalArgumentException(
            "a ~ must be written ~0, and inside a key / is ~1, ( is ~2, ) is ~3");
      }
    }
    return key.replace("~3", ")").replace("~2", "(").replace("~1", "/").replace("~0", "~");
  }
}
