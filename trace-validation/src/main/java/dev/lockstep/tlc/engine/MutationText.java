package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecMutation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;
import tla2sany.st.TreeNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;

/** From places in the syntax tree to places in the text of the modules' files. */
final class MutationText {

  private static final int TAB = 8;

  /**
   * The text of a module.
   *
   * @param lines where each line begins
   */
  private record Module(Path file, String text, List<Integer> lines) {

    static Module of(Path file) {
      try {
        String text = Files.readString(file);
        List<Integer> lines = new ArrayList<>(List.of(0));
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
          lines.add(end + 1);
        }
        return new Module(file, text, lines);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Lines and columns are counted from 1; to the parser, a tab goes to the next eighth column.
     */
    int offset(int line, int column) {
      int offset = lines.get(line - 1);
      for (int at = 1; at < column; offset++) {
        at += text.charAt(offset) == '\t' ? TAB - (at - 1) % TAB : 1;
      }
      return offset;
    }
  }

  private final Function<String, Optional<Path>> files;
  private final Map<String, Optional<Module>> modules = new HashMap<>();

  /**
   * Creates it.
   *
   * @param files the file of a module by its name; none for a standard module
   */
  MutationText(Function<String, Optional<Path>> files) {
    this.files = files;
  }

  /** Returns the change that puts {@code after} in the place of {@code tree}, if it has a place. */
  Optional<SpecMutation> replace(
      SpecMutation.Operator operator, String definition, TreeNode tree, String after) {
    return replace(operator, definition, tree, tree, text(tree), after);
  }

  /** Returns the change that puts {@code after} in the place of all from one node to another. */
  Optional<SpecMutation> replace(
      SpecMutation.Operator operator,
      String definition,
      TreeNode first,
      TreeNode last,
      String before,
      String after) {
    Location from = first.getLocation();
    Location to = last.getLocation();
    String name = String.valueOf(from.source());
    return module(name)
        .map(
            module ->
                new SpecMutation(
                    operator,
                    definition,
                    name,
                    module.file(),
                    module.offset(from.beginLine(), from.beginColumn()),
                    module.offset(to.endLine(), to.endColumn()) + 1,
                    from.beginLine(),
                    from.beginColumn(),
                    before,
                    after))
        .filter(mutation -> !mutation.before().equals(mutation.after()));
  }

  /** Returns what stands in the file after one node and before another. */
  Optional<String> between(TreeNode one, TreeNode other) {
    Location from = one.getLocation();
    Location to = other.getLocation();
    return module(String.valueOf(from.source()))
        .map(
            module ->
                module
                    .text()
                    .substring(
                        module.offset(from.endLine(), from.endColumn()) + 1,
                        module.offset(to.beginLine(), to.beginColumn())));
  }

  private Optional<Module> module(String name) {
    return modules.computeIfAbsent(name, unknown -> files.apply(unknown).map(Module::of));
  }

  /** Returns the text of a part of the tree on one line. */
  static String text(TreeNode tree) {
    return SourceText.of(tree);
  }

  /**
   * Returns the text of an expression on one line, unless it loses its meaning there: the columns
   * of a list of conjuncts or disjuncts say what belongs to it.
   */
  static Optional<String> movable(SemanticNode node) {
    return node.getTreeNode() == null || hasList(node)
        ? Optional.empty()
        : Optional.of(SourceText.of(node));
  }

  private static boolean hasList(SemanticNode node) {
    if (node instanceof OpApplNode application) {
      int code = BuiltInOPs.getOpCode(application.getOperator().getName());
      if (code == ToolGlobals.OPCODE_cl || code == ToolGlobals.OPCODE_dl) {
        return true;
      }
      for (ExprOrOpArgNode argument : application.getArgs()) {
        if (argument != null && hasList(argument)) {
          return true;
        }
      }
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        if (child != null && hasList(child)) {
          return true;
        }
      }
    }
    return false;
  }
}
