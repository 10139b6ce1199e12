package dev.lockstep.durable.jdbc;

/** Checks ids and names. */
final class Names {

  /** As many characters as the columns of the tables have. */
  static final int MAX_LENGTH = 200;

  private Names() {}

  /**
   * Returns {@code text}.
   *
   * @param what it is, for the message
   * @throws BadNameException if it cannot be stored
   */
  static String checked(String what, String text) {
    if (text.isBlank()) {
      throw new BadNameException(what + " is empty; give it a name that is not blank");
    }
    if (text.length() > MAX_LENGTH) {
      throw new BadNameException(
          "%s has %d characters, and %d at most can be stored; shorten \"%s…\""
              .formatted(what, text.length(), MAX_LENGTH, text.substring(0, 20)));
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isHalf =
          Character.isSurrogate(c)
              && !(i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1)))
              && !(i > 0 && Character.isSurrogatePair(text.charAt(i - 1), c));
      if (Character.isISOControl(c) || isHalf) {
        throw new BadNameException(
            "%s has the character U+%04X at %d, which cannot be stored; leave it out"
                .formatted(what, (int) c, i));
      }
    }
    return text;
  }
}
