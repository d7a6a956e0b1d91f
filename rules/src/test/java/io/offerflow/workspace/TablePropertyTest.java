package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.drools.template.model.SnippetBuilder;

/** Placeholders mean what they mean to Drools, and no table makes the reader throw. */
class TablePropertyTest {
  private static final Map<String, byte[]> RETAIL = ExamplesTest.bytes("retail");
  private static final String TABLE = "tables/categories.csv";
  private static final List<String> PIECES =
      List.of(
          ",",
          ";",
          "\"",
          "\"\"",
          "\n",
          "\r\n",
          "$param",
          "$1",
          "$2",
          "$",
          "forall(or){",
          "}",
          "{",
          "[",
          "]",
          "x",
          "RuleTable",
          "RuleSet",
          "NAME",
          "CONDITION",
          "ACTION",
          "Import",
          "...",
          "'",
          ":",
          ": ",
          "-",
          "&a ",
          "*a",
          "1e999",
          "\uFEFF",
          "流",
          "😀",
          "\t",
          "sep=;\n",
          "event",
          "#",
          "|",
          "%",
          "!x ",
          "\\",
          "if",
          "when",
          "\u201c");

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.of(
            "$param", "event.amount > $param", "$param or $param", "a $1 b $2", "$2,$1")
        .list()
        .ofMinSize(1)
        .ofMaxSize(2)
        .map(parts -> String.join(" and ", parts));
  }

  @Provide
  Arbitrary<String> cells() {
    return Arbitraries.strings()
        .withChars("ab1 .<>=+")
        .ofMinLength(1)
        .ofMaxLength(8)
        .filter(cell -> !cell.isBlank());
  }

  @Property(tries = 300)
  void placeholdersOutsideQuotesAreFilledAsDroolsDoes(
      @ForAll("templates") String template, @ForAll("cells") String a, @ForAll("cells") String b) {
    boolean numbered = template.contains("$1");
    if (numbered && template.contains("$param")) {
      return;
    }
    String cell = TableCell.strip(numbered ? a + "," + b : a);
    TableSnippet snippet = TableSnippet.of(template);
    List<String> values = snippet.values(cell);

    assertThat(snippet.misfit(values)).isNull();
    assertThat(snippet.condition(values)).isEqualTo(new SnippetBuilder(template).build(cell));
  }

  @Property(tries = 200)
  void eachPartIsRepeatedAsDroolsDoes(@ForAll("cells") String a, @ForAll("cells") String b) {
    String template = "forall(or){event.category == $}";
    String cell = TableCell.strip(a + "," + b);

    assertThat(TableSnippet.of(template).condition(TableSnippet.of(template).values(cell)))
        .isEqualTo(new SnippetBuilder(template).build(cell));
  }

  @Property(tries = 200)
  void aCellInQuotesNeverLeavesThem(@ForAll String cell) {
    String filled = TableSnippet.fill("a == \"$param\" and b", List.of(cell), true);

    String inside = filled.substring("a == \"".length(), filled.length() - "\" and b".length());
    assertThat(inside.replace("\\\\", "").replace("\\\"", "")).doesNotContain("\"", "\\");
  }

  @Property(tries = 150)
  void changedTablesAreWorkspacesOrProblemsWithPlaces(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder table = new StringBuilder(new String(RETAIL.get(TABLE), UTF_8));
    for (int i = 0; i <= random.nextInt(5); i++) {
      int at = random.nextInt(table.length());
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      table.replace(at, Math.min(table.length(), at + random.nextInt(4)), piece);
    }
    Map<String, byte[]> files = new TreeMap<>(RETAIL);
    files.put(TABLE, table.toString().getBytes(UTF_8));

    WorkspaceReader.Result result = WorkspaceReader.read(files);

    assertThat(result.workspace() == null)
        .isEqualTo(
            result.problems().stream()
                .anyMatch(problem -> problem.severity() == Problem.Severity.ERROR));
    assertThat(result.problems())
        .allMatch(problem -> problem.message().length() < 1000)
        .allMatch(problem -> problem.line() >= 0 && problem.column() >= 0);
  }
}
