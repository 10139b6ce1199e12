package dev.lockstep.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that cannot be written: who is told, and what is in it. */
class FailuresTest {

  /** A disk with room for so many writes, and then, for one write, for three bytes of it. */
  private static final class Disk extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int room;
    private int writes;
    private boolean closed;

    Disk(int room) {
      this.room = room;
    }

    @Override
    public void write(int single) {
      throw new AssertionError("a line is written by one call, not byte by byte");
    }

    @Override
    public void write(byte[] buffer, int from, int count) throws IOException {
      writes++;
      if (room-- == 0) {
        bytes.write(buffer, from, 3);
        throw new IOException("no space left on device");
      }
      bytes.write(buffer, from, count);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void a_failed_write_throws_and_nothing_is_written_after_it() throws IOException {
    Disk disk = new Disk(2);
    TraceLog log = TraceLog.of("S").to(disk);
    NodeRecorder node = log.node("n");
    Stamp first = node.event("A").record();

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> node.event("B").record())
        .withMessageContaining("no space left on device");
    String afterFailure = disk.bytes.toString(StandardCharsets.UTF_8);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> node.event("C").record())
        .withMessageContaining("ended when a write failed: no space left");
    assertThat(disk.bytes).hasToString(afterFailure);
    assertThat(node.send()).as("what is not written has no number").isEqualTo(first);

    log.close();
    assertThat(disk.closed).isTrue();
  }

  @Test
  void a_handler_is_told_once_and_the_program_goes_on() throws IOException {
    Disk disk = new Disk(2);
    List<Exception> told = new ArrayList<>();
    TraceLog log = TraceLog.of("S").onError(told::add).to(disk);
    NodeRecorder node = log.node("n");
    Stamp first = node.event("A").record();

    Stamp second = node.event("B").record();
    Stamp third = node.event("C").arg(1.5).received(Stamp.parse("9,m=4")).record();
    log.close();
    node.event("D").record();

    assertThat(told).singleElement().isInstanceOf(IOException.class);
    assertThat(log.isOn()).isFalse();
    assertThat(second).isEqualTo(first);
    assertThat(third).as("what was heard is still passed on").hasToString("9,m=4,n=1");
    assertThat(disk.writes).isEqualTo(3);
  }

  @Test
  void a_bad_value_ends_a_log_with_a_handler_since_its_event_is_missing() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Exception> told = new ArrayList<>();
    TraceLog log = TraceLog.of("S").onError(told::add).buffered(1 << 16).to(bytes);

    log.node("n").event("A").record();
    log.node("n").event("B").observe("v", 1.5).observe("w", 2).record();
    log.node("n").event("C").record();
    log.close();

    assertThat(told)
        .singleElement()
        .isInstanceOf(IllegalArgumentException.class)
        .extracting(Exception::getMessage)
        .asString()
        .startsWith("B, v: ");
    assertThat(Lines.of(bytes))
        .extracting(line -> line.path("action").asText())
        .containsExactly("", "A");
  }

  @Test
  void an_event_after_the_log_was_closed_throws_or_is_handled() throws IOException {
    TraceLog log = TraceLog.of("S").to(new ByteArrayOutputStream());
    log.close();
    log.close();
    log.flush();

    assertThatIllegalStateException()
        .isThrownBy(() -> log.node("n").event("A").record())
        .withMessageContaining("closed");

    List<Exception> told = new ArrayList<>();
    TraceLog handled = TraceLog.of("S").onError(told::add).to(new ByteArrayOutputStream());
    handled.close();
    handled.node("n").event("A").record();
    handled.node("n").event("A").record();
    assertThat(told).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_header_that_cannot_be_written_is_an_exception_even_with_a_handler() {
    Disk disk = new Disk(0);

    assertThatThrownBy(() -> TraceLog.of("S").onError(problem -> {}).to(disk))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left on device");
    assertThat(disk.closed).isTrue();
  }

  @Test
  void a_stream_that_throws_anything_else_is_a_failed_write_too() throws IOException {
    OutputStream odd =
        new OutputStream() {
          private int writes;

          @Override
          public void write(int single) {}

          @Override
          public void write(byte[] buffer, int from, int count) {
            if (writes++ > 0) {
              throw new IllegalArgumentException("odd");
            }
          }
        };
    TraceLog log = TraceLog.of("S").to(odd);

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> log.node("n").event("A").record());
    log.close();
  }

  @Test
  void an_error_handler_may_close_the_log() throws IOException {
    Disk disk = new Disk(1);
    List<TraceLog> logs = new ArrayList<>();
    logs.add(TraceLog.of("S").onError(problem -> logs.getFirst().close()).to(disk));

    logs.getFirst().node("n").event("A").record();

    assertThat(disk.closed).isTrue();
  }

  @Test
  void a_buffered_log_writes_whole_lines_when_the_buffer_is_full_or_flushed() throws IOException {
    Disk disk = new Disk(1_000);
    TraceLog log = TraceLog.of("S").buffered(200).to(disk);
    NodeRecorder node = log.node("n");
    for (int i = 0; i < 4; i++) {
      // 50 bytes with its line feed, give or take the digits.
      node.event("A").observe("v", i).record();
      assertThat(disk.bytes.toString(StandardCharsets.UTF_8)).endsWith("\n");
    }
    assertThat(disk.writes).isEqualTo(2);
    log.flush();
    assertThat(Lines.of(disk.bytes)).hasSize(5);

    node.event("A").observe("v", "x".repeat(1_000)).record();
    node.event("A").record();
    log.close();
    assertThat(Lines.of(disk.bytes)).hasSize(7);
  }

  @Test
  void a_buffer_that_cannot_be_written_is_reported_by_whoever_empties_it() throws IOException {
    TraceLog log = TraceLog.of("S").buffered(1_000).to(new Disk(1));
    log.node("n").event("A").record();

    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(log::close);
  }
}
