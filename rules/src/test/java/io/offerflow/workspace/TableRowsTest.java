package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A row says what a file says: the examples' campaigns are written as tables and read again. */
class TableRowsTest {

  /** The campaign files of one example that say the same keys, as the rows of a sheet. */
  private static List<List<String>> sheet(List<Yaml.Mapping> campaigns) {
    Set<String> keys = new LinkedHashSet<>();
    int conditions = 0;
    for (Yaml.Mapping campaign : campaigns) {
      campaign.entries().forEach(entry -> keys.add(entry.name()));
      conditions = Math.max(conditions, conditions(campaign).size());
    }
    keys.removeAll(List.of("campaign", "if"));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("RuleTable all of them"));
    List<String> types = new ArrayList<>(List.of("NAME"));
    List<String> snippets = new ArrayList<>(List.of(""));
    for (String key : keys) {
      types.add("ACTION");
      snippets.add(key.equals("channels") ? key : key + ": $param");
    }
    for (int i = 0; i < conditions; i++) {
      types.add("CONDITION");
      snippets.add("$param");
    }
    rows.addAll(List.of(types, List.of(), snippets, List.of("headings")));
    for (Yaml.Mapping campaign : campaigns) {
      List<String> row = new ArrayList<>(List.of(value(campaign, "campaign").toString()));
      for (String key : keys) {
        Yaml value = value(campaign, key);
        row.add(value == null ? "" : flow(value));
      }
      conditions(campaign).forEach(condition -> row.add(condition.toString()));
      rows.add(row);
    }
    return rows;
  }

  private static Yaml value(Yaml.Mapping campaign, String key) {
    return campaign.entries().stream()
        .filter(entry -> entry.name().equals(key))
        .map(Yaml.Entry::value)
        .findFirst()
        .orElse(null);
  }

  private static List<Yaml> conditions(Yaml.Mapping campaign) {
    Yaml node = value(campaign, "if");
    return node == null
        ? List.of()
        : node instanceof Yaml.Listing listing ? listing.items() : List.of(node);
  }

  /** In braces, as a cell can hold it. */
  private static String flow(Yaml node) {
    if (node instanceof Yaml.Mapping mapping) {
      return mapping.entries().stream()
          .map(entry -> flow(entry.key()) + ": " + flow(entry.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node instanceof Yaml.Listing listing) {
      return listing.items().stream()
          .map(TableRowsTest::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    Yaml.Scalar scalar = (Yaml.Scalar) node;
    return scalar.type() == Yaml.Type.TEXT
        ? "\"" + scalar.text().replace("\\", "\\\\").replace("\"", "\\\"") + "\""
        : scalar.text();
  }

  static byte[] csv(List<List<String>> rows, String separator) {
    return rows.stream()
        .map(
            row ->
                row.stream()
                    .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
                    .collect(Collectors.joining(separator)))
        .collect(Collectors.joining("\n"))
        .getBytes(UTF_8);
  }

  static byte[] xlsx(List<List<String>> rows) {
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      XSSFSheet sheet = workbook.createSheet("Campaigns");
      for (int i = 0; i < rows.size(); i++) {
        sheet.createRow(i);
        for (int j = 0; j < rows.get(i).size(); j++) {
          if (!rows.get(i).get(j).isEmpty()) {
            sheet.getRow(i).createCell(j).setCellValue(rows.get(i).get(j));
          }
        }
      }
      workbook.write(bytes);
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static Stream<String> examples() {
    return Stream.of("telecom", "retail", "bank", "power");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theCampaignsOfTheExamplesCanBeRows(String example) {
    Map<String, byte[]> files = new TreeMap<>(ExamplesTest.bytes(example));
    Workspace expected = WorkspaceReader.read(files).workspace();
    List<Yaml.Mapping> campaigns = new ArrayList<>();
    files.forEach(
        (path, bytes) -> {
          if (WorkspaceFiles.isCampaign(path)) {
            campaigns.add((Yaml.Mapping) YamlFile.read(path, bytes, new Problems()));
          }
        });
    assertThat(campaigns).hasSizeGreaterThan(3);
    files.keySet().removeIf(WorkspaceFiles::isCampaign);
    List<List<String>> sheet = sheet(campaigns);

    files.put("tables/all.csv", csv(sheet, ";"));
    WorkspaceReader.Result csv = WorkspaceReader.read(files);
    files.remove("tables/all.csv");
    files.put("tables/all.xlsx", xlsx(sheet));
    WorkspaceReader.Result xlsx = WorkspaceReader.read(files);

    assertThat(csv.problems()).isEmpty();
    assertThat(xlsx.problems()).isEmpty();
    assertThat(plain(csv.workspace())).isEqualTo(plain(expected));
    assertThat(plain(xlsx.workspace())).isEqualTo(plain(expected));
  }

  /** All that campaigns say, but for where they stand. */
  private static List<String> plain(Workspace workspace) {
    return workspace.campaigns().stream()
        .map(campaign -> campaign.toString().replace(campaign.file(), "FILE"))
        .toList();
  }

  @Test
  void thousandRowsAreReadInSeconds() {
    Map<String, byte[]> files = new TreeMap<>(ExamplesTest.bytes("retail"));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("RuleTable thousand"));
    rows.add(
        List.of(
            "NAME",
            "ACTION",
            "CONDITION",
            "CONDITION",
            "CONDITION",
            "ACTION",
            "ACTION",
            "ACTION",
            "ACTION",
            "ACTION"));
    rows.add(List.of());
    rows.add(
        List.of(
            "",
            "when: {event: purchase, where: 'category == \"$param\"'}",
            "event.amount >= $param",
            "purchases_90d >= $1 and purchases_90d < $2",
            "forall(or){event.product == \"$\"}",
            "offer",
            "class",
            "channels",
            "lever",
            "act within"));
    rows.add(List.of("name"));
    for (int i = 0; i < 1000; i++) {
      rows.add(
          List.of(
              "row-" + i,
              "category-" + i,
              "" + i,
              i + ", " + (i + 10),
              "product-" + i + ", product-" + (i + 1),
              "free-shipping",
              "sales",
              "app, mail",
              new BigDecimal(i).movePointLeft(1).toPlainString(),
              "5m"));
    }
    seconds(files, "tables/thousand.csv", csv(rows, ","));
    seconds(files, "tables/thousand.xlsx", xlsx(rows));
  }

  private static void seconds(Map<String, byte[]> others, String path, byte[] table) {
    Map<String, byte[]> files = new TreeMap<>(others);
    files.put(path, table);
    long start = System.nanoTime();
    WorkspaceReader.Result result = WorkspaceReader.read(files);
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(result.problems()).isEmpty();
    assertThat(result.workspace().campaigns()).hasSizeGreaterThan(1000);
    assertThat(seconds).isLessThan(20);
  }
}
