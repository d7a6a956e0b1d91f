package io.offerflow.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What no compiler checks: the tree stays readable, and says where things come from only once. */
final class TidyTest {
  private static final int COLUMNS = 100;
  private static final Set<String> FOREIGN = Set.of(".git", ".idea", ".vscode", "target");
  private static final Pattern TEXT =
      Pattern.compile(
          ".*\\.(java|xml|md|ya?ml|json|geojson|g4|properties|sh|ftl)|offerflow|run|Dockerfile");
  private static final Pattern MARKER =
      Pattern.compile("\\b(" + "TO" + "DO|FIX" + "ME|HA" + "CK)\\b");

  /** Written in parts, so that this file does not find itself. */
  private static final List<String> REGISTRIES =
      List.of(
          "repo" + ".maven.apache.org",
          "repo1" + ".maven.org",
          "repository" + ".apache.org",
          "central" + ".sonatype",
          "oss" + ".sonatype",
          "jcenter" + ".bintray",
          "plugins" + ".gradle.org",
          "registry" + ".npmjs",
          "files" + ".pythonhosted",
          "pypi" + ".org");

  private static Path root;
  private static List<Path> texts;

  @BeforeAll
  static void list() throws IOException {
    root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve(".ci/run"))) {
      root = root.getParent();
    }
    texts = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return FOREIGN.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (TEXT.matcher(file.getFileName().toString()).matches()) {
              texts.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(texts).hasSizeGreaterThan(50);
  }

  @Test
  void linesOfJavaFit100Columns() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : java()) {
      boolean inTextBlock = false;
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        if (!inTextBlock && isBreakable(line) && line.codePointCount(0, line.length()) > COLUMNS) {
          found.add(root.relativize(file) + ":" + number);
        }
        inTextBlock ^= (line.split("\"\"\"", -1).length - 1) % 2 == 1;
      }
    }
    assertThat(found).as("lines of more than %d columns", COLUMNS).isEmpty();
  }

  /** The formatter breaks no import, no address and no line that a text begins. */
  private static boolean isBreakable(String line) {
    return !line.startsWith("import ") && !line.contains("http") && !line.strip().startsWith("\"");
  }

  @Test
  void nothingIsLeftForLaterInTheSources() throws IOException {
    assertThat(linesWith(texts, line -> MARKER.matcher(line).find())).isEmpty();
  }

  @Test
  void noFileNamesARegistryOfPackages() throws IOException {
    assertThat(linesWith(texts, line -> REGISTRIES.stream().anyMatch(line::contains))).isEmpty();
    assertThat(linesWith(poms(), line -> line.contains("<repositor" + "ies>"))).isEmpty();
    assertThat(linesWith(poms(), line -> line.contains("<pluginRepositor" + "ies>"))).isEmpty();
  }

  @Test
  void versionsStandInTheParentPomAlone() throws IOException {
    List<Path> modules = poms().stream().filter(pom -> !pom.getParent().equals(root)).toList();
    assertThat(modules).isNotEmpty();
    assertThat(
            linesWith(
                modules,
                line -> line.matches(".*<version>[^$].*") && !line.contains("<parent><groupId>")))
        .isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    List<Path> silent =
        java().stream()
            .filter(file -> file.toString().contains("/src/main/java/"))
            .map(Path::getParent)
            .distinct()
            .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
            .map(root::relativize)
            .toList();
    assertThat(silent).as("packages without package-info.java").isEmpty();
  }

  @Test
  void namesSayWhatAClassIs() {
    Pattern empty = Pattern.compile(".*(Utils?|Helpers?|Manager|Impl)\\.java");
    List<Path> found =
        java().stream().filter(file -> empty.matcher(file.toString()).matches()).toList();
    assertThat(found).as("names that say nothing").isEmpty();
  }

  @Test
  void testsNeitherSleepNorStandAside() throws IOException {
    List<Path> tests =
        java().stream().filter(file -> file.toString().contains("/src/test/")).toList();
    Pattern lazy =
        Pattern.compile(
            "Thread\\.sl"
                + "eep|TimeUnit\\.\\w+\\.sl"
                + "eep|@Dis"
                + "abled|import org\\.junit\\.[A-Z]|org\\.mock"
                + "ito");
    assertThat(linesWith(tests, line -> lazy.matcher(line).find())).isEmpty();
  }

  private static List<Path> java() {
    return texts.stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  private static List<Path> poms() {
    return texts.stream().filter(file -> file.endsWith("pom.xml")).toList();
  }

  private static List<String> linesWith(List<Path> files, Predicate<String> wanted)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      int number = 0;
      for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n")) {
        number++;
        if (wanted.test(line)) {
          found.add(root.relativize(file) + ":" + number + ": " + line.strip());
        }
      }
    }
    return found;
  }
}
