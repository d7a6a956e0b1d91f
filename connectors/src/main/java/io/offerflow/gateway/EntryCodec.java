package io.offerflow.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offerflow.gateway.Entry.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Entries as they stand in the gateway's topic. */
final class EntryCodec {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private EntryCodec() {}

  static byte[] write(Entry entry) {
    ObjectNode out = JSON.createObjectNode();
    out.put("v", VERSION);
    out.put("state", entry.state().name().toLowerCase(Locale.ROOT));
    out.put("version", entry.version());
    out.put("customer", entry.customer());
    out.put("account", entry.account());
    out.put("channel", entry.channel());
    out.put("address", Long.toHexString(entry.address()));
    texts(out.putArray("references"), entry.references());
    texts(out.putArray("heard"), entry.heard());
    out.put("time", entry.time());
    try {
      return JSON.writeValueAsBytes(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Null when the bytes are no entry in a version that is known. */
  static Entry read(String decision, byte[] json) {
    try {
      JsonNode in = JSON.readTree(json);
      if (in.required("v").intValue() != VERSION) {
        return null;
      }
      return new Entry(
          decision,
          State.valueOf(in.required("state").textValue().toUpperCase(Locale.ROOT)),
          in.required("version").intValue(),
          in.required("customer").textValue(),
          in.required("account").textValue(),
          in.required("channel").textValue(),
          Long.parseUnsignedLong(in.required("address").textValue(), 16),
          texts(in.required("references")),
          texts(in.required("heard")),
          in.required("time").longValue());
    } catch (IOException | RuntimeException notAnEntry) {
      return null;
    }
  }

  private static void texts(ArrayNode out, List<String> texts) {
    texts.forEach(out::add);
  }

  private static List<String> texts(JsonNode in) {
    List<String> texts = new ArrayList<>();
    in.forEach(one -> texts.add(one.textValue()));
    return texts;
  }
}
