package dev.lockstep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.InputFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a log: a message with its place, what was expected and what to do. */
class TraceReaderErrorsTest {

  private static final String HEADER = "{\"lockstep-trace\":1,\"spec\":\"S\",\"constants\":{}}\n";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"acton\":\"A\"}                       | 2:2 | did you mean action?",
        "{\"action\":7}                          | 2:11 | must be a string, not 7",
        "{\"action\":\"A\",\"action\":\"A\"}     | 2:    | this field is there twice",
        "{\"args\":[]}                           | 2:    | no \"action\" that they belong to",
        "{\"action\":\"A\",\"args\":\"rm1\"}     | 2:    | must be an array, not the string"
            + " \"rm1\"",
        "{\"clock\":1.5}                         | 2:    | must be an integer",
        "{\"clock\":123456789012345678901234567} | 2:    | does not fit 64 bits",
        "{\"state\":{\"x\":3000000000}}          | 2:    | does not fit TLC's 32 bits",
        "{\"state\":{\"x\":0.5}}                 | 2:    | TLC has integers only",
        "{\"state\":{\"x/~4\":1}}                | 2:    | a ~ must be written ~0",
        "{\"state\":{\"/x\":1}}                  | 2:    | does not start with the name of a"
            + " variable",
        "{\"action\":\"A\",\"steps\":[]}       | 2:    | has both \"action\" and \"steps\"",
        "{\"steps\":[{\"args\":[]}]}             | 2:    | no \"action\" that they belong to",
        "{\"steps\":[{}]}                        | 2:    | a step lacks \"action\"",
        "{\"steps\":[{\"acton\":\"A\"}]}         | 2:12  | did you mean action?",
        "{\"steps\":\"A\"}                       | 2:10  | must be an array",
        "{\"steps\":[],\"optional\":true}        | 2:    | leave out \"optional\"",
        "{\"vector\":{\"a\":-1}}                  | 2:    | a vector clock counts events",
        "{\"vector\":[1]}                        | 2:11  | must be a JSON object",
        "{\"sent\":\"m1\"}                       | 2:9   | must be an array",
        "{\"received\":[1]}                      | 2:14  | must be a string, not 1",
        "{\"state\":{\"lenght(x)\":1}}            | 2:11  | no projection lenght; did you mean"
            + " length?",
        "{\"state\":{\"length(x\":1}}             | 2:11  | the ) of length( is missing",
        "{\"state\":{\"f(x)\":1,\"f(x)\":1}}      | 2:    | no projection f",
        "{\"state\":{\"x/a)\":1,\"x/a~3\":1}}     | 2:    | twice, written differently",
        "{\"state\":{\"x\":\"\\ud800\"}}           | 2:15  | not Unicode",
        "{\"state\":[1]}                         | 2:    | must be a JSON object, not an array",
        "{\"delta\":{\"x\":[]}}                  | 2:    | list of changes is empty",
        "{\"delta\":{\"x\":[{\"op\":\"AddElment\",\"args\":[1]}]}} | 2: | did you mean AddElement?",
        "{\"delta\":{\"x\":[{\"op\":\"SetKey\",\"args\":[1]}]}}    | 2: | SetKey takes 2 arguments"
            + " in \"args\", not 1",
        "{\"delta\":{\"x\":[{\"path\":[]}]}}     | 2:    | lacks \"op\"",
        "[1,2]                                   | 2:1   | must be a JSON object, not an array",
        "{\"action\":\"A\"                       | 2:    | the line ends inside a JSON object",
        "{\"action\":\"A\"} {}                   | 2:    | more on this line after the first JSON"
            + " object",
        "hello                                   | 2:    | this is not JSON",
        "{\"lockstep-trace\":2}                  | 2:    | version 2 of the trace format",
        "{\"lockstep-trace\":1,\"spec\":\"S\"}   | 2:    | lacks \"constants\"",
        "{\"lockstep-trace\":1,\"constants\":{}} | 2:    | lacks \"spec\""
      })
  void a_bad_line_is_named_with_its_place(String line, String place, String message)
      throws IOException {
    Path file = write(HEADER + line + "\n");

    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> readAll(TraceReader.open(file)))
        .withMessageStartingWith(file + ":" + place)
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"action\":7}",
        "{\"acton\":\"A\"}",
        "{\"args\":[]}",
        "{\"clock\":1.5}",
        "{\"action\":\"A\",\"steps\":[]}",
        "{\"steps\":[{\"args\":[]}]}",
        "{\"steps\":[{}]}",
        "{\"steps\":[{\"action\":\"A\",\"x\":1}]}",
        "{\"steps\":[],\"optional\":true}",
        "{\"vector\":{\"a\":-1}}",
        "{\"sent\":\"m1\"}",
        "{\"received\":[1]}",
        "{\"state\":{\"lenght(x)\":1}}",
        "{\"state\":{\"x\":3000000000}}",
        "{\"state\":{\"x\":0.5}}",
        "{\"state\":{\"x/~4\":1}}",
        "{\"delta\":{\"x\":[]}}",
        "{\"delta\":{\"x\":[{\"op\":\"AddElment\",\"args\":[1]}]}}",
        "{\"delta\":{\"x\":[{\"op\":\"SetKey\",\"args\":[1]}]}}",
        "{\"delta\":{\"x\":[{\"path\":[]}]}}",
        "{\"lockstep-trace\":1,\"spec\":\"S\"}"
      })
  void what_the_reader_refuses_the_schema_refuses_too(String line) {
    assertThat(Schemas.read("trace-format.schema.json").validate(line, InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void a_log_that_does_not_start_with_a_header_says_how_to_name_its_format() throws IOException {
    assertProblem(write("{\"event\":\"RMPrepare\"}\n"), ":1:", "--input-format");
  }

  @Test
  void an_empty_file_is_an_error() throws IOException {
    assertProblem(write(""), ":", "the file is empty");
    assertProblem(write("\n \n"), ":", "the file is empty");
  }

  @Test
  void a_directory_is_an_error() {
    assertProblem(directory, ":", "this is a directory");
  }

  @Test
  void a_missing_file_is_an_error() {
    assertProblem(directory.resolve("none"), ":", "there is no such file");
  }

  @Test
  void other_encodings_are_named() throws IOException {
    Path file = directory.resolve("log");
    Files.write(file, HEADER.getBytes(StandardCharsets.UTF_16));
    assertProblem(file, ":1:1", "UTF-16");
    Files.write(file, (HEADER + "{\"action\":\"é\"}\n").getBytes(StandardCharsets.ISO_8859_1));
    assertProblem(file, ":2:12", "not UTF-8");
    Files.write(file, new byte[] {0x1F, (byte) 0x8B, 8, 0, 0});
    assertProblem(file, ":1:1", "gunzip");
  }

  @Test
  void a_byte_order_mark_and_windows_line_ends_do_no_harm() throws Exception {
    Path file = write("\uFEFF" + HEADER.replace("\n", "\r\n") + "{\"action\":\"A\"}\r\n");

    assertThat(readAll(TraceReader.open(file))).isEqualTo(1);
  }

  @Test
  void a_last_line_without_an_end_is_read() throws Exception {
    assertThat(readAll(TraceReader.open(write(HEADER + "{\"action\":\"A\"}")))).isEqualTo(1);
  }

  @Test
  void a_line_of_a_hundred_megabytes_is_refused_before_it_is_in_memory() {
    TraceReader reader =
        TraceReader.of(
            "endless", new Endless(HEADER.getBytes(StandardCharsets.UTF_8), 100_000_000));

    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> readAll(reader))
        .withMessageStartingWith("endless:2: this line is longer than the limit of 16777216 bytes")
        .withMessageContaining("--max-line-bytes");
  }

  @Test
  void deeply_nested_values_are_refused() throws IOException {
    String value = "[".repeat(100_000) + "]".repeat(100_000);
    assertProblem(write(HEADER + "{\"args\":" + value + "}\n"), ":2:", "nested deeper than 200");
  }

  @Property(tries = 500)
  void junk_never_gets_past_as_anything_but_a_trace_exception(@ForAll @Size(max = 60) byte[] junk) {
    byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(header, header.length + junk.length);
    System.arraycopy(junk, 0, bytes, header.length, junk.length);
    try {
      readAll(TraceReader.of("junk", new ByteArrayInputStream(bytes)));
    } catch (TraceException e) {
      assertThat(e.line()).isPositive();
    }
    try {
      readAll(InriaReader.of("junk", new ByteArrayInputStream(junk)));
    } catch (TraceException e) {
      assertThat(e).hasMessageStartingWith("junk:");
    }
  }

  private static void assertProblem(Path file, String place, String message) {
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> readAll(TraceReader.open(file)))
        .withMessageStartingWith(file + place)
        .withMessageContaining(message);
  }

  private static int readAll(TraceSource source) throws TraceException {
    int events = 0;
    Optional<TraceHeader> run = source.nextRun();
    while (run.isPresent()) {
      while (source.nextEvent().isPresent()) {
        events++;
      }
      run = source.nextRun();
    }
    return events;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("log"), text);
  }

  /** A stream that gives its start and then one letter again and again. */
  private static final class Endless extends InputStream {
    private final byte[] start;
    private final int length;
    private int position;

    Endless(byte[] start, int length) {
      this.start = start;
      this.length = length;
    }

    @Override
    public int read() {
      if (position == length) {
        return -1;
      }
      int at = position++;
      return at < start.length ? start[at] : 'x';
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      int read = Math.min(count, length - position);
      for (int index = 0; index < read; index++) {
        target[offset + index] = (byte) read();
      }
      return count > 0 && read == 0 ? -1 : read;
    }
  }
}
