package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offerflow.testing.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Everything that docs/tables.md shows, tried on the retail example. */
class TableManualTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+) ?([^\n]*)\n(.*?)\n```");

  private static String manual() throws IOException {
    return Files.readString(Surroundings.find("docs/tables.md"));
  }

  private static WorkspaceReader.Result read(String path, String text) {
    Map<String, byte[]> files = new TreeMap<>(ExamplesTest.bytes("retail"));
    files.keySet().removeIf(file -> file.startsWith("tables/") || file.startsWith("campaigns/"));
    files.put(path, text.getBytes(UTF_8));
    return WorkspaceReader.read(files);
  }

  /** What the only campaign says, but for where it stands. */
  private static String campaign(String path, String text) {
    WorkspaceReader.Result result = read(path, text);
    assertThat(result.problems()).as(text).isEmpty();
    Campaign campaign = result.workspace().campaigns().get(0);
    return campaign.toString().replace(campaign.file(), "FILE");
  }

  @Test
  void theTablesAreReadAndTheWrongOneIsRefusedInTheseWords() throws IOException {
    List<String> seen = new ArrayList<>();
    WorkspaceReader.Result last = null;
    String first = null;
    Matcher block = BLOCK.matcher(manual());
    while (block.find()) {
      seen.add(block.group(1));
      if (block.group(1).equals("text")) {
        assertThat(last.problems().stream().map(Problem::toString).toList())
            .containsExactlyElementsOf(block.group(3).lines().toList());
        continue;
      }
      last = read(block.group(2), block.group(3));
      if (block.group(1).equals("yaml")) {
        assertThat(campaign(block.group(2), block.group(3))).isEqualTo(first);
      } else if (!block.group(2).contains("wrong")) {
        assertThat(last.problems()).isEmpty();
        first =
            last.workspace().campaigns().stream()
                .filter(campaign -> campaign.id().equals("jazz-boxes"))
                .map(campaign -> campaign.toString().replace(campaign.file(), "FILE"))
                .findFirst()
                .orElse(first);
      }
    }
    assertThat(seen).containsExactly("csv", "yaml", "csv", "csv", "text");
  }

  @Test
  void everyKeyOfCampaignsIsNamed() throws IOException {
    JsonNode kinds =
        Shapes.value(
                "campaign.schema.json",
                Files.readAllBytes(
                    Surroundings.find(
                        "rules/src/main/resources/io/offerflow/workspace/schemas/campaign.schema.json")))
            .get("definitions");
    Set<String> keys = new TreeSet<>();
    for (String kind : List.of("offerCampaign", "tagCampaign")) {
      kinds.get(kind).get("properties").fieldNames().forEachRemaining(keys::add);
    }
    keys.removeAll(List.of("campaign", "if"));

    assertThat(keys).hasSizeGreaterThan(10);
    for (String key : keys) {
      assertThat(manual()).containsPattern("any other key of campaigns: `[^`]*\\b" + key + "\\b");
    }
  }

  @Test
  void snippetsBecomeWhatIsSaidOfThem() throws IOException {
    List<List<String>> rows = rows("| object | snippet | cell | condition |");
    assertThat(rows).hasSizeGreaterThan(8);
    for (List<String> row : rows) {
      String expected = campaign("campaigns/one.yaml", yaml("if: ['" + row.get(3) + "']"));

      String table = csv("CONDITION", row.get(0), row.get(1), row.get(2), "");

      assertThat(campaign("tables/one.csv", table)).isEqualTo(expected);
    }
  }

  @Test
  void actionsBecomeWhatIsSaidOfThem() throws IOException {
    List<List<String>> rows = rows("| snippet | cell | what the campaign says |");
    assertThat(rows).hasSizeGreaterThan(8);
    for (List<String> row : rows) {
      String expected = campaign("campaigns/one.yaml", yaml(row.get(2)));
      String key = row.get(2).replaceFirst(":.*", "");

      String table = csv("ACTION", "", row.get(0), row.get(1), key);

      assertThat(campaign("tables/one.csv", table)).isEqualTo(expected);
    }
  }

  /** The cells below a heading, without their backquotes. */
  private static List<List<String>> rows(String heading) throws IOException {
    String rest = manual().substring(manual().indexOf(heading));
    return rest.lines()
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Arrays.stream(line.substring(1).split("\\|")))
        .map(cells -> cells.map(cell -> cell.strip().replace("`", "")).toList())
        .toList();
  }

  private static final Map<String, String> OTHERS =
      new TreeMap<>(
          Map.of(
              "when", "{event: purchase}",
              "class", "sales",
              "offer", "free-shipping",
              "channels", "[mail]"));

  private static String yaml(String line) {
    StringBuilder text = new StringBuilder("campaign: one\n" + line + "\n");
    OTHERS.forEach(
        (key, value) -> {
          if (!line.startsWith(key + ":")) {
            text.append(key).append(": ").append(value).append('\n');
          }
        });
    return text.toString();
  }

  private static String csv(
      String type, String object, String snippet, String cell, String without) {
    List<List<String>> rows = new ArrayList<>();
    OTHERS.forEach(
        (key, value) -> {
          if (!key.equals(without)) {
            rows.add(List.of(key, value));
          }
        });
    rows.add(List.of("RuleTable one"));
    rows.add(List.of("NAME", type));
    rows.add(List.of("", object));
    rows.add(List.of("", snippet));
    rows.add(List.of("name", "heading"));
    rows.add(List.of("one", cell));
    return new String(TableRowsTest.csv(rows, ","), UTF_8);
  }
}
