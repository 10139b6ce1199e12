package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.ModelChecker.Options;
import dev.lockstep.tlc.ModelChecker.Result;
import java.io.File;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tlc2.TLC;

@DisplayName("A world of TLC")
class TlcWorldTest {

  /** Parts of TLC that a check never comes to; a world that has met them is not used again. */
  private static final List<String> ELSEWHERE =
      List.of(
          "tlc2.tool.distributed.",
          "tlc2.model.",
          "tlc2.TLCRunner",
          "tlc2.TraceExplorer",
          "tla2sany.explorer.");

  private static final int SMALL = 3_000;
  private static final int MODELS = 12;

  @Test
  void looks_the_same_to_a_run_whichever_ran_there_before() throws Exception {
    long seed = System.nanoTime();
    List<Checked> small = small();
    Collections.shuffle(small, new Random(seed));
    List<Checked> some = small.subList(0, MODELS);
    TlcWorld used = new TlcWorld();
    for (int round = 0; round < 2; round++) {
      for (Checked model : some) {
        assertThat(model.in(used))
            .as("%s of %s, round %d, seed %d", model.model, model.protocol.name(), round, seed)
            .usingRecursiveComparison()
            .ignoringFields("elapsed")
            .isEqualTo(model.in(new TlcWorld()));
      }
      Collections.reverse(some);
    }
  }

  private record Checked(Protocol protocol, Model model) {

    Result in(TlcWorld world) throws Exception {
      try (SpecFiles files = Catalog.load().extract(protocol)) {
        List<TlcWorld> reusable = new ArrayList<>();
        Result result =
            ModelChecker.check(files.model(model), Options.deterministic(), world, reusable::add);
        assertThat(reusable).as("after %s", result).containsExactly(world);
        assertThat(world.restore()).as("%s leaves nothing behind", model.name()).isTrue();
        return result;
      }
    }
  }

  private static List<Checked> small() {
    List<Checked> small = new ArrayList<>();
    for (Protocol protocol : Catalog.load().protocols()) {
      for (Model model : protocol.models()) {
        if (model.total().orElse(Integer.MAX_VALUE) < SMALL) {
          small.add(new Checked(protocol, model));
        }
      }
    }
    return small;
  }

  @Test
  void knows_all_classes_with_static_state() throws Exception {
    TreeSet<String> withState = new TreeSet<>();
    TlcClassLoader loader = new TlcClassLoader();
    for (String name : classes()) {
      if (ELSEWHERE.stream().noneMatch(name::startsWith)
          && StaticState.isIn(loader.loadClass(name))) {
        withState.add(name);
      }
    }
    assertThat(TlcWorld.names()).containsExactlyElementsOf(withState);
  }

  @Test
  void has_no_class_whose_code_the_garbage_collector_runs() throws Exception {
    TlcClassLoader loader = new TlcClassLoader();
    for (String name : classes()) {
      if (ELSEWHERE.stream().noneMatch(name::startsWith)) {
        assertThat(loader.loadClass(name).getDeclaredMethods())
            .as(name)
            .extracting(Method::getName)
            .doesNotContain("finalize");
      }
    }
  }

  private static List<String> classes() throws Exception {
    List<String> names = new ArrayList<>();
    File tlc = new File(TLC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile jar = new JarFile(tlc)) {
      jar.stream().map(JarEntry::getName).filter(TlcWorldTest::isIsolated).forEach(names::add);
    }
    File ours = new File(Spec.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String engine = TlcClassLoader.ENGINE.replace('.', '/');
    for (String file : new File(ours, engine).list()) {
      names.add(engine + file);
    }
    return names.stream()
        .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
        .map(name -> name.replace(".class", "").replace('/', '.'))
        .toList();
  }

  private static boolean isIsolated(String file) {
    return file.matches("(tlc2|tla2sany|util|pcal|model)/.*");
  }

  @Test
  void is_not_used_again_after_it_met_a_class_that_the_list_does_not_have() throws Exception {
    TlcWorld world = new TlcWorld();
    assertThat(world.restore()).isTrue();
    world.loader().loadClass("tlc2.tool.distributed.TLCWorker");
    assertThat(world.restore()).isFalse();
  }

  @Test
  void is_not_used_again_after_a_class_failed_to_be_initialized() throws Exception {
    TlcWorld world = new TlcWorld();
    Class<?> failing = world.loader().loadClass("dev.lockstep.tlc.engine.FailsToInitialize");
    assertThat(StaticState.isIn(failing)).isFalse();
    assertThat(world.restore()).isFalse();
  }
}
