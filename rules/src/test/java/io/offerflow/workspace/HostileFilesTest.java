package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.zone.ZoneMap;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors, exports and attackers do to files, tried on every kind of file there is. */
class HostileFilesTest {
  private static final Map<String, byte[]> TELECOM = ExamplesTest.bytes("telecom");
  private static final String CAMPAIGN = "campaigns/upgrade-to-5g.yaml";

  static List<String> kinds() {
    List<String> kinds = new ArrayList<>(WorkspaceFiles.ROOT);
    kinds.add(CAMPAIGN);
    return kinds;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r", "\n"})
  void howLinesEndAndAByteOrderMarkChangeNothing(String end) {
    Map<String, byte[]> files = new TreeMap<>();
    TELECOM.forEach(
        (path, bytes) ->
            files.put(
                path, ("\uFEFF" + new String(bytes, UTF_8).replace("\n", end)).getBytes(UTF_8)));

    WorkspaceReader.Result read = WorkspaceReader.read(files);

    assertThat(read.problems()).isEmpty();
    Workspace expected = WorkspaceReader.read(TELECOM).workspace();
    assertThat(read.workspace().settings()).isEqualTo(expected.settings());
    assertThat(read.workspace().policy().toString()).isEqualTo(expected.policy().toString());
    assertThat(read.workspace().feeds()).isEqualTo(expected.feeds());
    assertThat(read.workspace().offers().keySet()).isEqualTo(expected.offers().keySet());
    assertThat(read.workspace().zones()).hasSameSizeAs(expected.zones());
    assertThat(read.workspace().campaigns())
        .extracting(Campaign::id)
        .isEqualTo(expected.campaigns().stream().map(Campaign::id).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void problemsStandInTheSameLinesHoweverThoseEnd(String end) {
    String text = new String(TELECOM.get(CAMPAIGN), UTF_8).replace("offer:", "ofer:");

    List<Problem> expected = problems(CAMPAIGN, text.getBytes(UTF_8));

    assertThat(expected).isNotEmpty();
    assertThat(problems(CAMPAIGN, text.replace("\n", end).getBytes(UTF_8))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "workspace.yaml, the file is empty",
    "zones.geojson,  a zones file is",
    "campaigns/venue.yaml, the file is empty",
  })
  void anEmptyFileThatMustSaySomethingIsOneProblem(String path, String message) {
    assertThat(problems(path, new byte[0]))
        .filteredOn(problem -> problem.file().equals(path))
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing yet\n", "---\n", "\uFEFF"})
  void theOtherFilesMayBeEmpty(String text) {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("workspace.yaml", "offerflow: 1\nname: a\ntimezone: UTC\n".getBytes(UTF_8));
    for (String path :
        List.of("schema.yaml", "features.yaml", "offers.yaml", "policy.yaml", "feeds.yaml")) {
      files.put(path, text.getBytes(UTF_8));
    }

    WorkspaceReader.Result read = WorkspaceReader.read(files);

    if (text.equals("---\n")) {
      // An empty document is the value nothing, which is said to be none.
      assertThat(read.problems()).hasSize(5);
    } else {
      assertThat(read.problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aTabIsAProblemWithAPlaceOrSpace(String path) {
    String text = new String(TELECOM.get(path), UTF_8);
    int line = path.endsWith(".geojson") ? 0 : (int) text.lines().count() + 1;

    List<Problem> problems = problems(path, (text + "\tx: 1\n").getBytes(UTF_8));

    assertThat(problems).anyMatch(p -> p.file().equals(path) && (line == 0 || p.line() == line));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aLineOfTenMegabytesIsOneProblem(String path) {
    byte[] line = new byte[10 << 20];
    java.util.Arrays.fill(line, (byte) 'x');

    assertThat(problems(path, line))
        .filteredOn(problem -> problem.file().equals(path))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message().length()).isLessThan(1000));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anotherEncodingIsOneProblem(String path) {
    for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32", "GB18030")) {
      String text = new String(TELECOM.get(path), UTF_8) + "\n# 流量包\n";
      byte[] bytes = text.getBytes(Charset.forName(charset));

      assertThat(problems(path, bytes))
          .as(charset)
          .filteredOn(problem -> problem.file().equals(path))
          .singleElement();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void nestingWithoutEndIsOneProblem(String path) {
    for (String piece : List.of("[", "{a: ", "- ", "? ", "{\"a\": [")) {
      List<Problem> problems = problems(path, piece.repeat(200_000).getBytes(UTF_8));

      assertThat(problems)
          .as(piece)
          .filteredOn(problem -> problem.file().equals(path))
          .singleElement();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "not ", "not (", "lower(", "1 + (", "-", "1 + ", "true or "})
  void aConditionWithoutEndIsAProblem(String piece) {
    String text =
        new String(TELECOM.get(CAMPAIGN), UTF_8)
            .replaceFirst("(?m)^offer:", "if: '" + piece.repeat(100_000) + "1'\noffer:");

    assertThat(problems(CAMPAIGN, text.getBytes(UTF_8)))
        .isNotEmpty()
        .allSatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo(CAMPAIGN);
              assertThat(problem.message().length()).isLessThan(1000);
            });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aliasesThatMultiplyAreOneProblem(String path) {
    StringBuilder bomb = new StringBuilder("a0: &a0 {x: 1, y: 2}\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d {x: *a%d, y: *a%d}\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(problems(path, bomb.toString().getBytes(UTF_8)))
        .filteredOn(problem -> problem.file().equals(path))
        .singleElement();
  }

  /** Tables and rules are read by other parsers, which have limits of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"tables/a.csv", "tables/a.xlsx", "rules/a.drl"})
  void tablesAndRulesAreProblemsWhateverTheyHold(String path) {
    byte[] line = new byte[10 << 20];
    java.util.Arrays.fill(line, (byte) 'x');
    byte[] noise = new byte[10_000];
    new java.util.Random(7).nextBytes(noise);
    byte[] zip = noise.clone();
    System.arraycopy(new byte[] {'P', 'K', 3, 4}, 0, zip, 0, 4);
    List<byte[]> contents = new ArrayList<>(List.of(new byte[0], line, noise, zip));
    for (String text : List.of("\uFEFF", "\n\n", "\t", "&a [*a, *a]\n", "---\n---\n")) {
      contents.add(text.getBytes(UTF_8));
      contents.add((text + "rule \"流量\" when then end").getBytes(Charset.forName("UTF-16")));
      contents.add((text + "RuleTable 流量,流量").getBytes(Charset.forName("GB18030")));
    }
    for (String piece : List.of("(", "[", "{", "\"", "rule \"a\" when ", "/*", "RuleTable,", ",")) {
      contents.add(piece.repeat(100_000).getBytes(UTF_8));
    }

    for (byte[] content : contents) {
      assertThat(problems(path, content))
          .isNotEmpty()
          .allSatisfy(
              problem -> {
                assertThat(problem.file()).isEqualTo(path);
                assertThat(problem.message().length()).isLessThan(1000);
                assertThat(problem.message()).doesNotContain("Exception");
              });
    }
  }

  @Test
  void aLinkToTheFolderItselfEnds(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("workspace.yaml"), "offerflow: 1\nname: a\ntimezone: UTC\n");
    Files.createSymbolicLink(folder.resolve("campaigns"), folder);

    assertThat(WorkspaceReader.read(folder).problems())
        .isNotEmpty()
        .allMatch(problem -> problem.file().startsWith("campaigns"));
  }

  @Test
  void fiftyThousandZonesAreReadAndFound() {
    StringBuilder file = new StringBuilder("{\"type\": \"FeatureCollection\", \"features\": [\n");
    for (int i = 0; i < 50_000; i++) {
      double lon = (i % 250) * 0.01;
      double lat = (i / 250) * 0.01;
      file.append(i == 0 ? "" : ",\n").append(square(i, lon, lat));
    }
    byte[] bytes = file.append("]}").toString().getBytes(UTF_8);
    Map<String, byte[]> files =
        Map.of(
            "workspace.yaml",
            "offerflow: 1\nname: a\ntimezone: UTC\n".getBytes(UTF_8),
            "zones.geojson",
            bytes);

    WorkspaceReader.Result read = WorkspaceReader.read(files);

    assertThat(read.problems()).isEmpty();
    assertThat(read.workspace().zones()).hasSize(50_000);
    ZoneMap map = new ZoneMap(read.workspace().zones());
    assertThat(map.at(0.005, 0.005)).singleElement().hasFieldOrPropertyWithValue("name", "z0");
    assertThat(map.at(1.995, 2.495)).singleElement().hasFieldOrPropertyWithValue("name", "z49999");
    assertThat(map.at(-0.5, 0.5)).isEmpty();
  }

  private static String square(int number, double lon, double lat) {
    return String.format(
        Locale.ROOT,
        "{\"type\": \"Feature\", \"properties\": {\"name\": \"z%d\"}, \"geometry\": {\"type\":"
            + " \"Polygon\", \"coordinates\": [[[%2$.3f,%3$.3f],[%4$.3f,%3$.3f],[%4$.3f,%5$.3f],"
            + "[%2$.3f,%5$.3f],[%2$.3f,%3$.3f]]]}}",
        number,
        lon + 0.001,
        lat + 0.001,
        lon + 0.009,
        lat + 0.009);
  }

  private static List<Problem> problems(String path, byte[] bytes) {
    Map<String, byte[]> files = new TreeMap<>(TELECOM);
    files.put(path, bytes);
    return WorkspaceReader.read(files).problems();
  }
}
