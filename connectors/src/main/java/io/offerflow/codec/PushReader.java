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
   *     counts; a decision that nothing is sent does not say its class either
   */
  public record Push(String customer, Contact contact) {}

  /** Null when the bytes are no push. */
  public static Push read(byte[] json) {
    try {
      JsonNode push = JSON.readTree(json);
      return of(push, "decided", push.required("class").textValue(), false);
    } catch (IOException | RuntimeException notAPush) {
      return null;
    }
  }

  /**
   * Null when the bytes are no decision record, or one that nobody was left alone by: those count
   * as contacts although nothing goes out. Its contact has no class.
   */
  public static Push readControl(byte[] json) {
    try {
      JsonNode record = JSON.readTree(json);
      boolean control = record.required("outcome").textValue().equals("control");
      return control ? of(record, "time", null, true) : null;
    } catch (IOException | RuntimeException notARecord) {
      return null;
    }
  }

  private static Push of(JsonNode json, String time, String contactClass, boolean control) {
    Contact contact =
        new Contact(
            json.required("decision").textValue(),
            Instant.parse(json.required(time).textValue()).toEpochMilli(),
            json.required("campaign").textValue(),
            json.required("offer").textValue(),
            json.required("channel").textValue(),
            contactClass,
            null,
            true,
            false,
            true,
            Taken.NOTHING,
            0,
            false,
            false,
            control,
            false);
    return new Push(json.required("customer").textValue(), contact);
  }
}
