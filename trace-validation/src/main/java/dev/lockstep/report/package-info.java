/** Validated runs as one HTML file that needs nothing else. */
@NullMarked
package dev.lockstep.report;

import org.jspecify.annotations.NullMarked;
