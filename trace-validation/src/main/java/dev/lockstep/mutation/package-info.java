/**
 * Wrong versions of a spec, made by machine, and which property notices: a property that notices
 * none is no evidence, and a change that nothing notices is a hole or makes no difference.
 */
@NullMarked
package dev.lockstep.mutation;

import org.jspecify.annotations.NullMarked;
