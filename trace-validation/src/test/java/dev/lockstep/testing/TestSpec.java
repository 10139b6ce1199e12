package dev.lockstep.testing;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Specs that the tests validate against, loaded once each. */
public final class TestSpec {

  /** The classic two-phase commit of the examples; its resource managers are strings. */
  public static final Path EXAMPLE = Path.of("..", "examples", "inria-two-phase");

  private static final String WORKSHOP =
      """
      ---- MODULE Workshop ----
      EXTENDS Naturals, Sequences
      CONSTANTS Worker, Nil
      VARIABLES queue, owner, done, count, bag
      vars == <<queue, owner, done, count, bag>>
      Init == /\\ queue = <<>>
              /\\ owner = [w \\in Worker |-> Nil]
              /\\ done = {}
              /\\ count = 0
              /\\ bag = [x \\in {} |-> 0]
      Order(k) ==
        /\\ Len(queue) < 2
        /\\ count < 4
        /\\ queue' = Append(queue, [kind |-> k, nr |-> count])
        /\\ count' = count + 1
        /\\ UNCHANGED <<owner, done, bag>>
      Take(w) ==
        /\\ queue # <<>>
        /\\ owner[w] = Nil
        /\\ owner' = [owner EXCEPT ![w] = Head(queue)]
        /\\ queue' = Tail(queue)
        /\\ UNCHANGED <<done, count, bag>>
      Finish(w) ==
        /\\ owner[w] # Nil
        /\\ done' = done \\cup {<<w, owner[w].kind>>}
        /\\ bag' = [k \\in DOMAIN bag \\cup {owner[w].kind} |->
                    IF k \\notin DOMAIN bag THEN 1
                    ELSE IF k = owner[w].kind THEN bag[k] + 1 ELSE bag[k]]
        /\\ owner' = [owner EXCEPT ![w] = Nil]
        /\\ UNCHANGED <<queue, count>>
      Scrap == done # {} /\\ \\E d \\in done : done' = done \\ {d}
               /\\ UNCHANGED <<queue, owner, count, bag>>
      Next == \\/ \\E k \\in {"cup", "pot"} : Order(k)
              \\/ \\E w \\in Worker : Take(w) \\/ Finish(w)
              \\/ Scrap
      Spec == Init /\\ [][Next]_vars
      Few == count < 3
      ====
      """;

  private static final String WORKSHOP_CONFIG =
      "SPECIFICATION Spec CONSTANT Worker = {ann, bob} CONSTANT Nil = Nil INVARIANT Few"
          + " CHECK_DEADLOCK FALSE";

  private static final class Loaded {
    private static final Spec TWO_PHASE = load(twoPhaseSource());
    private static final Spec WORKSHOP_SPEC = load(workshopSource());
    private static final Spec CATALOG_TWO_PHASE = load(catalogSource());
  }

  private TestSpec() {}

  /** The catalog's two-phase commit of two resource managers: crashes keep its walks going. */
  public static Spec catalogTwoPhase() {
    return Loaded.CATALOG_TWO_PHASE;
  }

  /** Two-phase commit of three resource managers. */
  public static Spec twoPhase() {
    return Loaded.TWO_PHASE;
  }

  /** A spec with a sequence, a bag, records, tuples and model values. */
  public static Spec workshop() {
    return Loaded.WORKSHOP_SPEC;
  }

  public static SpecSource twoPhaseSource() {
    try {
      String config = Files.readString(EXAMPLE.resolve("TwoPhase4.cfg"));
      return new SpecSource(
          "TwoPhase",
          List.of(EXAMPLE.toAbsolutePath().normalize()),
          "TwoPhase3.cfg",
          config.replace(", \"rm-3\"", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SpecSource catalogSource() {
    Catalog catalog = Catalog.load();
    return catalog
        .extract(catalog.protocol("two-phase-commit"))
        .spec(
            Map.of(
                "RM",
                TlaValue.set(
                    List.of(new TlaValue.ModelValue("rm1"), new TlaValue.ModelValue("rm2")))));
  }

  public static SpecSource workshopSource() {
    try {
      Path directory = Files.createTempDirectory("workshop");
      Path file = Files.writeString(directory.resolve("Workshop.tla"), WORKSHOP);
      file.toFile().deleteOnExit();
      directory.toFile().deleteOnExit();
      return new SpecSource("Workshop", List.of(directory), "Workshop.cfg", WORKSHOP_CONFIG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Spec load(SpecSource source) {
    try {
      return Spec.load(source);
    } catch (SpecException e) {
      throw new AssertionError("the test's spec does not load", e);
    }
  }
}
