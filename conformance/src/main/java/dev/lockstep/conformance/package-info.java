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
 *   <li>write a {@link dev.lockstep.conformance.Binding}: how to build the cluster from the
 *       constants of a model, and what the spec's variables are in a world;
 *   <li>name it in {@code META-INF/services/dev.lockstep.conformance.Binding};
 *   <li>mark the models to compare with {@code "conform": true} in the protocol's {@code
 *       models.json}. Such a model must have neither symmetry nor a view nor constraints: they make
 *       TLC count other states than those that the code has. Bounds belong into the actions of the
 *       {@code MC} module, and into the cluster as {@link dev.lockstep.conformance.Bounds}.
 * </ol>
 */
@NullMarked
package dev.lockstep.conformance;

import org.jspecify.annotations.NullMarked;
