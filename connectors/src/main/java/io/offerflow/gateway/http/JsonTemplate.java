package io.offerflow.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A JSON value with placeholders in its texts; names of members are fixed. */
sealed interface JsonTemplate {
  /**
   * An object.
   *
   * @param besides names of the push's content that do not follow as further members; null when
   *     none follows
   */
  record Members(Map<String, JsonTemplate> members, Set<String> besides) implements JsonTemplate {
    public Members {
      members = new LinkedHashMap<>(members);
    }
  }

  record Items(List<JsonTemplate> items) implements JsonTemplate {}

  record Text(FieldTemplate text) implements JsonTemplate {}

  /** A member that is left out where the push has no such value. */
  record Optional(String name) implements JsonTemplate {}

  /** A number, a boolean or null, as it stands in the configuration. */
  record Literal(Object value) implements JsonTemplate {}

  JsonFactory JSON = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  static Members object(Map<String, JsonTemplate> members) {
    return new Members(members, null);
  }

  /** The bytes, pure ASCII, so that no peer can mistake the encoding. */
  default byte[] fill(PushValues values) throws FieldTemplate.MissingValue {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      write(this, values, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonTemplate part, PushValues values, JsonGenerator out)
      throws IOException, FieldTemplate.MissingValue {
    if (part instanceof Members object) {
      members(object, values, out);
    } else if (part instanceof Items array) {
      out.writeStartArray();
      for (JsonTemplate item : array.items()) {
        write(item, values, out);
      }
      out.writeEndArray();
    } else if (part instanceof Text text) {
      String filled = text.text().fill(values, same -> same);
      if (text.text().isNumber()) {
        out.writeNumber(new BigDecimal(filled));
      } else {
        out.writeString(filled);
      }
    } else if (part instanceof Optional optional) {
      out.writeString(values.get(optional.name()));
    } else if (part instanceof Literal literal) {
      literal(literal.value(), out);
    }
  }

  private static void members(Members object, PushValues values, JsonGenerator out)
      throws IOException, FieldTemplate.MissingValue {
    out.writeStartObject();
    for (Map.Entry<String, JsonTemplate> member : object.members().entrySet()) {
      if (!(member.getValue() instanceof Optional one) || values.get(one.name()) != null) {
        out.writeFieldName(member.getKey());
        write(member.getValue(), values, out);
      }
    }
    if (object.besides() != null) {
      for (Map.Entry<String, String> part : new TreeMap<>(values.content()).entrySet()) {
        String name = part.getKey();
        if (!object.besides().contains(name) && !object.members().containsKey(name)) {
          out.writeStringField(name, part.getValue());
        }
      }
    }
    out.writeEndObject();
  }

  private static void literal(Object value, JsonGenerator out) throws IOException {
    if (value instanceof BigDecimal number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else {
      out.writeNull();
    }
  }
}
