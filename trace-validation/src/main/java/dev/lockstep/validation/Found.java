package dev.lockstep.validation;

import dev.lockstep.search.Node;
import java.util.Optional;

/** A reason, and the node that it speaks of. */
record Found(Reason reason, Optional<Node> node) {}
