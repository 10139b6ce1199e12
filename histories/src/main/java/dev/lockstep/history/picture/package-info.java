/** Operations as people see them: in words, and as bars on the lanes of their processes. */
@NullMarked
package dev.lockstep.history.picture;

import org.jspecify.annotations.NullMarked;
