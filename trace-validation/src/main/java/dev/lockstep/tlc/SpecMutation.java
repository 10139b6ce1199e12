package dev.lockstep.tlc;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * One small change of a spec's text, after which it is still a spec: one guard less, another
 * comparison, an update that does not happen.
 *
 * @param operator what kind of change it is
 * @param definition the operator of the spec that is changed; for an action that is dropped, that
 *     action
 * @param module the module that is changed
 * @param file its file
 * @param begin where in the file's text the part begins that is replaced, counted in characters
 *     from 0
 * @param end where it ends: the first character that stays
 * @param line the line where it begins, counted from 1
 * @param column the column where it begins, counted from 1
 * @param before what stands there, on one line
 * @param after what takes its place
 */
public record SpecMutation(
    Operator operator,
    String definition,
    String module,
    Path file,
    int begin,
    int end,
    int line,
    int column,
    String before,
    String after)
    implements Comparable<SpecMutation> {

  /** A kind of change. */
  public enum Operator {
    /** A conjunct of a guard is true. */
    DROP_GUARD("drop-guard", "a condition is not asked for"),
    /** A comparison, a membership or a negation is turned round. */
    NEGATE("negate", "a condition is turned into its opposite"),
    /** A condition is asked of one where it was asked of all. */
    WEAKEN_QUORUM("weaken-quorum", "fewer are asked than should be"),
    /** {@code >} for {@code >=}, {@code <} for {@code >}, and so on. */
    COMPARISON("comparison", "a comparison of numbers has another boundary or direction"),
    /** A number is one more or one less. */
    NUMBER("number", "a number is off by one"),
    /** {@code -} for {@code +}, {@code \cap} for {@code \cup}, the least for the greatest. */
    ARITHMETIC("arithmetic", "another operator on numbers or sets"),
    /** One operand is left out, or one element of a set. */
    DROP_OPERAND("drop-operand", "an operand of an operator on sets or numbers is left out"),
    /** One branch of an IF is taken whatever the condition is. */
    ONE_BRANCH("one-branch", "an IF always takes the same branch"),
    /** A word is another word of the same set. */
    SWAP_CONSTANT("swap-constant", "another word of the same set"),
    /** A variable stays as it is. */
    DROP_UPDATE("drop-update", "a change of a variable does not happen"),
    /** Two variables get each other's value. */
    SWAP_UPDATES("swap-updates", "two variables get each other's new value"),
    /** The value before the step is read for the value after it. */
    STALE_READ("stale-read", "an old value is read for the new one"),
    /** A variable that survives a crash does not. */
    LOSE_PERSISTED("lose-persisted", "a crash or restart resets a variable that should survive"),
    /** An action never happens. */
    DROP_ACTION("drop-action", "an action never happens"),
    /** A fairness condition is left out. */
    DROP_FAIRNESS("drop-fairness", "a fairness condition is left out"),
    /** Strong fairness is weak. */
    WEAKEN_FAIRNESS("weaken-fairness", "strong fairness is only weak");

    private final String word;
    private final String meaning;

    Operator(String word, String meaning) {
      this.word = word;
      this.meaning = meaning;
    }

    /** Returns the kind that is called {@code word}, if there is one. */
    public static Optional<Operator> of(String word) {
      return Arrays.stream(values()).filter(operator -> operator.word.equals(word)).findFirst();
    }

    /** Returns how it is called: lower case with hyphens. */
    public String word() {
      return word;
    }

    /** Returns what it does, in half a sentence. */
    public String meaning() {
      return meaning;
    }
  }

  private static final Comparator<SpecMutation> ORDER =
      Comparator.comparing(SpecMutation::module)
          .thenComparingInt(SpecMutation::begin)
          .thenComparingInt(SpecMutation::end)
          .thenComparing(SpecMutation::operator)
          .thenComparing(SpecMutation::after);

  /** By place, and at the same place by kind. */
  @Override
  public int compareTo(SpecMutation other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%s of %s (%s, line %d, column %d): %s -> %s"
        .formatted(operator.word(), definition, module, line, column, before, after);
  }
}
