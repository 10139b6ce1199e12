package dev.lockstep.simulation;

/**
 * How long it takes until a node gives itself an input: a timeout, or a choice of the application.
 * It runs while the core has a step for that input.
 *
 * @param after how long it usually takes
 * @param hasty with which probability it does not take {@code after}, but {@code afterHaste}
 * @param afterHaste how long it takes then
 */
public record Timer(Span after, double hasty, Span afterHaste) {

  /** The input comes as soon as it can. */
  public static final Timer AT_ONCE = new Timer(Span.NONE, 0, Span.NONE);

  /** Refuses what is not a probability. */
  public Timer {
    if (!(hasty >= 0 && hasty <= 1)) {
      throw new IllegalArgumentException("not a probability: " + hasty);
    }
  }

  /** Returns a timer that fires after a time within {@code after}. */
  public static Timer after(Span after) {
    return new Timer(after, 0, Span.NONE);
  }

  /** Returns this timer, which with this probability takes a time within {@code afterHaste}. */
  public Timer orHastily(double probability, Span afterHaste) {
    return new Timer(after, probability, afterHaste);
  }

  long draw(Dice dice) {
    boolean inHaste = dice.chance(hasty);
    return dice.within(inHaste ? afterHaste : after);
  }
}
