package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.decision.Bundle;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.replay.Explanation;
import io.offerflow.replay.Timeline;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain} on a small workspace. */
class ExplainCommandTest {
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
        timezone: Asia/Shanghai
        language: en
        channels:
          sms: {address: phone}
        """);
    write("schema.yaml", "customer: {phone: {type: text, pii: true}, tier: {type: text}}\n");
    write("features.yaml", "spend_7d: {sum: purchase.amount, last: 7d}\n");
    write(
        "policy.yaml",
        """
        classes: {sales: {}}
        consent: {sms: opt-out}
        caps: [{max: 1, last: 24h}]
        """);
    write(
        "offers.yaml",
        """
        bonus:
          value: 10
          start propensity: 0.1
          content: {sms: {en: "A bonus for you at {{customer.phone}}"}}
        """);
    write(
        "campaigns/large.yaml",
        """
        campaign: large
        class: sales
        when: {event: purchase}
        if:
          - spend_7d > 100
        offer: bonus
        channels: [sms]
        """);
    write(
        "campaigns/quiet.yaml",
        """
        campaign: quiet
        class: sales
        when: {event: purchase, without: {event: purchase}, within: 2d}
        offer: bonus
        channels: [sms]
        """);
    events = folder.resolve("events.ndjson");
    Files.writeString(
        events,
        """
        {"id":"0","type":"profile","customer":"a","time":"2026-11-21T09:00:00Z","set":{"phone":"13912345678","tier":"gold"}}
        {"id":"1","type":"purchase","customer":"a","time":"2026-11-21T10:00:00Z","amount":50}
        {"id":"1","type":"purchase","customer":"a","time":"2026-11-21T10:00:00Z","amount":50}
        {"id":"2","type":"purchase","customer":"a","time":"2026-11-21T11:00:00Z","amount":120}
        no event at all
        {"id":"3","type":"purchase","customer":"a","time":"2026-11-21T12:30:15Z","amount":20.50,"store":"s\\u001b[31m"}
        {"id":"9","type":"purchase","customer":"b","time":"2026-12-24T12:00:00Z","amount":500}
        """);
  }

  @Test
  void theTimelineIsTold() {
    Ran ran = explain("--customer", "a");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            """
            Sat 2026-11-21 17:00 (Asia/Shanghai; 2026-11-21T09:00:00Z)  profile 0
                attributes  phone missing -> ***, tier missing -> gold

            Sat 2026-11-21 18:00 (Asia/Shanghai; 2026-11-21T10:00:00Z)  purchase 1
                with        amount 50
                features    spend_7d 0 -> 50
                large  event     condition  spend_7d > 100: was 50
                => nothing goes out

            Sat 2026-11-21 18:00 (Asia/Shanghai; 2026-11-21T10:00:00Z)  purchase 1
                ignored     a duplicate: one of that type and id came within 24 h
                with        amount 50

            Sat 2026-11-21 19:00 (Asia/Shanghai; 2026-11-21T11:00:00Z)  purchase 2
                with        amount 120
                features    spend_7d 50 -> 170
                large  event     won
                => offered bonus by sms

            Sat 2026-11-21 20:30:15 (Asia/Shanghai; 2026-11-21T12:30:15Z)  purchase 3
                with        amount 20.5, store s\\u001b[31m
                features    spend_7d 170 -> 190.5
                large  event     cap  max 1 last 24h; free again Sun 2026-11-22 19:00
                => nothing goes out

            Mon 2026-11-23 20:30:15 (Asia/Shanghai; 2026-11-23T12:30:15Z)  by the clock
                quiet  without   won
                => offered bonus by sms

            """);
    assertThat(ran.err()).endsWith("5 of 6 events are hers, 1 dead letter\n");
  }

  @Test
  void manyChangesFlowOverSeveralLines() throws IOException {
    StringBuilder features = new StringBuilder();
    for (int i = 10; i < 30; i++) {
      features.append("spent_within_").append(i).append("d: {sum: purchase.amount, last: ");
      features.append(i).append("d}\n");
    }
    write("features.yaml", features + "spend_7d: {sum: purchase.amount, last: 7d}\n");

    Ran ran = explain("--customer", "a");

    assertThat(ran.out().lines()).allMatch(line -> line.length() < 110);
    assertThat(ran.out())
        .contains("    features    spend_7d 0 -> 50, spent_within_10d 0 -> 50, ")
        .containsPattern(" 0 -> 50,\n {16}spent_within_1.d 0 -> 50, ");
  }

  @Test
  void oneObjectAStepForPrograms() throws IOException {
    Ran ran = explain("--customer", "a", "--json");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    List<JsonNode> steps = new ArrayList<>();
    for (String line : ran.out().split("\n")) {
      steps.add(new ObjectMapper().readTree(line));
    }
    assertThat(steps).hasSize(6);
    assertThat(steps.get(0))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"time":"2026-11-21T09:00:00Z","local":"2026-11-21T17:00:00+08:00",
                     "cause":"event","id":"0","type":"profile","fate":"accepted","fields":{},
                     "changed":{"attributes":[{"name":"phone","from":null,"to":"***"},
                                              {"name":"tier","from":null,"to":"gold"}]}}
                    """));
    assertThat(steps.get(2).path("fate").asText()).isEqualTo("duplicate");
    assertThat(steps.get(3).path("offer").asText()).isEqualTo("bonus");
    assertThat(steps.get(4).path("considered").get(0).toString())
        .isEqualTo(
            "{\"campaign\":\"large\",\"moment\":\"event\",\"result\":\"cap\","
                + "\"detail\":\"max 1 last 24h\",\"free\":\"2026-11-22T11:00:00Z\","
                + "\"free_local\":\"2026-11-22T19:00:00+08:00\"}");
    assertThat(steps.get(4).path("fields").toString()).contains("\"amount\":20.5,");
    assertThat(steps.get(5).path("cause").asText()).isEqualTo("timer");
  }

  @Test
  void ofOneCampaignAlsoWhyThereWasNoMoment() {
    Ran ran = explain("--customer", "a", "--campaign", "quiet");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "no moment   it waits for purchase, this was profile",
            "no moment   it ends a wait for purchase, if one was open; it begins a wait of 2d for"
                + " purchase, until 2026-11-23T18:00:00+08:00")
        .contains("quiet  without   won")
        .doesNotContain("large");
  }

  @Test
  void personalValuesAreNeverPrinted() {
    for (String form : new String[] {"--until=2027-01-01T00:00:00Z", "--json"}) {
      Ran ran = explain("--customer", "a", form);

      assertThat(ran.out()).contains("***", "bonus").doesNotContain("13912345678");
      assertThat(ran.err()).doesNotContain("13912345678");
    }
  }

  @Test
  void untilLeavesOutWhatIsLater() {
    Ran ran = explain("--customer", "a", "--until", "2026-11-21T11:00:00Z");

    assertThat(ran.out()).contains("purchase 2").doesNotContain("purchase 3", "by the clock");
  }

  @Test
  void aCustomerWithoutEventsIsTheUsersInput() {
    Ran ran = explain("--customer", "nobody");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("customer 'nobody' has no events among 6 (1 dead letter)");
  }

  @Test
  void aCampaignThatIsNotThereGetsTheNearest() {
    Ran ran = explain("--customer", "a", "--campaign", "lage");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("there is no campaign 'lage'; did you mean `large`?");
  }

  @Test
  void theTranscriptOfTheDocumentationIsReal() throws IOException {
    List<String> blocks = new ArrayList<>();
    for (String part : Files.readString(Path.of("..", "docs", "explain.md")).split("\n```")) {
      if (part.startsWith("text\n") || part.startsWith("json\n")) {
        blocks.add(part.substring("text\n".length()).stripTrailing());
      }
    }
    Path orders = folder.resolve("orders.txt");
    Files.writeString(orders, blocks.get(0));
    List<Object> command =
        List.of(
            "explain",
            Path.of("..", "rules", "examples", "retail"),
            "--events",
            "orders=" + orders,
            "--customer",
            "c-1");

    assertThat(out(command, "--until", "2026-04-01T00:00:00Z")).isEqualTo(blocks.get(1));
    assertThat(out(command, "--campaign", "big-basket")).isEqualTo(blocks.get(2));
    assertThat(out(command, "--json").split("\n")[2]).isEqualTo(blocks.get(3));
  }

  private static String out(List<Object> command, Object... more) {
    List<Object> arguments = new ArrayList<>(command);
    arguments.addAll(List.of(more));
    return Ran.offerflow(arguments.toArray()).out().stripTrailing();
  }

  @Test
  void whereSharesAreLearnedItSaysHowLikelyTheChoiceWas() throws IOException {
    write("policy.yaml", "classes: {sales: {}}\nconsent: {sms: opt-out}\nlearning: {}\n");
    Ran text = explain("--customer", "a");
    assertThat(text.out()).contains("=> offered bonus by sms, as in 100.0% of such decisions");
    Ran json = explain("--customer", "a", "--json");
    assertThat(json.out())
        .contains("\"propensity\":0.1,\"model\":\"0-0000000000000000\",\"probability\":1");
  }

  @Test
  void aCustomerMustBeNamed() {
    Ran ran = explain();

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("--customer");
  }

  @Test
  void onATerminalThereAreColoursAroundTheSameText() {
    Workspace read = WorkspaceReader.read(workspace).workspace();
    List<Explanation> steps = new ArrayList<>();
    try (Timeline timeline = new Timeline(Bundle.of(read), "a", null, steps::add)) {
      long time = Instant.parse("2026-11-21T10:00:00Z").toEpochMilli();
      timeline.accept(Event.of("purchase", "1", "a", time, Fields.NONE));
    }

    String coloured = String.join("\n", new ExplanationText(read, true).lines(steps.get(0)));
    String plain = String.join("\n", new ExplanationText(read, false).lines(steps.get(0)));
    assertThat(coloured).contains("\u001b[").isNotEqualTo(plain);
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  private Ran explain(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("explain", workspace, "--events", events));
    arguments.addAll(List.of(more));
    return Ran.offerflow(arguments.toArray());
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(workspace.resolve(file), content);
  }
}
