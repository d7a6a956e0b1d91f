package io.offerflow.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/**
 * Replay, the job and an audit decide the same because the core depends on nothing but its
 * arguments. These rules keep it so.
 */
@AnalyzeClasses(packages = "io.offerflow", importOptions = DoNotIncludeTests.class)
final class PureCoreTest {
  private static final String ROOT = "io.offerflow.";

  /** A package knows those before it, never one after it. A new package takes its place here. */
  private static final List<String> ORDER =
      List.of(
          "blob",
          "event",
          "condition",
          "drl",
          "content",
          "feature",
          "zone",
          "tag",
          "workspace",
          "moment",
          "eligibility",
          "stock",
          "policy",
          "learning",
          "arbitration",
          "decision",
          "measure",
          "replay",
          "scenario",
          "analysis",
          "change");

  private static final Set<String> CLOCK_TYPES =
      Set.of("java.time.Clock", "java.time.InstantSource", "java.util.Calendar", "java.util.Date");

  private static final Set<String> RANDOM_TYPES =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom");

  private static final Set<String> FORBIDDEN_CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.time.ZoneId.systemDefault",
          "java.util.TimeZone.getDefault",
          "java.util.Locale.getDefault");

  private static final Set<String> HARMLESS =
      Set.of("java.io.Serializable", "java.io.IOException", "java.io.UncheckedIOException");

  @ArchTest
  static final ArchRule packages_know_only_those_before_them =
      classes()
          .should(dependOnlyOnEarlierPackages())
          .because("events carry conditions, conditions carry features, and so on, one way");

  @ArchTest
  static final ArchRule no_flink_and_no_kafka =
      noClasses()
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.apache.flink..", "org.apache.kafka.."))
          .because("the same core runs in the job, in replay and in a workspace's tests");

  @ArchTest
  static final ArchRule no_module_above =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  ROOT + "codec..",
                  ROOT + "feed..",
                  ROOT + "kafka..",
                  ROOT + "gateway..",
                  ROOT + "pipeline.."));

  @ArchTest
  static final ArchRule no_clock_and_no_randomness =
      noClasses()
          .should()
          .dependOnClassesThat(named(CLOCK_TYPES))
          .orShould()
          .dependOnClassesThat(named(RANDOM_TYPES))
          .orShould()
          .accessTargetWhere(isForbidden())
          .because("time and chance are inputs of a pure function, or it is none");

  @ArchTest
  static final ArchRule only_the_reader_of_workspaces_touches_files =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "workspace..")
          .should()
          .dependOnClassesThat(doInputOrOutput())
          .because("a decision that waits for a disk is late, and one that reads one is not pure");

  private static DescribedPredicate<JavaClass> named(Set<String> names) {
    return describe("are one of " + names, type -> names.contains(type.getName()));
  }

  /** Calls and method references alike. */
  private static DescribedPredicate<JavaAccess<?>> isForbidden() {
    return describe(
        "reads a clock, the environment or chance",
        access -> {
          AccessTarget target = access.getTarget();
          String owner = target.getOwner().getName();
          return FORBIDDEN_CALLS.contains(owner + "." + target.getName())
              || (owner.startsWith("java.time.") && target.getName().equals("now"));
        });
  }

  /** A mark and the exceptions that parsers of text declare are no access to anything. */
  private static DescribedPredicate<JavaClass> doInputOrOutput() {
    return resideInAPackage("java.io..")
        .or(resideInAPackage("java.nio.file.."))
        .or(resideInAPackage("java.nio.channels.."))
        .or(resideInAPackage("java.net.."))
        .and(describe("do what they say", type -> !HARMLESS.contains(type.getName())));
  }

  private static ArchCondition<JavaClass> dependOnlyOnEarlierPackages() {
    return new ArchCondition<>("depend only on packages before their own") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        int own = place(type);
        if (own < 0) {
          String message = type.getName() + " is in a package that has no place in the order";
          events.add(SimpleConditionEvent.violated(type, message));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass();
          if (target.getPackageName().startsWith(ROOT) && place(target) > own) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static int place(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return ORDER.indexOf(dot < 0 ? rest : rest.substring(0, dot));
  }
}
