package io.offerflow.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** What an editor lets pass, the reader does not refuse for its shape. */
class SchemaAndReaderTest {
  /**
   * How the reader speaks of shape: keys, kinds of values and forms of words. What is left speaks
   * of names that nothing declares, of conditions, of days that no calendar has.
   */
  private static final Pattern SHAPE =
      Pattern.compile(
          String.join(
              "|",
              " has no key ",
              "unknown key ",
              "belongs into \"properties\"",
              " needs `",
              " needs a ",
              " needs one of ",
              " has either ",
              " are at least two",
              " goes by steps ",
              " are written as ",
              " needs \"properties\"",
              "but this is (a |text|nothing|true)",
              " is text",
              " is a number(, but this is| from)",
              " is a whole number",
              " is true or false",
              " is a list",
              " is a duration",
              "is not a duration",
              " is longer than nothing",
              " is a share ",
              " is one of ",
              " is a period",
              " is written as ",
              " has no value",
              "exclude each other",
              "has one (moment|aggregate)",
              "names no moment",
              "is no (name|language|instant|local day|day or)",
              "are no hours",
              "is (a|an) (number|object|array|text|null|true|false): write",
              "is not a Feature",
              "write an array",
              "this is empty",
              "stands twice",
              "is twice among",
              "is not built yet",
              "`columns`",
              "`value` is the time of all"));

  private static final List<JsonNode> VALUES =
      List.of(
          node("word"),
          node(""),
          node("5"),
          node("7d"),
          node("10%"),
          node("true"),
          JsonNodeFactory.instance.numberNode(5),
          JsonNodeFactory.instance.numberNode(-1),
          JsonNodeFactory.instance.numberNode(new BigDecimal("0.5")),
          JsonNodeFactory.instance.booleanNode(true),
          JsonNodeFactory.instance.nullNode(),
          JsonNodeFactory.instance.arrayNode(),
          JsonNodeFactory.instance.arrayNode().add("word"),
          JsonNodeFactory.instance.arrayNode().add(5),
          JsonNodeFactory.instance.objectNode(),
          JsonNodeFactory.instance.objectNode().put("word", 1));

  private static final List<Map<String, byte[]>> EXAMPLES =
      Stream.of("telecom", "retail", "bank", "power").map(ExamplesTest::bytes).toList();

  private static JsonNode node(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  @Property(tries = 1000)
  void nothingThatTheSchemaAcceptsIsRefusedForItsShape(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, byte[]> files = new TreeMap<>(EXAMPLES.get(random.nextInt(EXAMPLES.size())));
    List<String> paths =
        files.keySet().stream()
            .filter(path -> !path.startsWith("tests/") && EditorSchemas.of(path) != null)
            .toList();
    // Every file is chosen as often as the campaigns together.
    String path =
        random.nextInt(4) == 0
            ? paths.get(random.nextInt(paths.size()))
            : paths.stream()
                .filter(name -> !name.startsWith("campaigns/"))
                .toList()
                .get(random.nextInt((int) paths.stream().filter(n -> !n.contains("/")).count()));
    JsonNode value = Shapes.value(path, files.get(path));
    String change = mutate(value, random);
    boolean accepted = Shapes.complaints(path, value).isEmpty();
    Statistics.label("the schema").collect(accepted ? "accepts" : "refuses");
    if (accepted) {
      files.put(path, Shapes.bytes(value));
      assertThat(shapeProblems(path, files)).as("%s: %s", path, change).isEmpty();
    }
  }

  @Test
  void whatTheReaderRefusesForItsShapeIsRecognised() {
    assertThat(
            GoldenProblemsTest.problems(
                Map.of(
                    "campaigns/c.yaml",
                    "campaign: c\nclas: x\nwhen: {event: 5}\noffer: o\nchannels: sms\n")))
        .filteredOn(problem -> SHAPE.matcher(problem).find())
        .hasSize(4);
  }

  private static List<String> shapeProblems(String path, Map<String, byte[]> files) {
    return WorkspaceReader.read(files).problems().stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .filter(problem -> problem.file().equals(path))
        .map(Problem::toString)
        .filter(problem -> SHAPE.matcher(problem).find())
        .toList();
  }

  private static String mutate(JsonNode root, Random random) {
    List<JsonNode> inner = new ArrayList<>();
    collect(root, inner);
    JsonNode chosen = inner.get(random.nextInt(inner.size()));
    JsonNode value = VALUES.get(random.nextInt(VALUES.size())).deepCopy();
    if (chosen instanceof ArrayNode array) {
      int at = array.isEmpty() ? -1 : random.nextInt(array.size());
      if (at < 0 || random.nextInt(3) == 0) {
        array.add(value);
        return "added " + value;
      }
      array.set(at, value);
      return "item " + at + " is " + value;
    }
    return mutate((ObjectNode) chosen, value, random);
  }

  private static String mutate(ObjectNode object, JsonNode value, Random random) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    if (keys.isEmpty() || random.nextInt(5) == 0) {
      object.set("word", value);
      return "added word: " + value;
    }
    String key = keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(4)) {
      case 0 -> {
        object.remove(key);
        return "removed " + key;
      }
      case 1 -> {
        object.set(misspelt(key, random), object.remove(key));
        return "misspelt " + key;
      }
      case 2 -> {
        if (object.get(key).isTextual()) {
          object.put(key, misspelt(object.get(key).asText(), random));
          return key + " is now " + object.get(key);
        }
        object.set(key, value);
        return key + " is now " + value;
      }
      default -> {
        object.set(key, value);
        return key + " is now " + value;
      }
    }
  }

  private static String misspelt(String word, Random random) {
    if (word.isEmpty()) {
      return "x";
    }
    int at = random.nextInt(word.length());
    String left = word.substring(0, at);
    String right = word.substring(at + 1);
    return random.nextBoolean() ? left + right : left + "xß4 .-".charAt(random.nextInt(6)) + right;
  }

  /** The type of a constant, as in {value: 1}, is said by schema.yaml: no shape of this file. */
  private static void collect(JsonNode node, List<JsonNode> inner) {
    if (node.isContainerNode() && !(node.size() == 1 && node.has("value"))) {
      inner.add(node);
      node.forEach(child -> collect(child, inner));
    }
  }
}
