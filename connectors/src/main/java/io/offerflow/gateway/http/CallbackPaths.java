package io.offerflow.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The paths of the receiver. Those of receipts carry the decision and the proof that we made it.
 */
final class CallbackPaths {
  static final String RECEIPT = "receipt";
  static final String RESPONSES = "responses";
  static final String MESSAGE = "message";

  private CallbackPaths() {}

  /** Letters, digits, {@code - _ /} alone: Kannel takes {@code %} for a code of its own. */
  static String receipt(String decision, Seal seal) {
    String word =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(decision.getBytes(StandardCharsets.UTF_8));
    return "/" + RECEIPT + "/" + word + "/" + seal.ofText(RECEIPT + "/" + word);
  }

  /** The decision of a path that {@link #receipt} made, or null. */
  static String decision(String word, String proof, Seal seal) {
    if (!Seal.same(seal.ofText(RECEIPT + "/" + word), proof)) {
      return null;
    }
    return new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8);
  }
}
