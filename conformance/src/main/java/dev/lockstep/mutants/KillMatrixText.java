package dev.lockstep.mutants;

import dev.lockstep.mutants.KillLayer.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The kill matrix as a table of text. */
public final class KillMatrixText {

  private KillMatrixText() {}

  /**
   * Returns the lines: a row for the control and for each mutant, a column for each layer with the
   * length of the counterexample, what it shows, and, if wanted, the time that finding it took.
   *
   * @param times whether to tell times, which differ from run to run
   */
  public static List<String> lines(KillMatrix matrix, boolean times) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("mutant"));
    head.addAll(matrix.layers());
    rows.add(head);
    rows.add(cells(matrix.control(), times));
    matrix.rows().forEach(row -> rows.add(cells(row, times)));
    int[] widths = new int[head.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    lines.add("");
    lines.add(summary(matrix));
    return lines;
  }

  private static String summary(KillMatrix matrix) {
    List<String> survivors = matrix.survivors().stream().map(KillMatrix.Row::id).toList();
    String killed =
        matrix.rows().size() - survivors.size() + " of " + matrix.rows().size() + " mutants killed";
    String alarm = matrix.control().killed() ? "; FALSE ALARM on the control" : "";
    return survivors.isEmpty()
        ? killed + alarm
        : killed + "; SURVIVORS: " + String.join(", ", survivors) + alarm;
  }

  private static List<String> cells(KillMatrix.Row row, boolean times) {
    List<String> cells = new ArrayList<>(List.of(row.id()));
    row.findings().forEach(finding -> cells.add(cell(finding, times)));
    return cells;
  }

  private static String cell(Finding finding, boolean times) {
    String time =
        times ? String.format(Locale.ROOT, " (%.2f s)", finding.elapsed().toNanos() / 1e9) : "";
    if (!finding.killed()) {
      return "-" + time;
    }
    String length = finding.length().isPresent() ? finding.length().getAsInt() + " " : "";
    return length + finding.evidence() + time;
  }
}
