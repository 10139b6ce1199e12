package dev.lockstep.report;

import dev.lockstep.trace.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The HTML file: a page that is always the same, and the data as JSON, which only the page's script
 * turns into text. The policy in its head lets a browser run this one script and load nothing.
 */
final class Page {

  private static final List<String> SCRIPTS =
      List.of("values.js", "diagram.js", "reasons.js", "state.js", "page.js");

  private Page() {}

  /**
   * Writes {@code file} as a whole, or not at all.
   *
   * @param overview the JSON about all runs
   * @param details the JSON about those that are drawn
   */
  static void write(Path file, String overview, List<String> details) throws IOException {
    WholeFile.write(
        file,
        bytes -> {
          Writer output = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
          write(output, overview, details);
          output.flush();
        });
  }

  private static void write(Writer output, String overview, List<String> details)
      throws IOException {
    String style = resource("page.css");
    String script =
        SCRIPTS.stream()
            .map(Page::resource)
            .collect(Collectors.joining("\n", "(() => {\n\"use strict\";\n", "})();\n"));
    String page =
        resource("page.html")
            .replace("{style-hash}", hash(style))
            .replace("{script-hash}", hash(script))
            .replace("{style}", style);
    List<String> parts = Stream.of(page.split("\\{(?:data|script)\\}", -1)).toList();
    output.write(parts.get(0));
    data(output, "overview", overview);
    for (int number = 0; number < details.size(); number++) {
      data(output, "run-" + number, details.get(number));
    }
    output.write(parts.get(1));
    output.write(script);
    output.write(parts.get(2));
  }

  private static void data(Writer output, String id, String json) throws IOException {
    output.write("<script type=\"application/json\" id=\"data-" + id + "\">");
    output.write(json);
    output.write("</script>\n");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream input = Page.class.getResourceAsStream(name)) {
      if (input == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
