/** The comparison of code with spec, both ways. */
@NullMarked
package dev.lockstep.conformance;

import org.jspecify.annotations.NullMarked;
