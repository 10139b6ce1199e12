package dev.lockstep.catalog;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A protocol of the catalog: a directory of the specs jar.
 *
 * @param name the name of the directory, for example {@code two-phase-commit}
 * @param chapter the directory above it, for example {@code commitment}
 * @param chapterNumber the chapter of the book that it belongs to
 * @param title how it is called in prose
 * @param spec the module of the protocol
 * @param specification the definition in it that says which behaviours are meant
 * @param base the name of the protocol that this one extends, if it extends one: its modules may
 *     extend those of the base
 * @param substitutions the operators that take the place of constants of the spec wherever it is
 *     used by itself, by the name of the constant; those of the base among them
 * @param problem the module of the problem that it solves, if there is one
 * @param diagram how to draw a run of it, if that was said here or of its base
 * @param models its models, in the order of the file
 */
public record Protocol(
    String name,
    String chapter,
    int chapterNumber,
    String title,
    String spec,
    String specification,
    Optional<String> base,
    SortedMap<String, String> substitutions,
    Optional<String> problem,
    Optional<Diagram> diagram,
    List<Model> models) {

  /** Copies the collections. */
  public Protocol {
    substitutions = Collections.unmodifiableSortedMap(new TreeMap<>(substitutions));
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

  /** Returns the models in which code is compared with the spec wherever it is built, by size. */
  public List<Model> compared() {
    return models.stream()
        .filter(model -> model.conform() && model.time() == Model.Time.CI)
        .sorted(Comparator.comparingLong(model -> model.distinct().orElse(Long.MAX_VALUE)))
        .toList();
  }

  /** Returns this protocol with what it has from the one that it extends. */
  Protocol on(Protocol extended) {
    SortedMap<String, String> all = new TreeMap<>(extended.substitutions);
    all.putAll(substitutions);
    return new Protocol(
        name,
        chapter,
        chapterNumber,
        title,
        spec,
        specification,
        base,
        all,
        problem,
        diagram.or(extended::diagram),
        models);
  }

  /** Returns where its {@code models.json} is, for messages. */
  String file() {
    return chapter + "/" + name + "/models.json";
  }

  /** Returns where its files are in the specs jar, without a slash at the end. */
  String path() {
    return Catalog.ROOT + "/" + chapter + "/" + name;
  }
}
