package dev.lockstep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  @TempDir Path directory;

  @Test
  void a_finished_file_replaces_the_old_one_and_leaves_nothing_else() throws Exception {
    Path file = Files.writeString(directory.resolve("a"), "old");

    WholeFile.write(file, output -> output.write("new".getBytes(StandardCharsets.UTF_8)));

    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void what_fails_leaves_the_old_file() throws Exception {
    Path file = Files.writeString(directory.resolve("a"), "old");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                WholeFile.write(
                    file,
                    output -> {
                      output.write("half".getBytes(StandardCharsets.UTF_8));
                      throw new IOException("the disk is full");
                    }));

    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void two_under_way_do_not_disturb_each_other() throws Exception {
    Path file = directory.resolve("a");
    try (WholeFile first = WholeFile.start(file);
        WholeFile second = WholeFile.start(file)) {
      first.output().write('1');
      second.output().write('2');
      first.finish();
      assertThat(Files.readString(file)).isEqualTo("1");
      second.finish();
    }

    assertThat(Files.readString(file)).isEqualTo("2");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void a_link_stays_a_link_and_leads_to_what_was_written() throws Exception {
    Path file = Files.writeString(directory.resolve("a"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a"));

    WholeFile.write(link, output -> output.write('n'));

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.readString(file)).isEqualTo("n");
    assertThat(names()).containsExactly("a", "link");
  }

  @Test
  void what_is_no_file_is_written_to_and_not_replaced() throws Exception {
    Path device = Path.of("/dev/null");

    WholeFile.write(device, output -> output.write('n'));

    assertThat(Files.isRegularFile(device)).isFalse();
    assertThat(Files.size(device)).isZero();
  }

  @Test
  void where_nothing_can_be_written_is_told_by_the_name_that_was_given() {
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> WholeFile.start(directory.resolve("nowhere").resolve("a")))
        .withMessageContaining("nowhere")
        .withMessageContaining("cannot be written there")
        .withMessageNotContaining("unfinished");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
