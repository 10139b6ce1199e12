/** Values of TLA+ as immutable Java values, and the codec between them and ordinary Java types. */
@NullMarked
package dev.lockstep.value;

import org.jspecify.annotations.NullMarked;
