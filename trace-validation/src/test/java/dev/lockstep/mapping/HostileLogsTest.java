package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.trace.InriaReader;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever bytes a log or a mapping file consists of, the readers give events or a message with its
 * place. {@code -Dlockstep.fuzz.tries=N} tries more, {@code -Dlockstep.fuzz.seed=S} others; a
 * failure names the seed of its try.
 */
class HostileLogsTest {

  private static final int TRIES = Integer.getInteger("lockstep.fuzz.tries", 2000);
  private static final long SEED = Long.getLong("lockstep.fuzz.seed", 20261);

  private static final SpecNames SPEC =
      new SpecNames(
          new TreeMap<>(Map.of("Vote", List.of("i", "j"), "Tick", List.of())),
          List.of("term", "log"),
          Optional.empty());

  private static final String MAPPING =
      """
      {"lockstep-mapping":1,
       "layout":{"where":{"k":1},"name":"what","node":"id","clock":"t","vector":"v","sent":"out",
        "received":"in","args":"args","state":"now"},
       "actions":{"vote":[{"when":{"args.0":["a",1,true,null]},"action":"Vote","args":{"i":"$node",
        "j":"now.x.1"}},{"steps":[{"action":"Tick"},{"action":"Vote","args":["j",null]}]}],
        "no":null,"see":{"observe":true}},
       "others":"not-modelled",
       "variables":{"x":"last(log/$node)/term","y.z":"term/$args.0","y":null},
       "values":{"a":"b","1":2},"nil":"none","hidden":{"actions":["Tick"],"max":3}}
      """;

  private static final List<String> SAMPLES =
      List.of(
          """
          {"lockstep-trace":1,"spec":"S","constants":{"N":[1,"a",{"b":true}]},"state":{"term":0}}
          {"node":"n1","clock":7,"vector":{"n1":2},"sent":["m1"],"received":["m0"],"action":"Vote","args":["n1",null],"state":{"length(log/n1)":3,"last(log/n1)/term":1,"x/~2~0":[]},"delta":{"log":[{"op":"SetKey","path":["a",1],"args":["k",{"v":[]}]}]}}
          {"steps":[{"action":"Tick"},{"action":"Vote","args":[1]}]}
          {"steps":[],"state":{"term":1}}
          """,
          """
          {"k":1,"what":"vote","id":"n1","t":3,"v":{"n1":1},"out":["a"],"in":"b","args":["a",2],"now":{"x":[1,2],"y":{"z":true,"w":0.5}},"ts":1.5e3}
          {"k":0,"message":"hello \\u00e9 \\ud83d\\ude00"}
          {"k":1,"what":"see","id":7,"now":{"term":{"a":1},"log":"1"}}
          {"k":1,"what":"no"}
          """,
          """
          {"RM":["rm-0","rm-1"]}
          {"event":"Vote","event_args":["rm-0"],"clock":4,"log":[{"op":"AddElement","path":[],"args":[{"rm":"rm-0"}]}],"sender":"x"}
          """);

  private enum Format {
    LOCKSTEP,
    MAPPED,
    INRIA,
    JSON
  }

  private static TraceSource open(Format format, InputStream input) throws TraceException {
    return switch (format) {
      case LOCKSTEP -> TraceReader.of("log", input);
      case MAPPED -> Mapping.parse("m", MAPPING).apply(TraceReader.of("log", input), () -> SPEC);
      case INRIA -> Mapping.parse("m", MAPPING).apply(InriaReader.of("log", input), () -> SPEC);
      case JSON -> {
        Mapping mapping = Mapping.parse("m", MAPPING);
        yield mapping.apply(mapping.open("log", input, 1 << 20), () -> SPEC);
      }
    };
  }

  /** Reads all events in every format, and fails on anything but a message about the log. */
  private static long readAll(byte[] bytes) {
    long events = 0;
    for (Format format : Format.values()) {
      try (TraceSource source = open(format, new ByteArrayInputStream(bytes))) {
        while (source.nextRun().isPresent()) {
          while (source.nextEvent().isPresent()) {
            events++;
          }
        }
        assertThat(source.unusedFields().size()).isLessThanOrEqualTo(2001);
      } catch (TraceException e) {
        assertThat(e.getMessage()).startsWith("log:");
        assertThat(e.problem().length()).isLessThan(2000);
      } catch (Exception e) {
        throw new AssertionError("as " + format, e);
      }
    }
    return events;
  }

  private static void forEachTry(Trial trial) {
    Random seeds = new Random(SEED);
    for (int number = 0; number < TRIES; number++) {
      long seed = seeds.nextLong();
      try {
        trial.run(new Random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("the try with the seed " + seed, e);
      }
    }
  }

  private interface Trial {
    void run(Random random);
  }

  @TestFactory
  @Timeout(600)
  Stream<DynamicTest> random_and_mutated_bytes_do_no_harm() {
    return Stream.of(
        DynamicTest.dynamicTest(
            "random bytes, seed " + SEED, () -> forEachTry(random -> readAll(bytes(random, 200)))),
        DynamicTest.dynamicTest(
            "random text from the letters of JSON, seed " + SEED,
            () -> forEachTry(random -> readAll(letters(random)))),
        DynamicTest.dynamicTest(
            "mutated logs, seed " + SEED,
            () -> forEachTry(random -> readAll(mutated(random, sample(random))))),
        DynamicTest.dynamicTest(
            "logs cut off anywhere, seed " + SEED,
            () ->
                forEachTry(
                    random -> {
                      byte[] sample = sample(random);
                      readAll(Arrays.copyOf(sample, random.nextInt(sample.length)));
                    })),
        DynamicTest.dynamicTest(
            "mutated mapping files, seed " + SEED,
            () ->
                forEachTry(
                    random -> {
                      byte[] bytes = mutated(random, MAPPING.getBytes(StandardCharsets.UTF_8));
                      String text = new String(bytes, StandardCharsets.UTF_8);
                      try {
                        Mapping.parse("m", text).check(SPEC);
                      } catch (TraceException e) {
                        assertThat(e.getMessage()).startsWith("m:");
                      }
                    })));
  }

  private static byte[] sample(Random random) {
    return SAMPLES.get(random.nextInt(SAMPLES.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Random random, int max) {
    byte[] bytes = new byte[random.nextInt(max)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] letters(Random random) {
    String letters = "{}[]\",:\\\n \u0000\tek1-.~/$()" + "lockstep";
    String start = random.nextBoolean() ? "{\"lockstep-trace\":1," : "{\"k\":1,\"";
    return (start
            + IntStream.range(0, random.nextInt(60))
                .mapToObj(at -> String.valueOf(letters.charAt(random.nextInt(letters.length()))))
                .collect(Collectors.joining()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Some bytes replaced, dropped, doubled or moved. */
  private static byte[] mutated(Random random, byte[] sample) {
    List<Byte> bytes = new ArrayList<>();
    for (byte one : sample) {
      bytes.add(one);
    }
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(bytes.size());
      int length = Math.min(random.nextInt(20), bytes.size() - at - 1);
      switch (random.nextInt(5)) {
        case 0 -> bytes.set(at, (byte) random.nextInt(256));
        case 1 -> bytes.subList(at, at + length).clear();
        case 2 -> bytes.addAll(at, List.copyOf(bytes.subList(at, at + length)));
        case 3 -> bytes.set(at, (byte) "{}[]\",:0-e.\\~/()$".charAt(random.nextInt(17)));
        default -> {
          List<Byte> moved = List.copyOf(bytes.subList(at, at + length));
          bytes.subList(at, at + length).clear();
          bytes.addAll(random.nextInt(bytes.size() + 1), moved);
        }
      }
    }
    byte[] result = new byte[bytes.size()];
    for (int at = 0; at < result.length; at++) {
      result[at] = bytes.get(at);
    }
    return result;
  }

  private static String keys(int count) {
    return IntStream.range(0, count)
        .mapToObj(key -> "\"k" + key + "\":1")
        .collect(Collectors.joining(","));
  }

  /** A value that is hostile, put wherever a value can stand. */
  private static Stream<String> around(String value) {
    return Stream.of(
        value,
        "{\"node\":\"n\",\"state\":{\"x\":" + value + "}}",
        "{\"state\":" + value + "}",
        "{\"action\":\"A\",\"args\":[" + value + "]}",
        "{\"vector\":" + value + "}",
        "{\"k\":1,\"what\":\"vote\",\"id\":\"n\",\"args\":["
            + value
            + "],\"now\":{\"x\":"
            + value
            + "}}",
        "{\"k\":1,\"now\":" + value + "}",
        "{\"k\":1,\"v\":" + value + "}",
        "{\"k\":1,\"other\":" + value + "}",
        "{\"k\":" + value + "}",
        "{\"event\":\"A\",\"event_args\":[" + value + "],\"x\":" + value + "}");
  }

  @TestFactory
  @Timeout(600)
  Stream<DynamicTest> hostile_values_do_no_harm() {
    int many = 100_000;
    Map<String, String> values = new TreeMap<>();
    values.put("100,000 nested arrays", "[".repeat(many) + "]".repeat(many));
    values.put("100,000 arrays that stay open", "[".repeat(many));
    values.put("100,000 nested objects", "{\"a\":".repeat(many) + "1" + "}".repeat(many));
    values.put("a large exponent", "1e999999999");
    values.put("a small exponent", "-1e-999999999");
    values.put("100,000 digits", "9".repeat(many));
    values.put("100,000 digits behind the point", "0." + "9".repeat(many));
    values.put("a long string", "\"" + "x".repeat(1_000_000) + "\"");
    values.put("a long string of escapes", "\"" + "\\u0041".repeat(100_000) + "\"");
    values.put("a long name", "{\"" + "y".repeat(1_000_000) + "\":1}");
    values.put("the same name twice", "{\"a\":1,\"a\":2}");
    values.put("half a surrogate pair", "\"\\ud800\"");
    values.put("the other half", "\"\\udc00 \\ud800x\"");
    values.put("an escaped NUL", "\"\\u0000\"");
    values.put("a NUL", "\u0000");
    values.put("30,000 keys", "{" + keys(30_000) + "}");
    values.put("a set of 50,000", "[" + "1,".repeat(49_999) + "1]");
    values.put("empty objects", "[" + "{},".repeat(49_999) + "{}]");
    values.put("100,000 projections", "{\"" + "length(".repeat(many) + "\":1}");
    values.put("100,000 slashes", "{\"x" + "/".repeat(many) + "\":1}");
    values.put(
        "names with the same hash",
        "{"
            + IntStream.range(0, 1 << 12)
                .mapToObj(number -> "\"" + sameHash(number) + "\":1")
                .collect(Collectors.joining(","))
            + "}");
    String header = "{\"lockstep-trace\":1,\"spec\":\"S\",\"constants\":{}}\n";
    return values.entrySet().stream()
        .map(
            value ->
                DynamicTest.dynamicTest(
                    value.getKey(),
                    () ->
                        around(value.getValue())
                            .forEach(
                                line -> {
                                  readAll(line.getBytes(StandardCharsets.UTF_8));
                                  readAll((header + line).getBytes(StandardCharsets.UTF_8));
                                })));
  }

  private static String sameHash(int number) {
    return IntStream.range(0, 12)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining());
  }

  @TestFactory
  @Timeout(600)
  Stream<DynamicTest> a_million_keys_are_read_and_more_than_the_limit_refused() {
    return Stream.of(
        DynamicTest.dynamicTest(
            "a million keys",
            () -> {
              byte[] bytes = line("{\"state\":{" + keys(1_000_000) + "}}");
              TraceSource source = open(Format.LOCKSTEP, new ByteArrayInputStream(bytes));
              source.nextRun();
              assertThat(source.nextEvent().orElseThrow().state()).hasSize(1_000_000);
            }),
        DynamicTest.dynamicTest(
            "four million values",
            () ->
                assertThatExceptionOfType(TraceException.class)
                    .isThrownBy(
                        () -> {
                          byte[] bytes = line("{\"args\":[" + "1,".repeat(4_000_000) + "1]}");
                          TraceSource source =
                              open(Format.LOCKSTEP, new ByteArrayInputStream(bytes));
                          source.nextRun();
                          source.nextEvent();
                        })
                    .withMessageContaining("more than 3000000 names and values")));
  }

  private static byte[] line(String line) {
    return ("{\"lockstep-trace\":1,\"spec\":\"S\",\"constants\":{}}\n" + line)
        .getBytes(StandardCharsets.UTF_8);
  }

  @TestFactory
  Stream<DynamicTest> other_encodings_are_read_or_named() {
    String log = SAMPLES.getFirst();
    return Stream.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      byte[] bytes = log.getBytes(Charset.forName(name));
                      assertThat(readAll(bytes)).isZero();
                      assertThatExceptionOfType(TraceException.class)
                          .isThrownBy(
                              () ->
                                  open(Format.LOCKSTEP, new ByteArrayInputStream(bytes)).nextRun())
                          .withMessageStartingWith("log:1:");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> marks_and_line_ends_of_windows_do_no_harm() {
    return SAMPLES.stream()
        .map(
            log ->
                DynamicTest.dynamicTest(
                    log.lines().findFirst().orElseThrow(),
                    () -> {
                      String windows = "\uFEFF" + log.replace("\n", "\r\n\r\n");
                      assertThat(readAll(windows.getBytes(StandardCharsets.UTF_8)))
                          .isEqualTo(readAll(log.getBytes(StandardCharsets.UTF_8)))
                          .isPositive();
                    }));
  }
}
