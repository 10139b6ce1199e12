package dev.lockstep.history.picture;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import dev.lockstep.history.linearizability.Failure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was concurrent when a history stopped being linearizable, as SVG: a lane for each process, a
 * bar from invocation to answer for each operation. The bar that no order explains is marked; the
 * numbers are the longest order that explains the others. Time is even: one step for each event
 * that is shown. The file needs nothing else, and follows the colours of its reader's system.
 */
public final class Picture {

  private static final int LEFT = 110;
  private static final int WIDE_STEP = 110;
  private static final int NARROW_STEP = 62;

  /** With more events than this, the bars are narrow. */
  private static final int MANY = 14;

  private static final int LEAST_WIDTH = 820;
  private static final int LANE = 52;
  private static final int TOP = 64;
  private static final int BAR = 24;
  private static final int MAX_LABEL = 60;

  private static final String STYLE =
      """
      svg { font: 13px system-ui, sans-serif; background: #fff; color: #1f2328 }
      text { fill: currentColor }
      .title { font-size: 15px; font-weight: 600 }
      .soft { fill: #59636e }
      .lane { stroke: #d1d9e0 }
      .bar { fill: #ddf4ff; stroke: #0969da }
      .other { fill: #f6f8fa; stroke: #818b98 }
      .bad { fill: #ffebe9; stroke: #cf222e; stroke-width: 2.5 }
      .point { fill: #0969da }
      .number { fill: #fff; font-size: 11px; text-anchor: middle }
      .wave { stroke-dasharray: 5 3 }
      @media (prefers-color-scheme: dark) {
        svg { background: #0d1117; color: #f0f6fc }
        .soft { fill: #9198a1 }
        .lane { stroke: #3d444d }
        .bar { fill: #121d2f; stroke: #4493f8 }
        .other { fill: #151b23; stroke: #9198a1 }
        .bad { fill: #25171c; stroke: #f85149 }
        .point { fill: #4493f8 }
        .number { fill: #0d1117 }
      }
      """;

  private final Failure failure;
  private final Map<Integer, Integer> columns = new HashMap<>();
  private final Map<Value, Integer> lanes = new LinkedHashMap<>();
  private final StringBuilder svg = new StringBuilder();
  private final int step;

  private Picture(Failure failure) {
    this.failure = failure;
    SortedSet<Integer> events = new TreeSet<>();
    for (Operation operation : failure.around()) {
      events.add(operation.invoked());
      if (operation.returned() != Operation.NEVER) {
        events.add(operation.returned());
      }
      lanes.putIfAbsent(operation.process(), lanes.size());
    }
    for (int event : events) {
      columns.put(event, columns.size());
    }
    step = columns.size() > MANY ? NARROW_STEP : WIDE_STEP;
  }

  /** Returns the picture of a failure in a history of that name. */
  public static String of(String name, Failure failure) {
    return new Picture(failure).draw(name);
  }

  private String draw(String name) {
    int width = Math.max(LEAST_WIDTH, LEFT + step * (columns.size() + 1) + 30);
    int height = TOP + LANE * lanes.size() + 52;
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(width, height, width, height));
    String key = failure.key().isNil() ? "" : ", key " + failure.key();
    svg.append("<title>").append(escape(name + key)).append("</title>\n");
    svg.append("<desc>").append(escape(Words.sentence(failure.stuck()))).append("</desc>\n");
    svg.append("<style>\n").append(STYLE).append("</style>\n");
    text(16, 24, "title", name + key + " is not linearizable");
    text(16, 44, "soft", cut(Words.sentence(failure.stuck()) + "; no order explains that", 140));
    lanes.forEach(
        (process, lane) -> {
          int y = TOP + LANE * lane + LANE / 2;
          svg.append(
              "<line class=\"lane\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
                  .formatted(LEFT - 10, y, width - 16, y));
          text(16, y + 4, "soft", cut("process " + process.plain(), 14));
        });
    Set<Operation> window = new HashSet<>(failure.window());
    for (Operation operation : failure.around()) {
      bar(operation, window.contains(operation), width);
    }
    points();
    text(
        16,
        height - 16,
        "soft",
        "red: cannot be explained; blue: no order explains these together; numbers: the longest"
            + " order of the rest; dashed: never answered");
    return svg.append("</svg>\n").toString();
  }

  private void bar(Operation operation, boolean inWindow, int width) {
    int from = x(operation.invoked());
    boolean never = operation.returned() == Operation.NEVER;
    int to = never ? width - 20 : x(operation.returned());
    int y = y(operation);
    String kind = operation.equals(failure.stuck()) ? "bad" : inWindow ? "bar" : "other";
    svg.append("<g><title>").append(escape(Words.line(operation))).append("</title>\n");
    svg.append(
        "<rect class=\"%s%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>\n"
            .formatted(kind, never ? " wave" : "", from, y, Math.max(8, to - from), BAR));
    int letters = Math.max(4, (to - from - 8) / 7);
    text(from + 5, y + BAR - 7, "label", cut(Words.call(operation), Math.min(letters, MAX_LABEL)));
    svg.append("</g>\n");
  }

  /** Puts each operation's point as early as the order and its invocation allow. */
  private void points() {
    Set<Operation> shown = new HashSet<>(failure.around());
    int earliest = LEFT;
    int number = 0;
    for (Operation operation : failure.order()) {
      if (!shown.contains(operation)) {
        continue;
      }
      int x = Math.max(earliest, x(operation.invoked()) + 9);
      earliest = x + 4;
      number++;
      int y = y(operation) - 7;
      svg.append("<circle class=\"point\" cx=\"%d\" cy=\"%d\" r=\"8\"/>\n".formatted(x, y));
      text(x, y + 4, "number", Integer.toString(number));
    }
  }

  private int x(int event) {
    return LEFT + step * columns.getOrDefault(event, 0);
  }

  private int y(Operation operation) {
    return TOP + LANE * lanes.getOrDefault(operation.process(), 0) + (LANE - BAR) / 2;
  }

  private void text(int x, int y, String kind, String text) {
    svg.append(
        "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(kind, x, y, escape(text)));
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, Math.max(1, length - 1)) + "…";
  }

  /** Logs may contain what XML cannot, and what it reads as markup. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isXml(point) ? point : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  private static boolean isXml(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || (point >= 0x20 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || point >= 0x10000;
  }
}
