package io.offerflow.codec;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A record that is no event.
 *
 * @param position {@code events.ndjson:7}, or {@code topic-partition@offset}
 * @param original the record's bytes as they came; null, for a record without a value, becomes none
 */
public record DeadLetter(String reason, String position, byte[] original) {
  public DeadLetter {
    original = original == null ? new byte[0] : original;
  }

  /**
   * The record for {@code offerflow.dead-letters}. Bytes that are not UTF-8 stand there as base64,
   * under {@code original64}.
   */
  public byte[] toJson() {
    JsonOut out = new JsonOut(original.length + 256);
    out.beginObject().name("v").number(1);
    out.member("reason", reason).member("position", position);
    if (Utf8.isValid(original)) {
      out.member("original", new String(original, StandardCharsets.UTF_8));
    } else {
      out.member("original64", Base64.getEncoder().encodeToString(original));
    }
    return out.endObject().toBytes();
  }

  /** Without the original: it may hold personal values. */
  @Override
  public String toString() {
    return position + ": " + reason;
  }
}
