package dev.lockstep.catalog;

import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.ModelChecker.Options;
import dev.lockstep.tlc.ModelChecker.Result;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A model that was checked, and what is different from the result that is pinned for it.
 *
 * @param model the model
 * @param result what TLC says
 * @param differences one sentence for each difference; empty if all is as expected
 */
public record PinnedCheck(Model model, Result result, List<String> differences) {

  /** Copies the differences. */
  public PinnedCheck {
    differences = List.copyOf(differences);
  }

  /**
   * Checks a model and compares the result with the pinned one.
   *
   * @throws SpecException if TLC cannot check it
   * @throws InterruptedException if the calling thread was interrupted
   */
  public static PinnedCheck run(SpecFiles files, Model model, Options options)
      throws SpecException, InterruptedException {
    Result result = ModelChecker.check(files.model(model), options);
    return new PinnedCheck(model, result, differences(model, result, options.workers() == 1));
  }

  /**
   * Returns the verdict on the comparison: it holds if TLC says what was expected. A twin that is
   * refuted as expected therefore holds.
   */
  public Verdict verdict() {
    if (result.verdict() == Verdict.INCONCLUSIVE) {
      return Verdict.INCONCLUSIVE;
    }
    return differences.isEmpty() ? Verdict.HOLDS : Verdict.VIOLATED;
  }

  /**
   * Compares.
   *
   * @param deterministic whether the run was, with one worker: otherwise a run that ends at a
   *     counterexample ends with other counts each time, and these are not compared
   */
  static List<String> differences(Model model, Result result, boolean deterministic) {
    List<String> differences = new ArrayList<>();
    if (result.verdict() == Verdict.INCONCLUSIVE) {
      return differences;
    }
    if (result.verdict() != model.verdict() || !result.property().equals(model.property())) {
      differences.add(
          "TLC says "
              + said(result.verdict(), result.property().orElse(""))
              + ", expected is "
              + said(model.verdict(), model.property().orElse("")));
      return differences;
    }
    boolean complete =
        result.verdict() == Verdict.HOLDS
            || result
                .violation()
                .filter(found -> found.kind() == ModelChecker.Kind.TEMPORAL_PROPERTY)
                .isPresent();
    if (complete || deterministic) {
      compare("distinct states", result.distinct(), model.distinct(), differences);
      compare("states in all", result.generated(), model.total(), differences);
    }
    return differences;
  }

  private static void compare(
      String what, long found, OptionalLong pinned, List<String> differences) {
    if (pinned.isPresent() && pinned.getAsLong() != found) {
      differences.add(
          String.format(Locale.ROOT, "%,d %s, pinned are %,d", found, what, pinned.getAsLong()));
    }
  }

  private static String said(Verdict verdict, String property) {
    String word = verdict.name().toLowerCase(Locale.ROOT);
    return property.isEmpty() ? word : word + " (" + property + ")";
  }
}
