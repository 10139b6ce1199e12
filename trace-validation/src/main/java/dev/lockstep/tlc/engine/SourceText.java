package dev.lockstep.tlc.engine;

import tla2sany.semantic.AtNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;
import tla2sany.st.SyntaxTreeConstants;
import tla2sany.st.TreeNode;

/** The text of a node of the syntax tree, as it was written but on one line. */
final class SourceText {

  /** What the names of the parts of the grammar start with; one without tokens is no text. */
  private static final String PART = "N_";

  private final StringBuilder text = new StringBuilder();
  private int line;
  private int column;

  private SourceText() {}

  static String of(SemanticNode node) {
    if (node instanceof AtNode) {
      // Its place in the tree is that of the whole exception.
      return "@";
    }
    TreeNode tree = node.getTreeNode();
    return tree == null ? node.toString() : of(tree);
  }

  static String of(TreeNode tree) {
    SourceText source = new SourceText();
    source.append(tree);
    return source.text.toString();
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
    if (token == null
        || token.isEmpty()
        || (tree.getKind() >= SyntaxTreeConstants.NULL_ID && token.startsWith(PART))) {
      return;
    }
    Location location = tree.getLocation();
    if (location == null || location.beginLine() <= 0) {
      return;
    }
    if (!text.isEmpty() && (location.beginLine() != line || location.beginColumn() > column + 1)) {
      text.append(' ');
    }
    text.append(token);
    line = location.endLine();
    column = location.endColumn();
  }
}
