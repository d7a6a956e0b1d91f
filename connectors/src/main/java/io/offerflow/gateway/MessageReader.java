package io.offerflow.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.codec.Rfc3339;
import io.offerflow.gateway.carrier.Message;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what stands in the topics of offers. */
final class MessageReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private MessageReader() {}

  /** Null when the bytes are no push of this channel in a version that is known. */
  static Message read(byte[] json, ChannelSettings channel) {
    try {
      JsonNode push = JSON.readTree(json);
      if (push.required("v").intValue() != VERSION
          || !text(push, "channel").equals(channel.channel())) {
        return null;
      }
      Map<String, String> content = new LinkedHashMap<>();
      push.required("content")
          .properties()
          .forEach(part -> content.put(part.getKey(), part.getValue().textValue()));
      long decided = Rfc3339.parse(text(push, "decided"));
      long deadline = Rfc3339.parse(text(push, "deadline"));
      if (decided == Rfc3339.INVALID || deadline == Rfc3339.INVALID) {
        return null;
      }
      return new Message(
          text(push, "decision"),
          text(push, "customer"),
          channel.channel(),
          text(push, "to"),
          channel.from(),
          content,
          push.path("language").textValue(),
          text(push, "class"),
          text(push, "campaign"),
          text(push, "offer"),
          decided,
          deadline);
    } catch (IOException | RuntimeException notAPush) {
      return null;
    }
  }

  private static String text(JsonNode push, String member) {
    String text = push.required(member).textValue();
    if (text == null) {
      throw new IllegalArgumentException(member + " is no text");
    }
    return text;
  }
}
