package dev.lockstep.diagram;

import dev.lockstep.catalog.Diagram;
import dev.lockstep.diagram.Scene.Act;
import dev.lockstep.diagram.Scene.Event;
import dev.lockstep.diagram.Scene.Loss;
import dev.lockstep.diagram.Scene.Note;
import dev.lockstep.diagram.Scene.Send;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A run as a sequence diagram in text: a lane for each process, time going down, a row for each
 * step with its number, and below it an arrow for each message that leaves. A message may be
 * received much later than it leaves; where that can be told, the step that receives it is marked.
 *
 * <pre>
 *      tm                   rm1
 *  2   ● TMPrepare          │
 *      ├─Prepare───────────▶│
 *  3   │                    ▶ RMPrepare
 *      │◀──────────Prepared─┤
 *  4   ╳ TMCrash            │
 * </pre>
 */
public final class SequenceDiagram {

  private static final int NARROWEST_LANE = 9;
  private static final int AFTER_LABEL = 2;
  private final List<String> lanes;
  private final int margin;
  private final int laneWidth;
  private final int width;
  private final Set<String> down = new HashSet<>();
  private final List<String> lines = new ArrayList<>();

  private SequenceDiagram(List<String> lanes, int margin, int laneWidth, int width) {
    this.lanes = lanes;
    this.margin = margin;
    this.laneWidth = laneWidth;
    this.width = width;
  }

  /**
   * Returns the diagram as lines without line ends; empty if nobody can be told to act.
   *
   * @param loopsBackTo the index of the step that follows the last one, if the run goes on for ever
   * @param diagram who acts and where messages go; without it, who acts is the first argument of
   *     each action, and there are no arrows
   * @param width how many columns there are; longer words are cut
   */
  public static List<String> lines(
      List<TraceStep> steps, OptionalInt loopsBackTo, Optional<Diagram> diagram, int width) {
    Scene scene = Scene.of(steps, diagram);
    List<String> lanes = scene.lanes();
    if (lanes.isEmpty()) {
      return List.of();
    }
    int margin = Integer.toString(steps.size()).length() + 2;
    SequenceDiagram drawing =
        new SequenceDiagram(lanes, margin, laneWidth(scene, lanes, width - margin), width);
    drawing.draw(scene.events());
    loopsBackTo.ifPresent(
        index -> drawing.lines.add(" ".repeat(margin) + ChangeTable.end(index, steps.size())));
    drawing.lines.add("");
    drawing.lines.add(" ".repeat(margin) + legend(scene.events()));
    return List.copyOf(drawing.lines);
  }

  /** Explains the marks that are there. */
  private static String legend(List<Event> events) {
    Set<String> marks = new TreeSet<>();
    for (Event event : events) {
      switch (event) {
        case Act act ->
            marks.add(
                switch (act.sort()) {
                  case LOCAL -> "1● acts";
                  case RECEIPT -> "2▶ acts on a message";
                  case CRASH -> "3╳ crashes";
                  case RESTART -> "4○ restarts";
                });
        case Loss ignored -> marks.add("5✗ a message is lost");
        case Send ignored -> {}
        case Note ignored -> {}
      }
    }
    return marks.stream().map(mark -> mark.substring(1)).collect(Collectors.joining("   "));
  }

  /** As wide as the longest word needs, if there is room for that. */
  private static int laneWidth(Scene scene, List<String> lanes, int room) {
    int wanted = NARROWEST_LANE;
    for (String lane : lanes) {
      wanted = Math.max(wanted, lane.length() + AFTER_LABEL);
    }
    for (Event event : scene.events()) {
      wanted =
          Math.max(
              wanted,
              switch (event) {
                // The last lane's words have the rest of the line for themselves.
                case Act act when act.lane().equals(lanes.getLast()) -> 0;
                case Act act -> 2 + act.label().length() + AFTER_LABEL;
                case Send send -> 2 + send.label().length() + 3;
                case Loss loss -> 2 + loss.label().length() + 3;
                case Note ignored -> 0;
              });
    }
    return Math.max(NARROWEST_LANE, Math.min(wanted, room / lanes.size()));
  }

  private void draw(List<Event> events) {
    StringBuilder heads = new StringBuilder(" ".repeat(margin));
    for (String lane : lanes) {
      heads.append(lane).append(" ".repeat(Math.max(1, laneWidth - lane.length())));
    }
    lines.add(heads.toString().stripTrailing());
    for (Event event : events) {
      switch (event) {
        case Act act -> draw(act);
        case Send send -> draw(send);
        case Loss loss -> draw(loss);
        case Note note -> {
          Row row = row(note.step());
          row.write(margin, "· " + note.text(), width);
          lines.add(row.toString());
        }
      }
    }
  }

  private void draw(Act act) {
    String mark =
        switch (act.sort()) {
          case LOCAL -> "●";
          case RECEIPT -> "▶";
          case CRASH -> "╳";
          case RESTART -> "○";
        };
    Row row = row(act.step());
    int at = column(act.lane());
    boolean last = act.lane().equals(lanes.getLast());
    row.write(at, mark + " " + act.label(), last ? width : at + laneWidth - 1);
    lines.add(row.toString());
    switch (act.sort()) {
      case CRASH -> down.add(act.lane());
      case RESTART -> down.remove(act.lane());
      case LOCAL, RECEIPT -> {}
    }
  }

  /** One row to the right and one to the left, each through to the farthest receiver. */
  private void draw(Send send) {
    int from = column(send.from());
    int[] right =
        send.to().stream().mapToInt(this::column).filter(x -> x > from).sorted().toArray();
    int[] left = send.to().stream().mapToInt(this::column).filter(x -> x < from).sorted().toArray();
    if (right.length > 0) {
      int end = right[right.length - 1];
      Row row = row(0);
      row.line(from + 1, end - 1, '─');
      row.set(from, '├');
      for (int x : right) {
        row.set(x - 1, '▶');
      }
      row.set(end, bar(end));
      row.write(from + 2, send.label(), right[0] - 2);
      lines.add(row.toString());
    }
    if (left.length > 0) {
      Row row = row(0);
      row.line(left[0] + 1, from - 1, '─');
      row.set(from, '┤');
      for (int x : left) {
        row.set(x + 1, '◀');
      }
      row.set(left[0], bar(left[0]));
      int room = from - left[left.length - 1] - 4;
      String label = Row.cut(send.label(), room);
      row.write(from - 1 - label.length(), label, from - 1);
      lines.add(row.toString());
    }
    if (right.length == 0 && left.length == 0) {
      Row row = row(0);
      row.write(from, "├─" + send.label() + "─↩", from + laneWidth - 1);
      lines.add(row.toString());
    }
  }

  private void draw(Loss loss) {
    int from = column(loss.from());
    int to = column(loss.to());
    Row row = row(loss.step());
    if (from < to) {
      row.line(from + 1, to - 1, '┄');
      row.set(to - 1, '✗');
      row.write(from + 2, loss.label(), to - 2);
    } else if (to < from) {
      row.line(to + 1, from - 1, '┄');
      row.set(to + 1, '✗');
      String label = Row.cut(loss.label(), from - to - 4);
      row.write(from - 1 - label.length(), label, from - 1);
    } else {
      row.write(from, "┄" + loss.label() + "┄✗", from + laneWidth - 1);
    }
    lines.add(row.toString());
  }

  private int column(String lane) {
    return margin + lanes.indexOf(lane) * laneWidth;
  }

  private char bar(int column) {
    return down.contains(lanes.get((column - margin) / laneWidth)) ? '┊' : '│';
  }

  /** A row with nothing on it but the lanes and, unless it is 0, the number of the step. */
  private Row row(int step) {
    Row row = new Row();
    if (step > 0) {
      String number = Integer.toString(step);
      row.write(margin - 2 - number.length(), number, margin);
    }
    for (String lane : lanes) {
      row.set(column(lane), bar(column(lane)));
    }
    return row;
  }

  /** A row of characters that grows to the right. */
  private static final class Row {

    private char[] cells = new char[0];

    void set(int column, char cell) {
      if (column >= cells.length) {
        int old = cells.length;
        cells = Arrays.copyOf(cells, column + 1);
        Arrays.fill(cells, old, cells.length, ' ');
      }
      cells[column] = cell;
    }

    void write(int column, String text, int end) {
      String fitting = cut(text, end - column);
      for (int i = 0; i < fitting.length(); i++) {
        set(column + i, fitting.charAt(i));
      }
    }

    /** Draws from one column to the other, both included, crossing the lanes on its way. */
    void line(int from, int to, char stroke) {
      for (int column = from; column <= to; column++) {
        boolean lane = column < cells.length && (cells[column] == '│' || cells[column] == '┊');
        set(column, lane && stroke == '─' ? '┼' : lane ? cells[column] : stroke);
      }
    }

    static String cut(String text, int room) {
      if (text.length() <= room) {
        return text;
      }
      return room < 2 ? "" : text.substring(0, room - 1) + "…";
    }

    @Override
    public String toString() {
      return new String(cells).stripTrailing();
    }
  }
}
