package dev.lockstep.tlc;

import dev.lockstep.value.TlaValue;
import java.util.List;

/** Filters for one action. */
final class Filters {

  private Filters() {}

  static ActionFilter named(String name) {
    return new ActionFilter() {
      @Override
      public boolean wantsName(String candidate) {
        return candidate.equals(name);
      }

      @Override
      public boolean wants(String candidate, List<TlaValue> arguments) {
        return candidate.equals(name);
      }
    };
  }

  static ActionFilter call(ActionCall call) {
    return new ActionFilter() {
      @Override
      public boolean wantsName(String candidate) {
        return candidate.equals(call.name());
      }

      @Override
      public boolean wants(String candidate, List<TlaValue> arguments) {
        return candidate.equals(call.name()) && arguments.equals(call.arguments());
      }
    };
  }
}
