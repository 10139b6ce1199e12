/** Session guarantees: what one client may rely on from one of its operations to the next. */
@NullMarked
package dev.lockstep.history.session;

import org.jspecify.annotations.NullMarked;
