package dev.lockstep.tlc;

import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.SortedMap;

/**
 * One conjunct of an action as evaluated in a state: the smallest reason why the action is enabled
 * or not.
 *
 * @param module the module that it stands in
 * @param line its line there, counted from 1
 * @param column its column there, counted from 1
 * @param text its text, with white space folded
 * @param truth whether it holds
 * @param values the values of the variables, constants and parameters that it names, by name
 * @param notes what is worth saying about it, for example which elements a set lacks
 */
public record Conjunct(
    String module,
    int line,
    int column,
    String text,
    boolean truth,
    SortedMap<String, TlaValue> values,
    List<String> notes) {

  /** Copies the notes. */
  public Conjunct {
    notes = List.copyOf(notes);
  }

  /** Returns its text and where it stands, for example {@code x > 0 (Spec.tla:7)}. */
  public String withPlace() {
    return text + "  (" + module + ".tla:" + line + ")";
  }
}
