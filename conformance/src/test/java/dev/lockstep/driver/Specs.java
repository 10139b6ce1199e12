package dev.lockstep.driver;

import dev.lockstep.paths.BoundedModel;
import dev.lockstep.tlc.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small specs for tests. */
final class Specs {

  /** A lamp that is switched on and off, and counts; four states. */
  static final String LAMP =
      """
      ---- MODULE Lamp ----
      EXTENDS Naturals
      CONSTANT Max
      VARIABLES on, pressed
      Init == on = FALSE /\\ pressed = 0
      TurnOn == ~on /\\ on' = TRUE /\\ pressed' = pressed + 1
      TurnOff == on /\\ on' = FALSE /\\ UNCHANGED pressed
      Next == TurnOn \\/ TurnOff
      Bounded == pressed <= Max
      ====
      """;

  static final String LAMP_CONFIG =
      "INIT Init\nNEXT Next\nCONSTANT Max = 2\nCONSTRAINT Bounded\nCHECK_DEADLOCK FALSE\n";

  /** A coin: the code chooses one of two outcomes. */
  static final String COIN =
      """
      ---- MODULE Coin ----
      VARIABLE side
      Init == side = "none"
      Flip == side = "none" /\\ side' \\in {"heads", "tails"}
      TakeHeads == side = "heads" /\\ side' = "none"
      TakeTails == side = "tails" /\\ side' = "none"
      Next == Flip \\/ TakeHeads \\/ TakeTails
      ====
      """;

  static final String COIN_CONFIG = "INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n";

  private Specs() {}

  static BoundedModel lamp(Path directory) throws IOException, SpecException {
    return model(directory, "Lamp", LAMP, LAMP_CONFIG);
  }

  static BoundedModel coin(Path directory) throws IOException, SpecException {
    return model(directory, "Coin", COIN, COIN_CONFIG);
  }

  private static BoundedModel model(Path directory, String name, String tla, String cfg)
      throws IOException, SpecException {
    Path module = Files.writeString(directory.resolve(name + ".tla"), tla);
    Path config = Files.writeString(directory.resolve(name + ".cfg"), cfg);
    return BoundedModel.ofFiles(module, config, List.of());
  }
}
