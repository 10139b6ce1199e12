package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class DoorsTest {

  @Test
  void where_tlc_ends_the_jvm_only_its_thread_ends() throws Exception {
    Class<?> system =
        Class.forName(TlcClassLoader.ENGINE + "CheckSystem", true, new TlcClassLoader());

    assertThat(closed("tlc2.tool.liveness.LiveCheck"))
        .doesNotContain("java/lang/System")
        .contains("dev/lockstep/tlc/engine/CheckSystem");
    assertThatThrownBy(() -> system.getMethod("exit", int.class).invoke(null, 1))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(Error.class)
        .hasMessage("TLC gave up with status 1");
  }

  @Test
  void the_set_of_known_states_is_no_remote_object() throws Exception {
    Class<?> set = Class.forName("tlc2.tool.fp.FPSet", true, new TlcClassLoader());

    assertThat(set.getSuperclass().getName()).isEqualTo("dev.lockstep.tlc.engine.CheckLocalObject");
  }

  @Test
  void a_class_without_doors_stays_as_it_is() {
    byte[] bytes = {1, 2, 3};

    assertThat(Doors.close("tlc2.tool.Worker", bytes)).isSameAs(bytes);
    assertThatThrownBy(() -> Doors.close("tlc2.tool.fp.FPSet", bytes))
        .hasMessage("the class tlc2.tool.fp.FPSet is malformed");
  }

  private static String closed(String name) throws IOException {
    try (InputStream stream =
        DoorsTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
      return new String(Doors.close(name, stream.readAllBytes()), StandardCharsets.ISO_8859_1);
    }
  }
}
