package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Files as an editor sees them: JSON values held against the schemas. */
final class Shapes {
  static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Map<String, JsonSchema> COMPILED = new TreeMap<>();

  static {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
    EditorSchemas.all().forEach((name, text) -> COMPILED.put(name, factory.getSchema(text)));
  }

  private Shapes() {}

  /** What the schema of that file has against it; empty when it accepts it. */
  static List<String> complaints(String path, JsonNode value) {
    Set<ValidationMessage> messages = COMPILED.get(EditorSchemas.of(path)).validate(value);
    return messages.stream().map(ValidationMessage::toString).sorted().toList();
  }

  /** The value of a file that is YAML or GeoJSON without a mistake. */
  static JsonNode value(String path, byte[] bytes) {
    try {
      if (path.endsWith(".geojson")) {
        return JSON.readTree(bytes);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    Problems problems = new Problems();
    Yaml root = YamlFile.read(path, bytes, problems);
    if (problems.failed()) {
      throw new IllegalArgumentException(problems.sorted().toString());
    }
    return value(root);
  }

  private static JsonNode value(Yaml node) {
    if (node instanceof Yaml.Mapping mapping) {
      ObjectNode object = NODES.objectNode();
      mapping.entries().forEach(entry -> object.set(entry.name(), value(entry.value())));
      return object;
    }
    if (node instanceof Yaml.Listing listing) {
      return NODES.arrayNode().addAll(listing.items().stream().map(Shapes::value).toList());
    }
    Yaml.Scalar scalar = (Yaml.Scalar) node;
    return switch (scalar.type()) {
      case TEXT -> NODES.textNode(scalar.text());
      case NUMBER ->
          scalar.number().scale() <= 0
              ? NODES.numberNode(scalar.number().toBigInteger())
              : NODES.numberNode(scalar.number());
      case BOOLEAN -> NODES.booleanNode(scalar.isTrue());
      case NOTHING -> NODES.nullNode();
    };
  }

  /** JSON is YAML: what was changed goes back to the reader as it stands. */
  static byte[] bytes(JsonNode value) {
    return value.toPrettyString().getBytes(UTF_8);
  }
}
