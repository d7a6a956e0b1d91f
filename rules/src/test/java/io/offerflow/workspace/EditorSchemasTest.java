package io.offerflow.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offerflow.testing.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EditorSchemasTest {
  private static final Path SOURCES =
      Path.of("src/main/resources/io/offerflow/workspace/schemas").toAbsolutePath();

  @ParameterizedTest
  @ValueSource(strings = {"telecom", "retail", "bank", "power", "mall", "home"})
  void everyExampleFollowsItsSchema(String example) {
    Map<String, byte[]> files = ExamplesTest.bytes(example);

    // No editor checks a table or a rule of experts: their reader alone does.
    files.keySet().removeIf(path -> WorkspaceFiles.isTable(path) || path.endsWith(".drl"));
    assertThat(files).hasSizeGreaterThan(10);
    files.forEach(
        (path, bytes) ->
            assertThat(Shapes.complaints(path, Shapes.value(path, bytes))).as(path).isEmpty());
  }

  /** What {@code new workspace} writes lies a module above; its editors look into these schemas. */
  @Test
  void whatPeopleStartFromFollowsTheSchemas() throws IOException {
    Path templates =
        Surroundings.find("pipeline/src/main/resources/io/offerflow/pipeline/cli/templates");
    try (Stream<Path> paths = Files.walk(templates)) {
      List<Path> files = paths.filter(Files::isRegularFile).toList();
      assertThat(files).hasSizeGreaterThan(5);
      for (Path file : files) {
        String relative = templates.relativize(file).toString().replace('\\', '/');
        String path = relative.equals("campaign.yaml") ? "campaigns/new.yaml" : relative;
        String text = Files.readString(file).replaceAll("@([A-Z]+)@", "$1");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Shapes.complaints(path, Shapes.value(path, bytes))).as(path).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"telecom", "retail", "bank", "power", "mall", "home"})
  void theFirstLineOfAnExamplePointsAtItsSchema(String example) throws IOException {
    int pointing = 0;
    for (String path : ExamplesTest.bytes(example).keySet()) {
      Path file = Path.of("examples", example, path);
      String first = Files.readAllLines(file).get(0);
      if (first.startsWith("# yaml-language-server: $schema=")) {
        Path schema = file.resolveSibling(first.substring(first.indexOf('=') + 1));
        assertThat(schema.toRealPath()).isEqualTo(SOURCES.resolve(EditorSchemas.of(path)));
        pointing++;
      }
    }
    assertThat(pointing).isGreaterThan(10);
  }

  @Test
  void everyKeyIsDescribedAndHasAnExampleThatFits() throws IOException {
    for (Map.Entry<String, String> schema : EditorSchemas.all().entrySet()) {
      JsonNode root = Shapes.JSON.readTree(schema.getValue());
      assertThat(root.path("$schema").asText())
          .isEqualTo("http://json-schema.org/draft-07/schema#");
      List<String> bare = new ArrayList<>();
      check(root, schema.getKey(), bare);
      assertThat(bare).isEmpty();
    }
  }

  /**
   * Conditions of `if`, `then`, `anyOf` and the like speak of keys that are described elsewhere.
   */
  private static void check(JsonNode node, String at, List<String> bare) {
    if (node.path("additionalProperties").isBoolean()) {
      assertThat(node.path("additionalProperties").asBoolean()).as(at).isFalse();
    }
    boolean closed = node.has("additionalProperties") || at.equals("zones.schema.json");
    if (closed && node.path("properties").isObject()) {
      node.path("properties")
          .properties()
          .forEach(
              property -> {
                JsonNode key = property.getValue();
                String where = at + "/" + property.getKey();
                if (!key.has("$ref") && !key.isBoolean()) {
                  boolean shown = key.has("examples") || key.path("type").asText().equals("object");
                  if (!key.has("description") || !shown) {
                    bare.add(where);
                  }
                }
              });
    }
    node.properties()
        .forEach(
            member -> {
              if (!member.getKey().equals("examples")) {
                check(member.getValue(), at + "/" + member.getKey(), bare);
              }
            });
    int index = 0;
    for (JsonNode item : node.isArray() ? node : Shapes.JSON.createArrayNode()) {
      check(item, at + "/" + index++, bare);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {event: purchase}                                                     | true
          {event: purchase, where: 'amount > 5'}                                | true
          {event: offered}                                                      | false
          {event: offered, then: {event: response}, within: 10m, match: offer}  | true
          {event: app_view, then: {event: offered}, within: 10m, match: offer}  | false
          {event: app_view, then: {event: purchase}}                            | false
          {event: app_view, without: {event: purchase}, within: 2h}             | true
          {stay: tag:airport, for: 20m}                                         | true
          {stay: tag:airport}                                                   | false
          {date: contract_end, offset: -30d, at: "10:00"}                       | true
          {date: contract_end, offset: -30h, at: "10:00"}                       | false
          {date: contract_end}                                                  | false
          {yearly: birth_date, at: "09:00"}                                     | true
          {yearly: birth_date, at: "9:00"}                                      | false
          {tagged: intent-5g}                                                   | true
          {untagged: intent-5g}                                                 | true
          {cross: spend_30d, above: 500}                                        | true
          {cross: spend_30d, above: 500, below: 3}                              | false
          {ask: call-centre}                                                    | true
          {enter: airport, leave: airport}                                      | false
          """)
  void momentsAreAsTheContractHasThem(String when, boolean accepted) {
    String offer = "campaign: c\nclass: sales\noffer: o\nchannels: [sms]\nwhen: " + when + "\n";

    assertThat(accepts("campaigns/c.yaml", offer)).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {campaign: c, when: {event: purchase}, tag: {intent-5g: 7d}}                    | true
          {campaign: c, when: {event: purchase}, tag: {a: 7d}, untag: [b]}                | true
          {campaign: c, when: {event: purchase}, untag: [b]}                              | true
          {campaign: c, when: {event: purchase}}                                          | false
          {campaign: c, when: {event: purchase}, tag: {intent-5g: forever}}               | false
          {campaign: c, when: {tagged: b}, tag: {intent-5g: 7d}}                          | false
          {campaign: c, when: {event: purchase}, tag: {a: 7d}, channels: [sms]}           | false
          """)
  void tagCampaignsHaveNoClassAndNoChannels(String campaign, boolean accepted) {
    assertThat(accepts("campaigns/c.yaml", campaign)).isEqualTo(accepted);
  }

  @Test
  void testsAreAsTheContractHasThem() {
    String test =
        """
        test: a gold customer gets the pack on arrival
        given:
          c-1: {tier: gold, timezone: Asia/Shanghai}
        steps:
          - {at: "2026-11-21T10:00:00+08:00", customer: c-1, location: {lat: 31.14, lon: 121.80}, expect: {offer: roaming-7d, channel: push}}
          - {wait: 20m, expect: nothing}
          - {customer: c-1, purchase: {amount: 30}, expect: {why not: {airport-roaming: cap}}}
        """;

    assertThat(accepts("tests/t.yaml", test)).isTrue();
    assertThat(accepts("tests/t.yaml", test.replace("nothing", "nothin"))).isFalse();
    assertThat(accepts("tests/t.yaml", test.replace("customer: c-1", "custmer: c-1"))).isFalse();
    assertThat(accepts("tests/t.yaml", test.replace("channel", "chanel"))).isFalse();
  }

  private static boolean accepts(String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Shapes.complaints(path, Shapes.value(path, bytes)).isEmpty();
  }
}
