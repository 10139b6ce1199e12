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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
   * Shows every mutant to every layer.
   *
   * @param model a model in which the mutants can be told from the code as it is
   * @param budget for each look of a layer at a mutant
   * @param listener told the id of each version of the code before it is looked at
   * @throws NoEffectException if a mutant does nothing else than the right code
   */
  public static <M> KillMatrix run(
      MutantSet<M> set,
      LoadedModel<M> model,
      List<? extends KillLayer> layers,
      Budget budget,
      Consumer<String> listener)
      throws SpecException {
    return run(set, List.of(model), layers, budget, listener);
  }

  private static <M> KillMatrix run(
      MutantSet<M> set,
      List<LoadedModel<M>> models,
      List<? extends KillLayer> layers,
      Budget budget,
      Consumer<String> listener)
      throws SpecException {
    LoadedModel<M> first = models.getFirst();
    Row control = row("control", "none", first.cluster(), first, layers, budget, listener);
    List<Row> rows = new ArrayList<>();
    for (Mutant<M> mutant : set.mutants()) {
      LoadedModel<M> model = models.get(modelOf(mutant, models, budget));
      Cluster<M> cluster = model.restrict(mutant.cluster().apply(model.constants()));
      rows.add(row(mutant.id(), mutant.fault(), cluster, model, layers, budget, listener));
    }
    return new KillMatrix(layers.stream().map(KillLayer::name).toList(), control, rows);
  }

  /** Returns the number of the first model in which a mutant can be told from the right code. */
  private static <M> int modelOf(Mutant<M> mutant, List<LoadedModel<M>> models, Budget budget) {
    for (int i = 0; i < models.size(); i++) {
      LoadedModel<M> model = models.get(i);
      Cluster<M> cluster = model.restrict(mutant.cluster().apply(model.constants()));
      if (Effect.differs(model.cluster(), cluster, budget)) {
        return i;
      }
    }
    throw new NoEffectException(mutant.id(), models.getLast().model().name());
  }

  /**
   * Loads models and shows every mutant to every layer, in the first model in which it can be told
   * from the code as it is. The control is that code in the first model.
   *
   * @param files the files of the protocol
   * @param models at least one
   * @param budget for each look of a layer at a mutant
   * @param listener told the id of each version of the code before it is looked at
   * @throws NoEffectException if a mutant does nothing else than the right code in any of them
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
   * Loads a model and shows every mutant to every layer.
   *
   * @param files the files of the protocol
   * @param model a model in which the mutants can be told from the code as it is
   * @param budget for each look of a layer at a mutant
   * @param listener told the id of each version of the code before it is looked at
   */
  public static <M> KillMatrix run(
      MutantSet<M> set,
      SpecFiles files,
      Model model,
      List<? extends KillLayer> layers,
      Budget budget,
      Consumer<String> listener)
      throws SpecException {
    try (LoadedModel<M> loaded = LoadedModel.load(files, model, set.binding())) {
      return run(set, loaded, layers, budget, listener);
    }
  }

  /**
   * Puts the faults that have a twin into spec and code at once, and shows both to every layer. The
   * control is the spec and the code as they are.
   *
   * @param files the files of the protocol
   * @param model a model in which the mutants can be told from the code as it is
   * @param budget for each look of a layer at a mutant
   * @param listener told the id of each version before it is looked at
   */
  public static <M> KillMatrix both(
      MutantSet<M> set,
      SpecFiles files,
      Model model,
      List<? extends KillLayer> layers,
      Budget budget,
      Consumer<String> listener)
      throws SpecException {
    Row control;
    try (LoadedModel<M> right = LoadedModel.load(files, model, set.binding())) {
      control = row("control", "none", right.cluster(), right, layers, budget, listener);
    }
    List<Row> rows = new ArrayList<>();
    for (Mutant<M> mutant : set.mutants()) {
      if (mutant.twin().isEmpty()) {
        continue;
      }
      Model twin = files.protocol().model(mutant.twin().get());
      SpecSource wrong = BothWrong.source(files, model, twin);
      try (LoadedModel<M> both = LoadedModel.load(files, wrong, model, set.binding())) {
        // What is left out of the twin's spec is the fault, and is in the mutant's code already.
        Cluster<M> cluster = mutant.cluster().apply(both.constants());
        rows.add(row(mutant.id(), mutant.fault(), cluster, both, layers, budget, listener));
      }
    }
    return new KillMatrix(layers.stream().map(KillLayer::name).toList(), control, rows);
  }

  private static <M> Row row(
      String id,
      String fault,
      Cluster<M> cluster,
      LoadedModel<M> model,
      List<? extends KillLayer> layers,
      Budget budget,
      Consumer<String> listener)
      throws SpecException {
    listener.accept(id);
    Subject<M> subject = new Subject<>(model, cluster);
    List<Finding> findings = new ArrayList<>();
    for (KillLayer layer : layers) {
      findings.add(layer.look(subject, budget));
    }
    return new Row(id, fault, findings);
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
