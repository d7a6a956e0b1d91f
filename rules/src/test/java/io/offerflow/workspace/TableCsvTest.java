package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.TestWorkspace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in CSV: how programs write them, what stands in them, and what they cannot do. */
class TableCsvTest {
  private static final String FILE = "tables/t.csv";

  private static final String TABLE =
      """
      when,{event: purchase}
      class,sales
      channels,sms
      RuleTable t
      NAME,CONDITION,ACTION,ACTION
      ,,,
      ,customer.tier in $param,offer,"title: ""$param"" "
      name,tier,offer,title
      one,"(""gold"", ""silver"")",pack,Hello...
      two,,pack,"a, b; ""c"" "
      """;

  private static WorkspaceReader.Result read(byte[] table) {
    Map<String, byte[]> files = new TreeMap<>(new TestWorkspace().files());
    files.put(FILE, table);
    return WorkspaceReader.read(files);
  }

  private static List<Campaign> campaigns(String table) {
    WorkspaceReader.Result result = read(table.getBytes(UTF_8));
    assertThat(result.problems()).isEmpty();
    return result.workspace().campaigns();
  }

  private static List<String> problems(String table) {
    return problems(table.getBytes(UTF_8));
  }

  private static List<String> problems(byte[] table) {
    return read(table).problems().stream().map(Problem::toString).toList();
  }

  /** A table of one column and one cell, on purchases. */
  private static String table(String type, String object, String snippet, String cell) {
    return """
        when,{event: purchase}
        class,sales
        channels,[sms]
        offer,pack
        RuleTable t
        NAME,%s
        ,%s
        ,%s
        name,heading
        one,%s
        """
        .formatted(type, object, quoted(snippet), quoted(cell));
  }

  private static String quoted(String cell) {
    return "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  @ParameterizedTest
  @CsvSource({"',', '\n'", "',', '\r\n'", "';', '\r\n'", "'\t', '\n'", "';', '\r'"})
  void programsWriteCsvInTheirOwnWays(String separator, String end) {
    String own = TABLE.replace("a, b; ", "a. b. ").replace(", \"\"silver", "- \"\"silver");
    String table = own.replace(",", separator).replace("-", ",").replace("\n", end);

    for (String start : List.of("", "\uFEFF", "sep=" + separator + end)) {
      List<Campaign> campaigns = campaigns(start + table);

      assertThat(campaigns).extracting(Campaign::id).containsExactly("one", "two");
      assertThat(campaigns.get(0).conditions())
          .hasToString("[customer.tier in (\"gold\", \"silver\")]");
      assertThat(campaigns.get(1).conditions()).isEmpty();
      assertThat(campaigns).extracting(Campaign::title).containsExactly("Hello...", "a. b. \"c\"");
      assertThat(campaigns.get(0).file())
          .isEqualTo(FILE + ":" + (start.startsWith("sep") ? 10 : 9));
    }
  }

  @Test
  void cellsMayHoldSeparatorsQuotesAndSpacesAround() {
    assertThat(campaigns(TABLE)).extracting(Campaign::title).contains("a, b; \"c\"");
    assertThat(campaigns(TABLE.replace("one,\"", "  one  ,  \"")))
        .extracting(Campaign::id)
        .containsExactly("one", "two");
  }

  @Test
  void aColumnCountsCharacters() {
    assertThat(problems(TABLE.replace("\"a, b; \"\"c\"\" \"", "流量😀,1")))
        .containsExactly(
            "tables/t.csv:10:15: this column has no type: write one above it, or remove the cell");
  }

  @Test
  void otherEncodingsAreRefused() {
    assertThat(problems(TABLE.replace("Hello", "H\u00e4llo").getBytes(ISO_8859_1)))
        .containsExactly(
            "tables/t.csv:9:36: this is not UTF-8 from here on: save the file as UTF-8");
    assertThat(problems(TABLE.getBytes(UTF_16)))
        .containsExactly("tables/t.csv:1:1: this file is in UTF-16: save it as UTF-8");
    assertThat(problems(new byte[] {'P', 'K', 3, 4, 0, 0}))
        .containsExactly(
            "tables/t.csv:1:1: this is no CSV but a workbook: save it as CSV, or as .xlsx");
  }

  @Test
  void whatIsHugeIsOneProblem() {
    assertThat(problems(TABLE.replace("Hello", "x".repeat(40_000))))
        .containsExactly("tables/t.csv:9:35: this cell is too long: at most 32767 characters");
    assertThat(problems(TABLE.replace("Hello", "x".repeat(10 << 20))))
        .containsExactly("tables/t.csv:1:1: the file is too long: at most 3000000 characters");
    assertThat(problems("\"".repeat(1_000_000))).hasSize(1);
    assertThat(problems(",".repeat(1_000_000))).hasSize(1);
    assertThat(problems("{[(".repeat(500_000))).hasSize(1);
  }

  @Test
  void deepAndWideValuesAreRefusedLikeInAnyFile() {
    assertThat(problems(table("ACTION", "", "context", "[".repeat(9_000))))
        .singleElement()
        .asString()
        .contains(":10:5: this is nested too deep");
    assertThat(problems(table("ACTION", "", "context", "[&a [x], *a, *b]")))
        .singleElement()
        .asString()
        .contains("`*b` stands for nothing before");
    assertThat(problems(table("ACTION", "", "lever", "1e999999")))
        .containsExactly(
            "tables/t.csv:10:5: the number is too large or too exact: at most 30 digits");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // What stands in the row above, the snippet, the cell, and the condition.
        "|event.amount > $param|20|event.amount > 20",
        "|event.category == \"$param\"|books|event.category == \"books\"",
        "|event.category == \"$param\"|\"books\"|event.category == \"books\"",
        "|event.category == \"$param\"|19\" rack \\|event.category == \"19\\\" rack \\\\\"",
        "|event.category in ($param)|\"a\", \"b\"|event.category in (\"a\", \"b\")",
        "|event.amount >= $1 and event.amount < $2|10, 20|event.amount >= 10 and event.amount < 20",
        "|event.amount > $2 or event.amount < $1|1,2|event.amount > 2 or event.amount < 1",
        "|event.category == \"$1\" and event.product == \"$2\"|a,\"b,c\"|event.category == \"a\" and event.product == \"b,c\"",
        "|forall(or){event.category == \"$\"}|a,b,c|event.category == \"a\" or event.category == \"b\" or event.category == \"c\"",
        "|forall(or){event.category == \"$\"} and hour > 9|a, b|(event.category == \"a\" or event.category == \"b\") and hour > 9",
        "|forall(and){event.category != \"$\"}|a|event.category != \"a\"",
        "|$param|hour >= 9 and hour < 18|hour >= 9 and hour < 18",
        "|hour >= 9 and hour < 18|x|hour >= 9 and hour < 18",
        "|hour >= 9 and hour < 18|Yes|hour >= 9 and hour < 18",
        "|event.amount >=|20.5|event.amount >= 20.5",
        "|event.category ==|books|event.category == \"books\"",
        "|event.category !=|\"5\"|event.category != \"5\"",
        "|event.category in|a, \"b\" , c|event.category in (\"a\", \"b\", \"c\")",
        "|event.category not in|a|event.category not in (\"a\")",
        "|event.category matches|^a.b\\.$|event.category matches \"^a.b\\\\.$\"",
        "|tags not contains|vip|tags not contains \"vip\"",
        "event|category|books|event.category == \"books\"",
        "event|amount|20|event.amount == 20",
        "event|amount >|20|event.amount > 20",
        "event...|category != \"$param\"|books|event.category != \"books\"",
        "customer|tier|gold|customer.tier == \"gold\"",
        "event|forall(or){category == \"$\"}|a,b|event.category == \"a\" or event.category == \"b\"",
      })
  void snippetsBecomeConditions(String object, String snippet, String cell, String condition) {
    List<Campaign> campaigns =
        campaigns(table("CONDITION", object == null ? "" : object, snippet, cell));

    assertThat(campaigns.get(0).conditions()).hasToString("[" + condition + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "customer|customer.tier|gold|`customer` stands above this cell: write only tier here",
        "|event.amount > $param|1 or|expected a value after `or`",
        "|event.amount > $0|1|`$0` is no placeholder",
        "|event.amount > $price|1|`$price` is no placeholder",
        "|forall(or){event.amount > $param}|1|more than one kind of placeholder",
        "|forall(xor){event.amount > $}|1,2|",
        "|forall(or){event.category == \"$\"}|a,,b|there is nothing before or after a comma here",
        "|event.amount > $1 and hour < $2|1,|there is nothing before or after a comma here",
        "|event.amount|20|the snippet of this column has no $param",
        "|event.amount >|twenty|they cannot be compared",
        "|eval($param)|true|",
        "|event.category == \"$param|a|",
        "|$param|System.exit(0)|there is no function `System.exit`",
        "|$param|new java.io.File(\"x\").delete()|",
        "|$param|T(java.lang.Runtime)|",
        "|$param|eval(true)|",
        "|$param|event.class.name == \"x\"|",
        "|$param|\"\".getClass() == 1|",
        "|$param|true; System.exit(0)|",
        "|$param|customer.tier == \"gold\" then System.exit(0); end|",
      })
  void noCellLeavesTheLanguage(String object, String snippet, String cell, String message) {
    List<String> problems =
        problems(table("CONDITION", object == null ? "" : object, snippet, cell));

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("tables/t.csv:")
        .contains(message == null ? "" : message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Import",
        "import",
        "Variables",
        "Functions",
        "Queries",
        "Declare",
        "Unit",
        "Dialect"
      })
  void nothingAboveATableReachesJava(String word) {
    assertThat(problems(word + ",java.lang.System\n" + TABLE))
        .singleElement()
        .asString()
        .startsWith("tables/t.csv:1:1: `")
        .containsIgnoringCase(word + "` is a way to Java code");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lever|5",
        "lever: $param|5",
        "{lever: $param}|5",
        "lever: -$param|5",
        "channels|sms, push",
        "channels: [$param]|sms, push",
        "channels: [push, $param]|sms",
        "channels: [push, $param]|[sms]",
        "channels: $param|[sms, push]",
        "limits: {customer: {max: $1, last: $2}}|1, 7d",
        "act within|5m",
        "act within: $paramm|5",
        "active|2026-01-01 .. 2026-02-01",
        "context: [{if: 'customer.tier == \"$1\"', weight: $2}]|gold, 50",
        "context: $param|[{if: 'hour > 9', weight: 3}]",
        "paused: true|x",
        "title: Pack \"$param\"|of the day: 5 > 3 {x}",
      })
  void actionsSayKeysOfCampaigns(String snippet, String cell) {
    if (snippet.equals("act within: $paramm")) {
      assertThat(problems(table("ACTION", "", snippet, cell)))
          .singleElement()
          .asString()
          .contains("`$paramm` is no placeholder");
      return;
    }
    String table = table("ACTION", "", snippet, cell);
    String other = snippet.contains("channels") ? table.replace("channels,[sms]\n", "") : table;

    Campaign campaign = campaigns(other).get(0);

    String key = snippet.replaceFirst("^\\{", "").replaceFirst(":.*", "");
    Campaign without = campaigns(table("DESCRIPTION", "", "", cell)).get(0);
    assertThat(campaign.toString()).as(key).isNotEqualTo(without.toString());
  }

  @Test
  void aTableMayTag() {
    List<Campaign> campaigns =
        campaigns(
            """
            RuleTable tags
            NAME,ACTION,ACTION,ACTION
            ,,,
            ,when,tag: {$1: $2},untag
            name,when,tag,untag
            buys,"{event: purchase, where: 'amount > 5'}","intent, 7d",
            talks,{event: recharge},,[intent]
            """);

    assertThat(campaigns.get(0).tagging().lifetimes()).containsOnlyKeys("intent");
    assertThat(campaigns.get(1).tagging().removed()).containsExactly("intent");
  }
}
