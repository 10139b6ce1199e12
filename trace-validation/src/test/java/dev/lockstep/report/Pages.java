package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.LogValidator;
import dev.lockstep.mapping.Mapping;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.validation.RunSpecs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes and reads pages. */
final class Pages {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data-([^\"]*)\">(.*?)</script>", Pattern.DOTALL);

  private Pages() {}

  static String page(Path directory, RunSpecs specs, SearchOptions options, List<String> lines)
      throws SpecException, IOException {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return page(directory, specs, options, TraceReader.of("log", new ByteArrayInputStream(bytes)));
  }

  static String page(Path directory, RunSpecs specs, SearchOptions options, TraceSource source)
      throws SpecException, IOException {
    Path file = directory.resolve("report.html");
    try (specs) {
      Report report = new Report(specs);
      LogReport log =
          new LogValidator(specs, Mapping.NONE, options)
              .validate(
                  "log",
                  () -> source,
                  run -> {
                    report.draw("log", run);
                    return true;
                  });
      assertThat(log.error()).isEmpty();
      report.add(log);
      report.write(file);
    }
    assertThat(directory.resolve(".report.html.unfinished")).doesNotExist();
    return Files.readString(file);
  }

  static JsonNode data(String page, String id) throws IOException {
    Matcher matcher = DATA.matcher(page);
    while (matcher.find()) {
      if (matcher.group(1).equals(id)) {
        return MAPPER.readTree(matcher.group(2));
      }
    }
    throw new AssertionError("the page has no data " + id);
  }
}
