package dev.lockstep.tlc.engine;

import java.util.ArrayList;
import java.util.List;
import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;
import tla2sany.st.SyntaxTreeConstants;
import tla2sany.st.TreeNode;

/**
 * The text of a node of the syntax tree with its lines and columns, which have a meaning in TLA+,
 * but without comments.
 */
final class SourceLines {

  private static final String PART = "N_";

  private final List<StringBuilder> lines = new ArrayList<>();
  private int line;

  private SourceLines() {}

  static String of(SemanticNode node) {
    return of(node.getTreeNode());
  }

  static String of(TreeNode tree) {
    SourceLines source = new SourceLines();
    source.append(tree);
    int margin =
        source.lines.stream().mapToInt(text -> leadingBlanks(text.toString())).min().orElse(0);
    List<String> shifted =
        source.lines.stream().map(text -> text.substring(Math.min(margin, text.length()))).toList();
    return String.join("\n", shifted);
  }

  private static int leadingBlanks(String text) {
    return text.length() - text.stripLeading().length();
  }

  private void append(TreeNode tree) {
    TreeNode[] heirs = tree.heirs();
    if (heirs != null && heirs.length > 0) {
      for (TreeNode heir : heirs) {
        append(heir);
      }
      return;
    }
    String token = tree.getImage();
    Location location = tree.getLocation();
    if (token == null
        || token.isEmpty()
        || (tree.getKind() >= SyntaxTreeConstants.NULL_ID && token.startsWith(PART))
        || location == null
        || location.beginLine() <= 0) {
      return;
    }
    if (location.beginLine() != line) {
      lines.add(new StringBuilder());
      line = location.beginLine();
    }
    StringBuilder text = lines.getLast();
    text.append(" ".repeat(Math.max(0, location.beginColumn() - 1 - text.length()))).append(token);
  }
}
