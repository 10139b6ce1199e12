package dev.lockstep.mutation;

import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.SpecSource;
import java.util.OptionalLong;

/**
 * A model that wrong versions of a spec are shown to.
 *
 * @param name how it is called
 * @param source the spec with the configuration of the model
 * @param total how many states TLC generates for it, if that is known
 */
public record MutationModel(String name, SpecSource source, OptionalLong total) {

  /** Returns a model of the catalog. */
  public static MutationModel of(SpecFiles files, Model model) {
    return new MutationModel(model.name(), files.model(model), model.total());
  }
}
