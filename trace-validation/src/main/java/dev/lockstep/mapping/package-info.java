/**
 * The words of a log as the words of a spec: mapping files, and the layouts that read logs of JSON
 * lines that others write. Both are described in {@code docs/trace-format.md}.
 */
@NullMarked
package dev.lockstep.mapping;

import org.jspecify.annotations.NullMarked;
