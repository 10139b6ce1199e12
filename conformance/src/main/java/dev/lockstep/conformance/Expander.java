package dev.lockstep.conformance;

import dev.lockstep.conformance.Encoding.Label;
import dev.lockstep.conformance.Expansion.CodeStep;
import dev.lockstep.conformance.Expansion.Mismatch;
import dev.lockstep.conformance.Expansion.Source;
import dev.lockstep.conformance.Identities.Identity;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks both sides for the steps from a world and matches them. It writes nothing but what it
 * returns, so that several threads can expand worlds side by side.
 */
final class Expander<M> {

  /** Up to this many worlds are asked twice for their steps, all of them. */
  private static final int ALL_ASKED_TWICE = 1 << 12;

  /** Beyond, one in so many is; a power of two. */
  private static final int ASKED_TWICE = 8;

  private final Spec spec;
  private final Cluster<M> cluster;
  private final Encoding<M> encoding;
  private final Identities<M> identities;
  private final Worlds worlds;
  private final boolean symmetric;

  Expander(
      Spec spec,
      Cluster<M> cluster,
      Encoding<M> encoding,
      Identities<M> identities,
      Worlds worlds,
      boolean symmetric) {
    this.spec = spec;
    this.cluster = cluster;
    this.encoding = encoding;
    this.identities = identities;
    this.worlds = worlds;
    this.symmetric = symmetric;
  }

  /** Expands worlds, in their order. */
  List<Expansion<M>> expand(List<Source<M>> sources, boolean withSpec) throws SpecException {
    List<Expansion<M>> expansions = new ArrayList<>(sources.size());
    for (Source<M> source : sources) {
      expansions.add(withSpec && !source.isMember() ? both(source) : codeOnly(source));
    }
    return expansions;
  }

  /** Compares the steps from a world. */
  Expansion<M> both(Source<M> source) throws SpecException {
    SpecState state = source.state() == null ? encoding.state(source.world()) : source.state();
    List<SpecStep> specSteps = spec.successors(state);
    // Those of the state itself come first, so that its successors can take them over.
    state.fingerprints(state);
    long[] keys = new long[specSteps.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Encoding.key(specSteps.get(i).target(), state);
    }
    List<Mismatch<M>> mismatches = new ArrayList<>(0);
    boolean[] taken = new boolean[keys.length];
    Identities<M>.Around around = identities.around(source.world());
    List<CodeStep<M>> codeSteps = codeSteps(source, around, mismatches);
    for (int i = 0; i < codeSteps.size(); i++) {
      codeSteps.set(i, match(codeSteps.get(i), specSteps, keys, taken, mismatches));
    }
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        mismatches.add(new Mismatch.SpecOnly<>(specSteps.get(i)));
      }
    }
    return new Expansion<>(source, codeSteps, specSteps, mismatches, signature(around, codeSteps));
  }

  /** Follows the code alone, where the comparison was made before or with another member. */
  private Expansion<M> codeOnly(Source<M> source) {
    List<Mismatch<M>> mismatches = new ArrayList<>(0);
    Identities<M>.Around around = identities.around(source.world());
    List<CodeStep<M>> codeSteps = codeSteps(source, around, mismatches);
    for (int i = 0; i < codeSteps.size(); i++) {
      CodeStep<M> step = codeSteps.get(i);
      if (symmetric && !worlds.knows(step.identity().ofClass())) {
        SpecState state = encoding.state(step.transition().target());
        codeSteps.set(i, reaching(step, state));
      }
    }
    return new Expansion<>(source, codeSteps, List.of(), mismatches, signature(around, codeSteps));
  }

  private long signature(Identities<M>.Around around, List<CodeStep<M>> steps) {
    return symmetric
        ? around.signature(
            steps.stream().map(step -> step.transition().action()).toList(),
            steps.stream().map(CodeStep::identity).toList())
        : 0;
  }

  private List<CodeStep<M>> codeSteps(
      Source<M> source, Identities<M>.Around around, List<Mismatch<M>> mismatches) {
    List<Transition<M>> transitions = transitions(source, around, mismatches);
    List<CodeStep<M>> steps = new ArrayList<>(transitions.size());
    for (int i = 0; i < transitions.size(); i++) {
      codeStep(i, transitions.get(i), around, mismatches).ifPresent(steps::add);
    }
    return steps;
  }

  private List<Transition<M>> transitions(
      Source<M> source, Identities<M>.Around around, List<Mismatch<M>> mismatches) {
    try {
      List<Transition<M>> transitions = cluster.transitions(source.world());
      boolean again =
          source.number() < ALL_ASKED_TWICE || (around.identity().exact() & (ASKED_TWICE - 1)) == 0;
      if (again && !cluster.transitions(source.world()).equals(transitions)) {
        mismatches.add(new Mismatch.NotAFunction<>());
      }
      return transitions;
    } catch (RuntimeException e) {
      mismatches.add(new Mismatch.CodeFailed<>(e));
      return List.of();
    }
  }

  private Optional<CodeStep<M>> codeStep(
      int index,
      Transition<M> transition,
      Identities<M>.Around around,
      List<Mismatch<M>> mismatches) {
    try {
      Label label = encoding.label(transition.action());
      Identity identity = around.identity(transition.target());
      int known = symmetric ? -1 : worlds.find(identity.ofClass());
      long key = known < 0 ? encoding.key(transition.target()) : worlds.key(known);
      return Optional.of(new CodeStep<>(index, transition, label, identity, key, null, key));
    } catch (IllegalArgumentException e) {
      mismatches.add(
          new Mismatch.NoSuchState<>(transition.action(), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** Marks the steps of the spec that a step of the code is, and takes their state over. */
  private CodeStep<M> match(
      CodeStep<M> step,
      List<SpecStep> specSteps,
      long[] keys,
      boolean[] taken,
      List<Mismatch<M>> mismatches) {
    int found = -1;
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] == step.key() && specSteps.get(i).action().equals(step.call())) {
        taken[i] = true;
        found = i;
      }
    }
    if (found < 0) {
      mismatches.add(new Mismatch.CodeOnly<>(step));
      return step;
    }
    return worlds.knows(step.identity().ofClass())
        ? step
        : reaching(step, specSteps.get(found).target());
  }

  private CodeStep<M> reaching(CodeStep<M> step, SpecState state) {
    return new CodeStep<>(
        step.index(),
        step.transition(),
        step.label(),
        step.identity(),
        step.key(),
        state,
        symmetric ? state.fingerprint() : step.key());
  }
}
