package dev.lockstep.conformance;

/**
 * A freedom that the spec grants and the code does not use: steps of {@code action} that the code
 * never takes. Declared, it is reported instead of counted as a divergence.
 *
 * @param action the action of the spec
 * @param reason why the code may leave it out, in one sentence
 */
public record Latitude(String action, String reason) {}
