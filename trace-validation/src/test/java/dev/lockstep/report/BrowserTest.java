package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.search.SearchOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a browser, worked with by the keyboard. Runs with {@code -Dlockstep.browser=PATH},
 * where PATH is Chromium.
 */
@Tag("browser")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class BrowserTest {

  /** Presses keys, and writes after each which row is selected. */
  private static final String PLAYER =
      """
      <script>
      const said = [];
      function press(key) {
        const target = document.activeElement || document.body;
        target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        said.push(key + " " + document.querySelector(".row.selected").id + location.hash);
      }
      {keys}
      const result = document.createElement("pre");
      result.id = "said";
      result.textContent = said.join("\\n");
      document.body.append(result);
      </script>
      """;

  @TempDir Path directory;

  @Test
  void every_event_is_reached_by_the_keyboard() throws Exception {
    List<String> said =
        play(
            List.of("Home", "ArrowDown", "j", "k", "PageDown", "End", "ArrowUp").stream()
                .map("press('%s');"::formatted)
                .reduce("", String::concat));

    assertThat(said.subList(0, 4))
        .containsExactly(
            "Home row-0#event-0", "ArrowDown row-1#event-1", "j row-2#event-2", "k row-1#event-1");
    assertThat(said.get(4)).doesNotContain("row-1#");
    assertThat(said.subList(5, 7))
        .containsExactly("End row-200#event-200", "ArrowUp row-199#event-199");
  }

  @Test
  void a_filter_leaves_the_events_with_a_text() throws Exception {
    List<String> said =
        play(
            """
            press("/");
            said.push(document.activeElement.type);
            document.activeElement.value = "trim";
            document.activeElement.dispatchEvent(new Event("input"));
            document.querySelector(".scroller").focus();
            press("Home");
            said.push(document.querySelectorAll(".row:not([aria-label*=Trim])").length);
            location.hash = "#event-3";
            """);

    assertThat(said.get(1)).isEqualTo("search");
    assertThat(said.getLast()).isEqualTo("0");
  }

  private List<String> play(String script) throws Exception {
    String page =
        Pages.page(
            directory,
            Relay.specs(directory),
            SearchOptions.DEFAULT.withPaths(),
            Relay.run(200, 3).lines());
    String played =
        page.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
            .replace("</body>", PLAYER.replace("{keys}", script) + "</body>");
    Path file = Files.writeString(directory.resolve("played.html"), played);
    Process browser =
        new ProcessBuilder(
                System.getProperty("lockstep.browser"),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + directory.resolve("profile"),
                "--window-size=1200,800",
                "--virtual-time-budget=2000",
                "--dump-dom",
                file.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String dom = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(browser.waitFor()).isZero();
    String start = "<pre id=\"said\">";
    assertThat(dom).contains(start);
    String said = dom.substring(dom.indexOf(start) + start.length());
    return List.of(said.substring(0, said.indexOf("</pre>")).split("\n"));
  }
}
