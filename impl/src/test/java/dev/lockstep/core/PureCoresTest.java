package dev.lockstep.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A core is a function of its inputs. Each rule is also shown a class that breaks it. */
class PureCoresTest {

  /** What a core may be made of. All else is refused, so that no way to do I/O is forgotten. */
  static final ArchRule ONLY_VALUES =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.lockstep..",
                  "java.lang",
                  "java.lang.annotation",
                  "java.lang.runtime",
                  "java.util",
                  "java.util.function",
                  "java.util.stream",
                  "org.jspecify.annotations"))
          .as("a core uses values and collections, and nothing that does I/O or starts a thread");

  static final ArchRule NO_CLOCK_NO_CHANCE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              Thread.class,
              ThreadLocal.class,
              Process.class,
              ProcessBuilder.class,
              Runtime.class,
              System.class,
              Date.class,
              Random.class,
              UUID.class)
          .orShould()
          .callMethod(Math.class, "random")
          .as("a core asks neither clock nor chance nor the machine");

  static final ArchRule NO_HASH_ORDER =
      noClasses()
          .should(makeSomethingInTheOrderOfHashes())
          .as("nothing in a core depends on the order of hashes");

  static final ArchRule NO_MUTABLE_FIELD =
      fields().should().beFinal().as("nothing in a core changes once it is made");

  static final ArchRule NO_LOCK =
      methods()
          .should()
          .notHaveModifier(JavaModifier.SYNCHRONIZED)
          .as("a core has nothing to lock");

  static final ArchRule NO_PROTOCOL_KNOWS_ANOTHER =
      slices()
          .matching("dev.lockstep.(*).(*)..")
          .should()
          .notDependOnEachOther()
          .as("protocols do not know each other");

  static final ArchRule SHARED_WORDS_KNOW_NO_PROTOCOL =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.core")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep..")
                  .and(DescribedPredicate.not(resideInAPackage("dev.lockstep.core"))))
          .as("the shared words know no protocol");

  static final List<ArchRule> RULES =
      List.of(
          ONLY_VALUES,
          NO_CLOCK_NO_CHANCE,
          NO_HASH_ORDER,
          NO_MUTABLE_FIELD,
          NO_LOCK,
          NO_PROTOCOL_KNOWS_ANOTHER,
          SHARED_WORDS_KNOW_NO_PROTOCOL);

  private static final JavaClasses CORES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.lockstep");

  @ParameterizedTest
  @FieldSource("RULES")
  void every_core_obeys(ArchRule rule) {
    rule.check(CORES);
  }

  @Test
  void the_rules_look_at_all_protocols() {
    assertThat(CORES.stream().map(JavaClass::getPackageName))
        .contains("dev.lockstep.commitment.twophasecommit", "dev.lockstep.time.lamportclock");
  }

  @Test
  void each_rule_refuses_a_class_that_breaks_it() {
    assertThat(broken(ONLY_VALUES, UsesAtomics.class)).isTrue();
    assertThat(broken(NO_CLOCK_NO_CHANCE, ReadsClock.class)).isTrue();
    assertThat(broken(NO_HASH_ORDER, CopiesToHashSet.class)).isTrue();
    assertThat(broken(NO_HASH_ORDER, MakesSet.class)).isTrue();
    assertThat(broken(NO_HASH_ORDER, CollectsToMap.class)).isTrue();
    assertThat(broken(NO_MUTABLE_FIELD, Counts.class)).isTrue();
    assertThat(broken(NO_LOCK, Counts.class)).isTrue();
  }

  private static boolean broken(ArchRule rule, Class<?> wrong) {
    return rule.evaluate(new ClassFileImporter().importClasses(wrong)).hasViolation();
  }

  private static ArchCondition<JavaClass> makeSomethingInTheOrderOfHashes() {
    Set<String> hashed =
        Stream.of(
                HashMap.class,
                HashSet.class,
                Hashtable.class,
                IdentityHashMap.class,
                WeakHashMap.class)
            .map(Class::getName)
            .collect(Collectors.toSet());
    return new ArchCondition<>("make something in the order of hashes") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getConstructorCallsFromSelf().stream()
            .filter(call -> hashed.contains(call.getTargetOwner().getName()))
            .forEach(
                call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
        type.getMethodCallsFromSelf().stream()
            .filter(call -> isUnordered(call))
            .forEach(
                call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
      }
    };
  }

  private static boolean isUnordered(JavaMethodCall call) {
    AccessTarget.MethodCallTarget target = call.getTarget();
    JavaClass owner = target.getOwner();
    return switch (target.getName()) {
      case "of", "copyOf", "ofEntries" ->
          owner.isEquivalentTo(Set.class) || owner.isEquivalentTo(Map.class);
      case "toSet",
          "toMap",
          "groupingBy",
          "partitioningBy",
          "toUnmodifiableSet",
          "toUnmodifiableMap" ->
          owner.isEquivalentTo(Collectors.class);
      case "parallel", "parallelStream", "unordered" -> true;
      case "identityHashCode" -> true;
      default -> false;
    };
  }

  record UsesAtomics(AtomicInteger count) {}

  static final class ReadsClock {
    long now() {
      return System.nanoTime();
    }
  }

  static final class CopiesToHashSet {
    Collection<String> copy(List<String> names) {
      return new HashSet<>(names);
    }
  }

  static final class MakesSet {
    Set<String> make(String one, String two) {
      return Set.of(one, two);
    }
  }

  static final class CollectsToMap {
    Map<String, String> collect(List<String> names) {
      return names.stream().collect(Collectors.toMap(name -> name, name -> name));
    }
  }

  static final class Counts {
    private int count;

    synchronized int next() {
      return ++count;
    }
  }
}
