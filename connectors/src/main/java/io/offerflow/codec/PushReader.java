package io.offerflow.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.policy.Contact;
import io.offerflow.stock.Taken;
import java.io.IOException;
import java.time.Instant;

/** Reads the records that {@link DecisionEncoder#offer} wrote. */
public final class PushReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PushReader() {}

  /**
   * A push that a former run made.
   *
   * @param contact without what only the rules know: its category, when it expires, and whether it
   *     counts
   */
  public record Push(String customer, Contact contact) {}

  /** Null when the bytes are no push. */
  public static Push read(byte[] json) {
    try {
      JsonNode push = JSON.readTree(json);
      Contact contact =
          new Contact(
              push.required("decision").textValue(),
              Instant.parse(push.required("decided").textValue()).toEpochMilli(),
              push.required("campaign").textValue(),
              push.required("offer").textValue(),
              push.required("channel").textValue(),
              push.required("class").textValue(),
              null,
              true,
              false,
              true,
              Taken.NOTHING,
              0,
              false,
              false,
              false,
              false);
      return new Push(push.required("customer").textValue(), contact);
    } catch (IOException | RuntimeException notAPush) {
      return null;
    }
  }
}
