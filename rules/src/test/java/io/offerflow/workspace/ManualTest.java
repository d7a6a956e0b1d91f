package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offerflow.decision.Bundle;
import io.offerflow.scenario.TestReport;
import io.offerflow.scenario.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every snippet of docs/campaigns.md. A fenced block whose first line names a file is a piece of
 * that file: it is laid over the telecom example, together with the pieces before it under the same
 * heading, and what comes of it has no problem. A piece of a test is run. Files of the tutorial
 * (below ./) and transcripts are the command line's to test.
 */
class ManualTest {
  private static final Path MANUAL = Path.of("..", "docs", "campaigns.md");
  private static final Pattern FENCE = Pattern.compile("```(\\w*) ?(\\S*)(?: .*)?");

  /** How many levels of keys a piece is merged at; what lies deeper it replaces. */
  private static final Map<String, Integer> LEVELS =
      Map.of("workspace.yaml", 2, "schema.yaml", 2, "offers.yaml", 2);

  /** A fenced block. */
  private record Piece(String heading, int line, String language, String file, String text) {}

  private static List<Piece> pieces() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    List<String> lines = Files.readAllLines(MANUAL);
    String heading = "";
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (lines.get(i).startsWith("#")) {
        heading = lines.get(i).replaceFirst("^#+ ", "");
      } else if (fence.matches()) {
        int start = ++i;
        while (!lines.get(i).equals("```")) {
          i++;
        }
        String text = String.join("\n", lines.subList(start, i)) + "\n";
        pieces.add(new Piece(heading, start, fence.group(1), fence.group(2), text));
      }
    }
    return pieces;
  }

  private static boolean ofTheReference(Piece piece) {
    return !piece.file().isEmpty() && !piece.file().startsWith("./");
  }

  @Test
  void everySnippetNamesItsFile() throws IOException {
    assertThat(pieces())
        .filteredOn(piece -> piece.file().isEmpty())
        .extracting(Piece::language)
        .containsOnly("console", "text");
    assertThat(pieces().stream().filter(ManualTest::ofTheReference)).hasSizeGreaterThan(20);
  }

  @TestFactory
  Stream<DynamicTest> aSnippetIsValidWhereItBelongs() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, byte[]> files = Map.of();
    String heading = null;
    for (Piece piece : pieces().stream().filter(ManualTest::ofTheReference).toList()) {
      if (!piece.heading().equals(heading)) {
        heading = piece.heading();
        files = ExamplesTest.bytes("telecom");
        files.keySet().removeIf(file -> file.startsWith("tests/"));
      }
      lay(piece, files);
      Map<String, byte[]> now = new TreeMap<>(files);
      String name = heading + ", line " + piece.line() + ": " + piece.file();
      tests.add(DynamicTest.dynamicTest(name, () -> check(piece, now)));
    }
    return tests.stream();
  }

  private static void check(Piece piece, Map<String, byte[]> files) {
    WorkspaceReader.Result workspace = WorkspaceReader.read(files);
    assertThat(workspace.problems())
        .filteredOn(
            problem ->
                problem.severity() == Problem.Severity.ERROR || problem.file().equals(piece.file()))
        .isEmpty();
    if (piece.file().startsWith("tests/")) {
      ScenarioReader.Result scenarios = TestRun.read(workspace);
      assertThat(scenarios.problems()).isEmpty();
      TestReport report = TestRun.run(Bundle.of(workspace.workspace()), scenarios.scenarios());
      assertThat(report.failed()).as(String.join("\n", report.lines())).isZero();
    }
  }

  private static void lay(Piece piece, Map<String, byte[]> files) {
    byte[] bytes = piece.text().getBytes(UTF_8);
    String file = piece.file();
    boolean mergeable = file.endsWith(".yaml") || file.endsWith(".geojson");
    if (mergeable && !file.startsWith("tests/")) {
      JsonNode over = Shapes.value(file, bytes);
      if (files.containsKey(file)) {
        JsonNode under = Shapes.value(file, files.get(file));
        int levels = LEVELS.getOrDefault(file, 1);
        bytes = merged((ObjectNode) under, over, levels).toString().getBytes(UTF_8);
      }
    }
    files.put(file, bytes);
  }

  /** Keys that are GeoJSON's, not ours. */
  private static final Set<String> GEOJSON =
      Set.of(
          "$schema",
          "type",
          "features",
          "geometry",
          "properties",
          "coordinates",
          "id",
          "bbox",
          "crs");

  @Test
  void everyKeyOfEverySchemaIsExplained() throws IOException {
    String manual = Files.readString(MANUAL);
    List<String> unexplained = new ArrayList<>();
    for (Map.Entry<String, String> schema : EditorSchemas.all().entrySet()) {
      if (!schema.getKey().startsWith("tests.")) {
        Set<String> keys = new TreeSet<>();
        collect(Shapes.JSON.readTree(schema.getValue()), keys);
        keys.removeAll(schema.getKey().startsWith("zones.") ? GEOJSON : Set.of());
        for (String key : keys) {
          if (!manual.contains("`" + key + "`")
              && !manual.matches("(?s).*[`{ ]" + Pattern.quote(key) + ": .*")) {
            unexplained.add(schema.getKey() + ": " + key);
          }
        }
      }
    }
    assertThat(unexplained).isEmpty();
  }

  private static void collect(JsonNode schema, Set<String> keys) {
    JsonNode properties = schema.path("properties");
    properties.properties().forEach(property -> keys.add(property.getKey()));
    properties.forEach(property -> collect(property, keys));
    schema
        .properties()
        .forEach(
            member -> {
              if (!Set.of("examples", "properties").contains(member.getKey())) {
                collect(member.getValue(), keys);
              }
            });
    if (schema.isArray()) {
      schema.forEach(item -> collect(item, keys));
    }
  }

  private static JsonNode merged(ObjectNode under, JsonNode over, int levels) {
    over.properties()
        .forEach(
            member -> {
              JsonNode old = under.get(member.getKey());
              if (member.getKey().equals("features") && old instanceof ArrayNode zones) {
                zones.addAll((ArrayNode) member.getValue());
              } else if (levels > 1 && old instanceof ObjectNode object) {
                merged(object, member.getValue(), levels - 1);
              } else {
                under.set(member.getKey(), member.getValue());
              }
            });
    return under;
  }
}
