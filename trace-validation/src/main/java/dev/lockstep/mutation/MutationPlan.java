package dev.lockstep.mutation;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecMutation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which wrong versions of a spec there are, and in which models each of them could make a
 * difference: a model that leaves an action out is the same whatever that action is.
 *
 * @param mutants all of them, by place
 * @param reached the changes that each model reaches, by the name of the model
 */
public record MutationPlan(List<SpecMutant> mutants, Map<String, Set<SpecMutation>> reached) {

  /** Copies the collections. */
  public MutationPlan {
    mutants = List.copyOf(mutants);
    reached = Collections.unmodifiableMap(new LinkedHashMap<>(reached));
  }

  /**
   * Makes the plan.
   *
   * @param models with names of their own
   * @param wanted which changes are wanted
   * @throws SpecException if TLC cannot load a model
   */
  public static MutationPlan of(List<MutationModel> models, Predicate<SpecMutation> wanted)
      throws SpecException {
    Map<String, Set<SpecMutation>> reached = new LinkedHashMap<>();
    Set<SpecMutation> all = new TreeSet<>();
    for (MutationModel model : models) {
      try (Spec spec = Spec.load(model.source())) {
        Set<SpecMutation> here = new TreeSet<>();
        for (SpecMutation mutation : spec.mutations()) {
          if (wanted.test(mutation)) {
            here.add(mutation);
          }
        }
        reached.put(model.name(), here);
        all.addAll(here);
      }
    }
    return new MutationPlan(SpecMutant.name(all), reached);
  }

  /**
   * Says whether a change is one of the protocol and not of what stands around it: modules called
   * {@code MC…} bound a protocol for the model checker. That an action never happens is a change of
   * the protocol wherever the actions are listed.
   *
   * @param around other modules that stand around the protocol
   */
  public static boolean isOfProtocol(SpecMutation mutation, Set<String> around) {
    return mutation.operator() == SpecMutation.Operator.DROP_ACTION
        || !(mutation.module().startsWith("MC") || around.contains(mutation.module()));
  }

  /** Returns this plan with some of the mutants only; they keep their ids. */
  public MutationPlan only(Predicate<SpecMutant> wanted) {
    return new MutationPlan(mutants.stream().filter(wanted).toList(), reached);
  }

  /** Says whether a change could make a difference in a model. */
  boolean reaches(MutationModel model, SpecMutant mutant) {
    return reached.getOrDefault(model.name(), Set.of()).contains(mutant.mutation());
  }
}
