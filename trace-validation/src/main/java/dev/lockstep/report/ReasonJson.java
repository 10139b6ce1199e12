package dev.lockstep.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.observation.Difference;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.validation.Reason;
import java.util.List;

/** Why a run is not one of the spec, for programs; described in {@code docs/verdicts.md}. */
public final class ReasonJson {

  private ReasonJson() {}

  /** Returns why a run is not one of the spec. */
  public static ObjectNode of(Reason reason) {
    ObjectNode node = object().put("kind", reason.kind()).put("sentence", reason.sentence());
    switch (reason) {
      case Reason.UnknownAction unknown -> {
        unknown.nearest().ifPresent(nearest -> node.put("nearest", nearest));
        unknown.known().forEach(node.putArray("known")::add);
      }
      case Reason.UnknownArgument ignored -> {}
      case Reason.NotEnabled notEnabled -> {
        ArrayNode conjuncts = node.putArray("conjuncts");
        notEnabled.conjuncts().forEach(conjunct -> conjuncts.add(conjunct(conjunct)));
        if (!notEnabled.note().isEmpty()) {
          node.put("note", notEnabled.note());
        }
      }
      case Reason.ValuesDiffer values -> {
        node.put("steps", values.steps());
        values.nearest().ifPresent(nearest -> node.put("nearest", nearest.toString()));
        node.set("differences", differences(values.differences()));
      }
      case Reason.InitialStateImpossible initial ->
          node.set("differences", differences(initial.differences()));
      case Reason.InvariantBroken broken -> node.put("invariant", broken.invariant());
      case Reason.OrderImpossible order -> {
        ArrayNode blocked = node.putArray("blocked");
        order
            .blocked()
            .forEach(
                one -> {
                  ObjectNode event = blocked.addObject();
                  event.put("file", one.event().origin().file()).put("line", one.event().line());
                  one.event().node().ifPresent(name -> event.put("node", name));
                  event.put("call", one.event().steps().toString());
                  event.set("reason", of(one.reason()));
                });
      }
    }
    return node;
  }

  private static ObjectNode conjunct(Reason.FalseConjunct guard) {
    Conjunct conjunct = guard.conjunct();
    ObjectNode node =
        object()
            .put("module", conjunct.module())
            .put("line", conjunct.line())
            .put("column", conjunct.column())
            .put("text", conjunct.text())
            .put("falseIn", guard.falseIn())
            .put("candidates", guard.candidates())
            .put("instance", guard.instance().toString());
    ObjectNode values = node.putObject("values");
    conjunct.values().forEach((name, value) -> values.put(name, value.toString()));
    ArrayNode notes = node.putArray("notes");
    conjunct.notes().forEach(notes::add);
    return node;
  }

  private static ArrayNode differences(List<Difference> differences) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Difference difference : differences) {
      ObjectNode node =
          array
              .addObject()
              .put("place", difference.place())
              .put("logged", difference.logged())
              .put("expected", difference.expected())
              .put("spec", difference.spec());
      ArrayNode notes = node.putArray("notes");
      difference.notes().forEach(notes::add);
    }
    return array;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
