package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code validate}, {@code replay} and the refusals of {@code run}, on a small workspace. */
class WorkspaceCommandsTest {
  @TempDir private Path folder;
  private Path workspace;
  private Path events;

  @BeforeEach
  void write() throws IOException {
    workspace = folder.resolve("shop");
    Files.createDirectories(workspace.resolve("campaigns"));
    write(
        "workspace.yaml",
        """
        offerflow: 1
        name: shop
        timezone: UTC
        language: en
        channels:
          sms: {address: customer}
        """);
    write("policy.yaml", "classes: {sales: {}}\nconsent: {sms: opt-out}\n");
    write(
        "offers.yaml",
        """
        bonus:
          value: 10
          start propensity: 0.1
          content: {sms: {en: "A bonus for you"}}
        """);
    write(
        "campaigns/large.yaml",
        """
        campaign: large
        class: sales
        when: {event: purchase}
        if:
          - event.amount > 100
        offer: bonus
        channels: [sms]
        """);
    events = folder.resolve("events.ndjson");
    Files.writeString(
        events,
        """
        {"id":"1","type":"purchase","customer":"a","time":"2026-11-21T10:00:00Z","amount":150}
        {"id":"1","type":"purchase","customer":"a","time":"2026-11-21T10:00:00Z","amount":150}

        {"id":"2","type":"purchase","customer":"b","time":"2026-11-21T11:00:00Z","amount":50}
        no event at all
        {"id":"3","type":"purchase","customer":"c","time":"2026-11-21T12:00:00Z","amount":500}
        """);
  }

  @Test
  void aValidWorkspaceIsSummedUp() {
    Ran ran = Ran.offerflow("validate", workspace);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err()).startsWith(workspace + " is valid: 1 campaign, 1 offer,");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aProblemInAWorkbookNamesSheetAndCell() throws IOException {
    String[][] rows = {
      {"when", "{event: purchase}"},
      {"class", "sales"},
      {"channels", "sms"},
      {"RuleTable t"},
      {"NAME", "ACTION", "CONDITION"},
      {},
      {"", "offer", "event.amount > $param"},
      {"name", "offer", "more than"},
      {"a", "bonus", "10"},
      {"b", "bonos", "much"},
    };
    Files.createDirectories(workspace.resolve("tables"));
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        OutputStream out = Files.newOutputStream(workspace.resolve("tables/t.xlsx"))) {
      XSSFSheet sheet = workbook.createSheet("Rewards");
      for (int i = 0; i < rows.length; i++) {
        sheet.createRow(i);
        for (int j = 0; j < rows[i].length; j++) {
          sheet.getRow(i).createCell(j).setCellValue(rows[i][j]);
        }
      }
      workbook.write(out);
    }

    Ran ran = Ran.offerflow("validate", workspace);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().lines())
        .startsWith(
            "tables/t.xlsx:Rewards!B10: there is no offer `bonos`; did you mean `bonus`?",
            "tables/t.xlsx:Rewards!C10: `much` is not known here: write \"much\" if it is a text, or"
                + " declare it in features.yaml");
    JsonNode error =
        new ObjectMapper()
            .readTree(Ran.offerflow("validate", workspace, "--json").out())
            .get("errors")
            .get(0);
    assertThat(error.get("file").asText()).isEqualTo("tables/t.xlsx");
    assertThat(error.get("sheet").asText()).isEqualTo("Rewards");
    assertThat(error.get("cell").asText()).isEqualTo("B10");
    assertThat(error.get("line").asInt()).isEqualTo(10);
    assertThat(error.get("column").asInt()).isEqualTo(2);
  }

  @Test
  void theRulesCanBePrinted() {
    Ran ran = Ran.offerflow("validate", workspace, "--drl");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("package ", "rule ", "event.amount");
  }

  @Test
  void everyProblemHasItsPlace() throws IOException {
    write("campaigns/large.yaml", "campaign: large\nwen: {event: purchase}\n");

    Ran ran = Ran.offerflow("validate", workspace);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).containsPattern("(?m)^campaigns/large\\.yaml:2:1: .*when");
    assertThat(ran.err()).contains(workspace + " is not valid: ");
  }

  @Test
  void mistakesInItsTestsAreToldBesideThoseOfOtherFiles() throws IOException {
    Files.createDirectories(workspace.resolve("tests"));
    write("campaigns/large.yaml", "campaign: large\nwen: {event: purchase}\n");
    write("tests/large.yaml", "test: t\nstpes: []\n");

    for (String command : List.of("validate", "test")) {
      Ran ran = Ran.offerflow(command, workspace);

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err())
          .containsPattern("(?m)^campaigns/large\\.yaml:2:1: .*when")
          .containsPattern("(?m)^tests/large\\.yaml:2:1: .*`steps`");
    }
  }

  @Test
  void mistakesInItsTestsAreMistakesOfTheWorkspace() throws IOException {
    Files.createDirectories(workspace.resolve("tests"));
    write("tests/large.yaml", "test: t\nstpes: []\n");

    Ran ran = Ran.offerflow("validate", workspace);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).containsPattern("(?m)^tests/large\\.yaml:2:1: .*`steps`");
    assertThat(Ran.offerflow("validate", workspace, "--json").out()).startsWith("{\"valid\":false");
  }

  @Test
  void problemsAreJsonForPrograms() throws IOException {
    write("campaigns/large.yaml", "campaign: large\nwen: {event: purchase}\n");

    Ran ran = Ran.offerflow("validate", workspace, "--json");

    assertThat(ran.exitCode()).isEqualTo(1);
    JsonNode answer = new ObjectMapper().readTree(ran.out());
    assertThat(answer.path("valid").asBoolean(true)).isFalse();
    assertThat(answer.path("errors").get(0).path("file").asText())
        .isEqualTo("campaigns/large.yaml");
    assertThat(answer.path("warnings").isArray()).isTrue();
  }

  @Test
  void replayWritesEverythingAndCountsIt() throws IOException {
    Ran ran = replay("--answers", folder.resolve("answers"));

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err())
        .endsWith("4 events, 1 duplicate, 1 dead letter, 3 decisions: 2 offered, 1 none\n");
    assertThat(Files.readAllLines(folder.resolve("decisions"))).hasSize(3);
    assertThat(Files.readAllLines(folder.resolve("offers")))
        .hasSize(2)
        .allMatch(line -> line.contains("A bonus for you"));
    assertThat(Files.readString(folder.resolve("dead")))
        .contains("\"position\":\"events.ndjson:5\"");
    assertThat(folder.resolve("answers")).isEmptyFile();
  }

  @Test
  void whatIsNoEventIsToldByItsFirstLineUnlessAllAreListed() throws IOException {
    Ran ran = Ran.offerflow("replay", workspace, "--events", events);

    assertThat(ran.err().lines())
        .containsExactly(
            "the first dead letter is events.ndjson:5: the bytes are not one JSON object;"
                + " `replay --dead-letters F` lists them all",
            "4 events, 1 duplicate, 1 dead letter, 3 decisions: 2 offered, 1 none");
    assertThat(Ran.offerflow("replay", workspace, "--events", events, "--dead-letters", "-").err())
        .startsWith("4 events,");
  }

  @Test
  void packedEventsAreReplayedAsTheyWouldBeUnpacked() throws IOException {
    Path packed = folder.resolve("events.ndjson.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(events, out);
    }

    Ran plain =
        Ran.offerflow(
            "replay", workspace, "--events", events, "--decisions", "-", "--dead-letters", "-");
    Ran ran =
        Ran.offerflow(
            "replay", workspace, "--events", packed, "--decisions", "-", "--dead-letters", "-");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran).isEqualTo(plain);
    assertThat(plain.out().lines()).hasSize(4);
  }

  @Test
  void eventsInAnotherEncodingAreTheUsersInput() throws IOException {
    Files.writeString(events, Files.readString(events), StandardCharsets.UTF_16);

    Ran ran = Ran.offerflow("replay", workspace, "--events", events);

    assertThat(ran.exitCode()).isEqualTo(Stop.INPUT);
    assertThat(ran.err())
        .isEqualTo("offerflow replay: " + events + " is in UTF-16: save it as UTF-8.\n");
  }

  @Test
  void whatIsLaterThanUntilIsLeftOut() {
    Ran ran = replay("--until", "2026-11-21T11:00:00Z");

    assertThat(ran.err())
        .endsWith("3 events, 1 duplicate, 1 dead letter, 2 decisions: 1 offered, 1 none\n");
  }

  @Test
  void aLineMeansTheTerminal() {
    Ran ran = Ran.offerflow("replay", workspace, "--events", events, "--offers", "-");

    assertThat(ran.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"v\":1,"));
  }

  @Test
  void aFeedThatIsNotThereIsTheUsersInput() {
    Ran ran = Ran.offerflow("replay", workspace, "--events", "crm=" + events);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("there is no feed 'crm'");
  }

  @Test
  void aFileThatIsNotWhatItsFeedDescribesIsTheUsersInput() throws IOException {
    write(
        "feeds.yaml",
        """
        shop:
          format: {delimited: ",", header: true}
          event: purchase
          id: "{file}:{line}"
          customer: "{who}"
          time: {value: 2026-01-01T00:00:00Z}
        """);
    Path file = Files.writeString(folder.resolve("orders.csv"), "whom,what\na,1\n");
    Ran ran = Ran.offerflow("replay", workspace, "--events", "shop=" + file);
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("does not fit the feed shop", "who");
  }

  @Test
  void aTimeThatIsNoneIsUsage() {
    assertThat(replay("--until", "yesterday").exitCode()).isEqualTo(2);
  }

  @Test
  void eventsAreNotWrittenOver() throws IOException {
    String before = Files.readString(events);
    Ran ran = Ran.offerflow("replay", workspace, "--events", events, "--offers", events);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(events).hasContent(before);
  }

  @Test
  void anOutputThatCannotBeWrittenIsOutside() {
    Ran ran =
        Ran.offerflow(
            "replay", workspace, "--events", events, "--offers", folder.resolve("no/such/folder"));

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.err()).contains("cannot write to");
  }

  @Test
  void numbersThatNothingCanBeDoneWithAreUsage() {
    Ran port = Ran.offerflow("run", "nowhere", "--port", "65536");
    assertThat(port.exitCode()).isEqualTo(2);
    assertThat(port.err()).contains("--port is a number from 0 to 65535");
    assertThat(Ran.offerflow("run", "nowhere", "--port", "0", "--kafka", "localhost:9092").err())
        .contains("--port is that of a broker in this process; with --kafka there is none");
    assertThat(Ran.offerflow("run", "nowhere", "--checkpoint-interval", "10").err())
        .contains("--checkpoint-interval needs a unit, such as 10s");
    Ran seconds = Ran.offerflow("demo", "--seconds", "0");
    assertThat(seconds.exitCode()).isEqualTo(2);
    assertThat(seconds.err()).contains("--seconds is a whole number from 1");
  }

  @Test
  void aSettingThatIsNotThereIsUsage() {
    Ran ran = Ran.offerflow("run", workspace, "--set", "offerflow.speed=high");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("offerflow.speed", "offerflow.rocksdb.memory");
  }

  @Test
  void theWorkspacesTestsAreRun() throws IOException {
    writeTest("{offer: bonus}");
    Path junit = folder.resolve("junit.xml");

    Ran ran = Ran.offerflow("test", workspace, "--junit", junit);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("ok      a large order\n1 test, 0 failed\n");
    assertThat(Files.readString(junit)).contains("failures=\"0\"", "name=\"a large order\"");
  }

  @Test
  void aTestThatFailsIsTheUsersInput() throws IOException {
    writeTest("nothing");

    Ran ran = Ran.offerflow("test", workspace);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out())
        .startsWith("FAILED  a large order\n  step 2 (tests/large.yaml:5)\n    expected  nothing\n")
        .contains("offered bonus by sms", "1 test, 1 failed");
  }

  @Test
  void aTestThatIsWrongIsToldWithItsPlace() throws IOException {
    writeTest("{offer: bonsu}");

    Ran ran = Ran.offerflow("test", workspace);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("tests/large.yaml:5:22: there is no offer `bonsu`; did you mean `bonus`?\n");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aReportThatCannotBeWrittenIsOutside() throws IOException {
    writeTest("{offer: bonus}");

    Ran ran = Ran.offerflow("test", workspace, "--junit", folder.resolve("no/such/folder"));

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.err()).contains("cannot write to");
  }

  private void writeTest(String expected) throws IOException {
    Files.createDirectories(workspace.resolve("tests"));
    write(
        "tests/large.yaml",
        """
        test: a large order
        given: {c-1: {}}
        steps:
          - {at: "2026-11-21T10:00:00Z", purchase: {amount: 50}, expect: nothing}
          - {expect: %s, wait: 1m, purchase: {amount: 150}}
        """
            .formatted(expected));
  }

  private Ran replay(Object... more) {
    Object[] arguments = {
      "replay",
      workspace,
      "--events",
      events,
      "--decisions",
      folder.resolve("decisions"),
      "--offers",
      folder.resolve("offers"),
      "--dead-letters",
      folder.resolve("dead"),
    };
    Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Ran.offerflow(all);
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(workspace.resolve(file), content);
  }
}
