package io.offerflow.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.offerflow.codec.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that are JSON objects; columns are JSON pointers. A text, a number or a boolean is a cell of
 * its text; null and what is not there are missing; an array is a set of such cells.
 */
final class JsonRows implements Rows, Row {
  private static final int MAX_DEPTH = 100;
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(JsonNode.class);

  private final List<JsonPointer> pointers = new ArrayList<>();
  private JsonNode row;

  @Override
  public int column(String name) {
    pointers.add(JsonPointer.compile(name));
    return pointers.size() - 1;
  }

  @Override
  public Row read(String record) throws Refusal {
    try {
      row = READER.readValue(record);
    } catch (IOException | RuntimeException e) {
      // What Jackson says of it quotes the record, which may hold personal values. One record must
      // not end the stream, so what Jackson throws beyond what it declares counts as well.
      throw notJson();
    }
    if (row == null || !row.isObject()) {
      throw notJson();
    }
    return this;
  }

  @Override
  public String text(int column) throws Refusal {
    JsonPointer pointer = pointers.get(column);
    return scalar(row.at(pointer), pointer);
  }

  @Override
  public List<String> texts(int column) throws Refusal {
    JsonPointer pointer = pointers.get(column);
    JsonNode node = row.at(pointer);
    if (!node.isArray()) {
      String text = scalar(node, pointer);
      return text == null ? null : List.of(text);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      String text = scalar(element, pointer);
      if (text == null) {
        throw new Refusal(
            Refusal.WRONG_TYPE, "column `" + pointer + "`: the array holds what is no value");
      }
      texts.add(text);
    }
    return texts;
  }

  private static String scalar(JsonNode node, JsonPointer pointer) throws Refusal {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isValueNode()) {
      throw new Refusal(
          Refusal.WRONG_TYPE,
          "column `"
              + pointer
              + "`: a value is expected, not "
              + (node.isArray() ? "an array" : "an object"));
    }
    String text = node.asText();
    return text.isEmpty() ? null : text;
  }

  private static Refusal notJson() {
    return new Refusal(Refusal.NOT_JSON, "the record is not one JSON object");
  }
}
