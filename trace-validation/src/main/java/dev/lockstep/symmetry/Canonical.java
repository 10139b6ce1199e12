package dev.lockstep.symmetry;

import dev.lockstep.tlc.SpecState;

/**
 * A state that stands for all that differ from it by free atoms only.
 *
 * @param state the canonical state
 * @param permutation what took the original state to it; its inverse leads back
 */
public record Canonical(SpecState state, Permutation permutation) {}
