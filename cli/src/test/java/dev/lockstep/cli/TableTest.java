package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void text_is_to_the_left_and_numbers_to_the_right() {
    Table table =
        new Table("model", "states", "verdict").row("small", 34, "holds").row("n", 1234567, "");

    assertThat(table.render(2, Paint.PLAIN))
        .isEqualTo(
            """
              model     states  verdict
              small         34  holds
              n      1,234,567
            """);
  }

  @Test
  void colours_take_no_room() {
    String coloured = new Table("a", "b").row(Paint.COLOURED.bad("no"), "x").render(0, Paint.PLAIN);

    assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
        .isEqualTo(new Table("a", "b").row("no", "x").render(0, Paint.PLAIN));
  }

  @Test
  void one_word_makes_a_column_text() {
    assertThat(new Table("n").row(5).row("none").render(0, Paint.PLAIN)).isEqualTo("n\n5\nnone\n");
  }

  @Test
  void a_row_of_the_wrong_length_is_refused() {
    assertThatThrownBy(() -> new Table("a", "b").row("only one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 cells")
        .hasMessageContaining("2 columns");
  }
}
