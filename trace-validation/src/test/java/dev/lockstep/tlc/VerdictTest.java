package dev.lockstep.tlc;

import static dev.lockstep.tlc.Verdict.HOLDS;
import static dev.lockstep.tlc.Verdict.INCONCLUSIVE;
import static dev.lockstep.tlc.Verdict.VIOLATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void the_whole_is_as_bad_as_its_worst_part() {
    assertThat(Verdict.worstOf(List.of(HOLDS, INCONCLUSIVE, VIOLATED, HOLDS))).isEqualTo(VIOLATED);
    assertThat(Verdict.worstOf(List.of(HOLDS, INCONCLUSIVE, HOLDS))).isEqualTo(INCONCLUSIVE);
    assertThat(Verdict.worstOf(List.of(HOLDS, HOLDS))).isEqualTo(HOLDS);
    assertThat(Verdict.worstOf(List.of())).isEqualTo(HOLDS);
  }
}
