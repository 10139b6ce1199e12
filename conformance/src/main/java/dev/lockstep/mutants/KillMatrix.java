package dev.lockstep.mutants;

import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.LoadedModel;
import dev.lockstep.mutants.KillLayer.Finding;
import dev.lockstep.mutants.KillLayer.Subject;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which layer finds which mutant. The control, the code as it is, runs beside them: what is found
 * in it is a false alarm.
 *
 * @param layers the names of the layers, in order
 * @param control what the layers say about the code as it is
 * @param rows what they say about each mutant
 */
public record KillMatrix(List<String> layers, Row control, List<Row> rows) {

  /**
   * The findings about one version of the code.
   *
   * @param id the mutant, or {@code control}
   * @param fault what is wrong with it
   * @param findings one for each layer, in the order of the layers
   */
  public record Row(String id, String fault, List<Finding> findings) {

    /** Copies the findings. */
    public Row {
      findings = List.copyOf(findings);
    }

    /** Returns whether any layer found it to be wrong. */
    public boolean killed() {
      return findings.stream().anyMatch(Finding::killed);
    }
  }

  /** Copies the lists. */
  public KillMatrix {
    layers = List.copyOf(layers);
    rows = List.copyOf(rows);
  }

  /**
   * Shows every mutant to every layer, in one model after another until the layer finds it.
   *
   * @param models models in which the mutants can be told from the code as it is, each in one of
   *     them at least
   * @param budget for each look of a layer at a mutant
   * @param listener told the id of each version of the code before it is looked at
   * @throws NoEffectException if a mutant does nothing else than the right code
   */
  public static <M> KillMatrix run(
      MutantSet<M> set,
      List<LoadedModel<M>> models,
      List<? extends KillLayer> layers,
      Budget budget,
      Consumer<String> listener)
      throws SpecException {
    List<Subject<M>> right =
        models.stream()
            .map(model -> new Subject<>(model, model.cluster(), Optional.<Mutant<M>>empty()))
            .toList();
    Row control = row("control", "none", right, layers, budget, listener);
    List<Row> rows = new ArrayList<>();
    for (Mutant<M> mutant : set.mutants()) {
      List<Subject<M>> wrong =
          models.stream()
              .map(model -> new Subject<>(model, code(mutant, model), Optional.of(mutant)))
              .filter(s -> Effect.differs(s.model().cluster(), s.cluster(), budget))
              .toList();
      if (wrong.isEmpty()) {
        throw new NoEffectException(
            mutant.id(),
            models.stream().map(model -> model.model().name()).collect(Collectors.joining(", ")));
      }
      rows.add(row(mutant.id(), mutant.fault(), wrong, layers, budget, listener));
    }
    return new KillMatrix(layers.stream().map(KillLayer::name).toList(), control, rows);
  }

  private static <M> Cluster<M> code(Mutant<M> mutant, LoadedModel<M> model) {
    return model.restrict(mutant.cluster().apply(model.constants()));
  }

  /**
   * Loads models and shows every mutant to every layer.
   *
   * @param files the files of the protocol
   * @param models as above
   * @param budget for each look of a layer at a mutant
   * @param listener told the id of each version of the code before it is looked at
   */
  public static <M> KillMatrix run(
      MutantSet<M> set,
      SpecFiles files,
      List<Model> models,
      List<? extends KillLayer> layers,
      Budget budget,
      Consumer<String> listener)
      throws SpecException {
    List<LoadedModel<M>> loaded = new ArrayList<>();
    try {
      for (Model model : models) {
        loaded.add(LoadedModel.load(files, model, set.binding()));
      }
      return run(set, loaded, layers, budget, listener);
    } finally {
      loaded.forEach(LoadedModel::close);
    }
  }

  /**
   * Puts the faults that have a twin into spec and code at once, and shows both to every layer, in
   * one model after another until the layer finds it. The control is the spec and the code as they
   * are.
   *
   * @param files the files of the protocol
   * @param models models in which the faults can do harm
   * @param budget for each look of a layer at a mutant
   * @param listener told the id of each version before it is looked at
   */
  public static <M> KillMatrix both(
      MutantSet<M> set,
      SpecFiles files,
      List<Model> models,
      List<? extends KillLayer> layers,
      Budget budget,
      Consumer<String> listener)
      throws SpecException {
    Row control = both(set, files, models, Optional.empty(), layers, budget, listener);
    List<Row> rows = new ArrayList<>();
    for (Mutant<M> mutant : set.mutants()) {
      if (mutant.twin().isPresent()) {
        rows.add(both(set, files, models, Optional.of(mutant), layers, budget, listener));
      }
    }
    return new KillMatrix(layers.stream().map(KillLayer::name).toList(), control, rows);
  }

  private static <M> Row both(
      MutantSet<M> set,
      SpecFiles files,
      List<Model> models,
      Optional<Mutant<M>> mutant,
      List<? extends KillLayer> layers,
      Budget budget,
      Consumer<String> listener)
      throws SpecException {
    Optional<Model> twin = mutant.flatMap(Mutant::twin).map(files.protocol()::model);
    List<LoadedModel<M>> loaded = new ArrayList<>();
    try {
      List<Subject<M>> subjects = new ArrayList<>();
      for (Model model : models) {
        SpecSource source =
            twin.isPresent() ? BothWrong.source(files, model, twin.get()) : files.model(model);
        LoadedModel<M> both = LoadedModel.load(files, source, model, set.binding());
        loaded.add(both);
        Cluster<M> cluster = mutant.isPresent() ? code(mutant.get(), both) : both.cluster();
        subjects.add(new Subject<>(both, cluster, mutant));
      }
      return row(
          mutant.map(Mutant::id).orElse("control"),
          mutant.map(Mutant::fault).orElse("none"),
          subjects,
          layers,
          budget,
          listener);
    } finally {
      loaded.forEach(LoadedModel::close);
    }
  }

  private static <M> Row row(
      String id,
      String fault,
      List<Subject<M>> subjects,
      List<? extends KillLayer> layers,
      Budget budget,
      Consumer<String> listener)
      throws SpecException {
    listener.accept(id);
    List<Finding> findings = new ArrayList<>();
    for (KillLayer layer : layers) {
      findings.add(look(layer, subjects, budget));
    }
    return new Row(id, fault, findings);
  }

  private static <M> Finding look(KillLayer layer, List<Subject<M>> subjects, Budget budget)
      throws SpecException {
    Duration elapsed = Duration.ZERO;
    Finding found = layer.look(subjects.getFirst(), budget);
    for (Subject<M> subject : subjects.subList(1, subjects.size())) {
      if (found.killed() || !layer.looksAtModel()) {
        break;
      }
      elapsed = elapsed.plus(found.elapsed());
      found = layer.look(subject, budget);
    }
    return new Finding(
        found.killed(), elapsed.plus(found.elapsed()), found.length(), found.evidence());
  }

  /**
   * Joins the matrices of single layers to one.
   *
   * @param matrices about the same mutants in the same order, at least one
   * @throws IllegalArgumentException if they are not
   */
  public static KillMatrix join(List<KillMatrix> matrices) {
    KillMatrix first = matrices.getFirst();
    List<String> ids = ids(first);
    if (!matrices.stream().allMatch(matrix -> ids(matrix).equals(ids))) {
      throw new IllegalArgumentException("matrices about different mutants");
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < first.rows().size(); i++) {
      int index = i;
      rows.add(
          join(matrices.stream().map(matrix -> matrix.rows().get(index)).toList(), ids.get(i)));
    }
    return new KillMatrix(
        matrices.stream().flatMap(matrix -> matrix.layers().stream()).toList(),
        join(matrices.stream().map(KillMatrix::control).toList(), first.control().id()),
        rows);
  }

  private static Row join(List<Row> same, String id) {
    return new Row(
        id,
        same.getFirst().fault(),
        same.stream().flatMap(row -> row.findings().stream()).toList());
  }

  private static List<String> ids(KillMatrix matrix) {
    return matrix.rows().stream().map(Row::id).toList();
  }

  /** Returns the mutants that no layer found. */
  public List<Row> survivors() {
    return rows.stream().filter(row -> !row.killed()).toList();
  }
}
