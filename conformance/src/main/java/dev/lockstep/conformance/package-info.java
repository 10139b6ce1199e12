/**
 * The comparison of code with spec, both ways.
 *
 * <p>{@link dev.lockstep.conformance.Cluster} is the code's side of a model: nodes with protocol
 * cores on a {@link dev.lockstep.conformance.Network}, and everything that may happen to them. A
 * {@link dev.lockstep.conformance.World} is a state of it. {@link
 * dev.lockstep.conformance.Comparison} walks over all worlds, breadth-first, and asks in each of
 * them both sides for their next steps; {@link dev.lockstep.conformance.Exploration} walks over
 * them without the spec's steps and asks only for its invariants.
 *
 * <p>Nothing in this package knows a protocol. To bring one along:
 *
 * <ol>
 *   <li>write its cores ({@link dev.lockstep.core.Core}), one method for each action of the spec;
 *       states, inputs and messages are records;
 *   <li>write a {@link dev.lockstep.conformance.Binding}: how to build the cluster from the
 *       constants of a model, and what the spec's variables are in a world ({@link
 *       dev.lockstep.conformance.Variables});
 *   <li>for a protocol of the catalog, name it in {@code
 *       META-INF/services/dev.lockstep.conformance.Binding} and mark the models to compare with
 *       {@code "conform": true} in the protocol's {@code models.json}.
 * </ol>
 *
 * <p>A core of one's own and a spec of one's own need no catalog:
 *
 * <pre>{@code
 * SpecSource source = SpecSource.ofFiles(Path.of("Turns.tla"), Path.of("Turns.cfg"), List.of());
 * try (Spec spec = Spec.load(source)) {
 *   Binding<Ball> binding = new TurnsBinding();
 *   Cluster<Ball> cluster = binding.cluster(new Constants(spec.constants()));
 *   ComparisonReport report =
 *       Comparison.run(spec, binding, cluster, ComparisonOptions.DEFAULT.withThreads(2));
 *   if (report.verdict() != Verdict.HOLDS) {
 *     report.divergence().ifPresent(divergence -> ...);
 *   }
 * }
 * }</pre>
 *
 * <p>The test {@code OwnCoreTest} beside this package is that example in full.
 *
 * <p>A model may declare SYMMETRY. It must have neither a VIEW nor constraints, and is refused if
 * it has: they make TLC count other states than those that the code has. Bounds belong into the
 * actions of the {@code MC} module, and into the cluster as {@link
 * dev.lockstep.conformance.Bounds}.
 */
@NullMarked
package dev.lockstep.conformance;

import org.jspecify.annotations.NullMarked;
