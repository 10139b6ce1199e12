package dev.lockstep.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A protocol of the catalog: a directory of the specs jar.
 *
 * @param name the name of the directory, for example {@code two-phase-commit}
 * @param chapter the directory above it, for example {@code commitment}
 * @param chapterNumber the chapter of the book that it belongs to
 * @param title how it is called in prose
 * @param spec the module of the protocol
 * @param problem the module of the problem that it solves, if there is one
 * @param diagram how to draw a run of it, if that was said
 * @param models its models, in the order of the file
 */
public record Protocol(
    String name,
    String chapter,
    int chapterNumber,
    String title,
    String spec,
    Optional<String> problem,
    Optional<Diagram> diagram,
    List<Model> models) {

  /** Copies the models. */
  public Protocol {
    models = List.copyOf(models);
  }

  /**
   * Returns the model with this name.
   *
   * @throws UnknownNameException if there is none; the message suggests the nearest
   */
  public Model model(String name) {
    return models.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownNameException(
                    "model of " + this.name, name, models.stream().map(Model::name).toList()));
  }

  /** Returns where its files are in the specs jar, without a slash at the end. */
  String path() {
    return Catalog.ROOT + "/" + chapter + "/" + name;
  }
}
