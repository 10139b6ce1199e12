package dev.lockstep.search;

import java.util.ArrayList;
import java.util.List;

/** A list that forgets its beginning: elements keep their numbers, which are counted from 0. */
public final class Window<E> {

  private final List<E> elements = new ArrayList<>();
  private int head;
  private long first;

  /** Returns how many elements there were, those that are forgotten included. */
  public long end() {
    return first + elements.size() - head;
  }

  /** Returns the number of the first element that is not forgotten. */
  public long first() {
    return first;
  }

  /** Returns how many elements are not forgotten. */
  public int size() {
    return elements.size() - head;
  }

  /** Adds an element at the end. */
  public void add(E element) {
    elements.add(element);
  }

  /** Returns an element that is there and not forgotten. */
  public E get(long number) {
    return elements.get((int) (number - first) + head);
  }

  /** Forgets all elements with smaller numbers. */
  public void forget(long number) {
    long gone = Math.min(number - first, size());
    if (gone <= 0) {
      return;
    }
    head += (int) gone;
    first += gone;
    if (head > elements.size() / 2) {
      elements.subList(0, head).clear();
      head = 0;
    }
  }
}
