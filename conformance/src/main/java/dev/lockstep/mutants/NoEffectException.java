package dev.lockstep.mutants;

/**
 * A mutant that is no mutant: in the model that it is shown in, its code takes the steps of the
 * right code and no others. Its action is called otherwise, is never taken there, or the change
 * makes no difference. It can neither be killed nor survive.
 */
public final class NoEffectException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  NoEffectException(String mutant, String model) {
    super(
        "the mutant %s changes nothing: in model %s its code does what the right code does"
            .formatted(mutant, model));
  }
}
