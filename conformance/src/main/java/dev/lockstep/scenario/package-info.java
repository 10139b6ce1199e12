/**
 * Golden scenarios: runs worth reading, as text, one command after the other with what it leads to;
 * every step is checked against the spec.
 */
@NullMarked
package dev.lockstep.scenario;

import org.jspecify.annotations.NullMarked;
