/** What joins the code of joint consensus to its spec, and its mutants and runs. */
@NullMarked
package dev.lockstep.conformance.consensus.raftjoint;

import org.jspecify.annotations.NullMarked;
