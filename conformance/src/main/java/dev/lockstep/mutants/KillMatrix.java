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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which layer finds which mutant. The control, the code as it is, runs beside them: what is found
 * in it is a false alarm.
 *
 * @param layers the names of the layers, in order
 * @param control what the layers say about the code as it is
 * @param rows what they say about each mutant
 */
public record KillMatrix(List<String> layers, Row control, List<Row> rows) {

  private static final String CONTROL = "control";
  private static final Finding NOTHING = new Finding(false, Duration.ZERO, OptionalInt.empty(), "");

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
   * Shows every mutant to every layer, in one model after another until the layer finds it. What no
   * layer finds is shown to all of them again, with more patience.
   *
   * @param files the files of the protocol
   * @param models models in which the mutants can be told from the code as it is, each in one of
   *     them at least
   * @param budget for each look of a layer at a mutant
   * @param effects what is known about the mutants
   * @param listener told the id of each version of the code before it is looked at
   * @throws NoEffectException if a mutant does nothing else than the right code
   */
  public static <M> KillMatrix run(
      MutantSet<M> set,
      SpecFiles files,
      List<Model> models,
      List<? extends KillLayer> layers,
      Budget budget,
      Effects effects,
      Consumer<String> listener)
      throws SpecException {
    List<LoadedModel<M>> loaded = new ArrayList<>();
    try {
      for (Model model : models) {
        loaded.add(LoadedModel.load(files, model, set.binding()));
      }
      listener.accept(CONTROL);
      Row control =
          row(
              CONTROL,
              "none",
              layers,
              layer ->
                  untilFound(
                      loaded.stream()
                          .map(model -> new Subject<>(model, model.cluster(), Optional.empty())),
                      layer,
                      budget));
      List<Row> rows = new ArrayList<>();
      for (Mutant<M> mutant : set.mutants()) {
        listener.accept(mutant.id());
        Predicate<Subject<M>> differs =
            wrong -> effects.differs(wrong.model(), mutant, wrong.cluster(), budget);
        if (subjects(mutant, loaded).noneMatch(differs)) {
          throw new NoEffectException(
              mutant.id(), models.stream().map(Model::name).collect(Collectors.joining(", ")));
        }
        Look look = layer -> untilFound(subjects(mutant, loaded).filter(differs), layer, budget);
        Row row = row(mutant.id(), mutant.fault(), layers, look);
        rows.add(
            row.killed()
                ? row
                : row(
                    mutant.id(),
                    mutant.fault(),
                    layers.stream().map(KillLayer::patient).toList(),
                    look));
      }
      return new KillMatrix(layers.stream().map(KillLayer::name).toList(), control, rows);
    } finally {
      loaded.forEach(LoadedModel::close);
    }
  }

  private static <M> Stream<Subject<M>> subjects(Mutant<M> mutant, List<LoadedModel<M>> models) {
    return models.stream()
        .map(model -> new Subject<>(model, code(mutant, model), Optional.of(mutant)));
  }

  private static <M> Cluster<M> code(Mutant<M> mutant, LoadedModel<M> model) {
    return model.restrict(mutant.cluster().apply(model.constants()));
  }

  /** Looks at one subject after the other; the stream is read no further than necessary. */
  private static <M> Finding untilFound(Stream<Subject<M>> subjects, KillLayer layer, Budget budget)
      throws SpecException {
    Finding found = NOTHING;
    Iterator<Subject<M>> all = subjects.iterator();
    while (all.hasNext()) {
      found = after(found.elapsed(), layer.look(all.next(), budget));
      if (found.killed() || !layer.looksAtModel()) {
        break;
      }
    }
    return found;
  }

  /**
   * Puts the faults that have a twin into spec and code at once, and shows both to all layers, in
   * one model after another in which the fault changes anything, until one of them finds it. The
   * control is the spec and the code as they are, in the first model.
   *
   * @param files the files of the protocol
   * @param models models in which the faults can do harm
   * @param budget for each look of a layer at a mutant
   * @param effects what is known about the mutants
   * @param listener told the id of each version before it is looked at
   */
  public static <M> KillMatrix both(
      MutantSet<M> set,
      SpecFiles files,
      List<Model> models,
      List<? extends KillLayer> layers,
      Budget budget,
      Effects effects,
      Consumer<String> listener)
      throws SpecException {
    List<LoadedModel<M>> right = new ArrayList<>();
    try {
      for (Model model : models) {
        right.add(LoadedModel.load(files, model, set.binding()));
      }
      listener.accept(CONTROL);
      Map<KillLayer, Finding> ofControl = new HashMap<>();
      LoadedModel<M> smallest = right.getFirst();
      look(
          ofControl, layers, new Subject<>(smallest, smallest.cluster(), Optional.empty()), budget);
      Row control = row(CONTROL, "none", layers, layer -> found(ofControl, layer));
      List<Row> rows = new ArrayList<>();
      for (Mutant<M> mutant : set.mutants()) {
        if (mutant.twin().isPresent()) {
          listener.accept(mutant.id());
          rows.add(both(files, right, mutant, layers, budget, effects));
        }
      }
      return new KillMatrix(layers.stream().map(KillLayer::name).toList(), control, rows);
    } finally {
      right.forEach(LoadedModel::close);
    }
  }

  private static <M> Row both(
      SpecFiles files,
      List<LoadedModel<M>> models,
      Mutant<M> mutant,
      List<? extends KillLayer> layers,
      Budget budget,
      Effects effects)
      throws SpecException {
    Model twin = files.protocol().model(mutant.twin().orElseThrow());
    Map<KillLayer, Finding> found = new HashMap<>();
    for (LoadedModel<M> right : models) {
      if (found.values().stream().anyMatch(Finding::killed)
          || !effects.differs(right, mutant, code(mutant, right), budget)) {
        continue;
      }
      SpecSource source = BothWrong.source(files, right.model(), twin);
      try (LoadedModel<M> both = LoadedModel.load(files, source, right.model(), right.binding())) {
        look(found, layers, new Subject<>(both, code(mutant, both), Optional.of(mutant)), budget);
      }
    }
    return row(mutant.id(), mutant.fault(), layers, layer -> found(found, layer));
  }

  private static <M> void look(
      Map<KillLayer, Finding> found,
      List<? extends KillLayer> layers,
      Subject<M> subject,
      Budget budget)
      throws SpecException {
    for (KillLayer layer : layers) {
      if (layer.looksAtModel() || !found.containsKey(layer)) {
        Duration before = found(found, layer).elapsed();
        found.put(layer, after(before, layer.look(subject, budget)));
      }
    }
  }

  private static Finding found(Map<KillLayer, Finding> found, KillLayer layer) {
    return found.getOrDefault(layer, NOTHING);
  }

  private static Finding after(Duration before, Finding found) {
    return new Finding(
        found.killed(), before.plus(found.elapsed()), found.length(), found.evidence());
  }

  private interface Look {
    Finding by(KillLayer layer) throws SpecException;
  }

  private static Row row(String id, String fault, List<? extends KillLayer> layers, Look look)
      throws SpecException {
    List<Finding> findings = new ArrayList<>();
    for (KillLayer layer : layers) {
      findings.add(look.by(layer));
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
