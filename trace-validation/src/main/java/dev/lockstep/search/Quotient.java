package dev.lockstep.search;

/** Which nodes stand for each other. */
@FunctionalInterface
interface Quotient {

  /** Each node stands for itself. */
  Quotient NONE = node -> node;

  /** Returns the node that stands for {@code node}. */
  Node representative(Node node);
}
