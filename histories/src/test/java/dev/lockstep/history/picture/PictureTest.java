package dev.lockstep.history.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.Histories;
import dev.lockstep.history.Value;
import dev.lockstep.history.linearizability.Budget;
import dev.lockstep.history.linearizability.Failure;
import dev.lockstep.history.linearizability.LinearizabilityChecker;
import dev.lockstep.history.model.Model;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PictureTest {

  private static Document draw(String name, String events) throws Exception {
    Failure failure =
        new LinearizabilityChecker(Model.REGISTER, Value.Nil.NIL, Budget.DEFAULT, 1)
            .check(Histories.of(events))
            .failure()
            .orElseThrow();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new ByteArrayInputStream(Picture.of(name, failure).getBytes(StandardCharsets.UTF_8)));
  }

  private static long count(Document picture, String element, String kind) {
    NodeList all = picture.getElementsByTagName(element);
    long count = 0;
    for (int i = 0; i < all.getLength(); i++) {
      String kinds = ((Element) all.item(i)).getAttribute("class");
      count += (" " + kinds + " ").contains(" " + kind + " ") ? 1 : 0;
    }
    return count;
  }

  @Test
  void every_process_has_a_lane_and_every_operation_a_bar() throws Exception {
    Document picture =
        draw(
            "log",
            "0i write 1; 1i write 2; 1o write 2; 0o write 1; 2i write 3; 3i read; 3o read 9");

    assertThat(count(picture, "line", "lane")).isEqualTo(4);
    assertThat(count(picture, "rect", "bad")).isEqualTo(1);
    assertThat(count(picture, "rect", "wave")).isEqualTo(1);
    assertThat(count(picture, "circle", "point")).isEqualTo(2);
  }

  @Test
  void what_logs_contain_is_no_markup() throws Exception {
    Document picture =
        draw("<b>&\"", "0i write \"</text><script>\"; 0o write nil; 1i read; 1o read \"\u0001&\"");

    assertThat(picture.getElementsByTagName("script").getLength()).isZero();
    assertThat(picture.getElementsByTagName("b").getLength()).isZero();
  }
}
