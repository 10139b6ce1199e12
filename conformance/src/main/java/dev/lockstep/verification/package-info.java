/**
 * Every question about a protocol at once: whether its spec holds, whether its code is the spec,
 * whether simulated runs of the code follow the spec, and whether all these checks would notice if
 * it were otherwise.
 */
@NullMarked
package dev.lockstep.verification;

import org.jspecify.annotations.NullMarked;
