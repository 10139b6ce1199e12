/** Users' own code against a spec, as a JUnit 5 test of one page. */
@NullMarked
package dev.lockstep.junit;

import org.jspecify.annotations.NullMarked;
