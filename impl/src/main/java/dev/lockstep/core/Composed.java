package dev.lockstep.core;

/**
 * A plain value that is no record, collection or number, and says of what it consists.
 *
 * <p>Two of one class are equal exactly if their content is. That of a value in which servers have
 * other names is its content with these names in it.
 */
public interface Composed {

  /** Returns a plain value that stands for this one. */
  Object content();
}
