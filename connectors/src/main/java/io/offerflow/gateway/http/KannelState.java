package io.offerflow.gateway.http;

import io.offerflow.gateway.carrier.Receipt;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kannel's codes for what became of a message ({@code %d} of a dlr-url). */
final class KannelState {
  private static final int DELIVERED = 1;
  private static final int FAILED = 2;
  private static final int REFUSED = 16;

  /** SMPP's word in the text of a receipt. */
  private static final Pattern WORD = Pattern.compile("(?i)\\bstat:([a-z]{1,10})");

  private static final Map<String, String> REASONS =
      Map.of(
          "expired", "expired",
          "deleted", "deleted",
          "undeliv", "undeliverable",
          "rejectd", "rejected");

  private KannelState() {}

  /**
   * What a state says of a decision; null when it is none that ends anything.
   *
   * @param answer the SMSC's own text ({@code %A}); may be null
   */
  static Receipt receipt(String decision, String state, String answer) {
    if (state == null || !state.matches("[0-9]{1,3}")) {
      return null;
    }
    int code = Integer.parseInt(state);
    if (code == DELIVERED) {
      return Receipt.ofDecision(decision, Receipt.Kind.DELIVERED, null);
    }
    if (code == REFUSED) {
      return Receipt.ofDecision(decision, Receipt.Kind.FAILED, "rejected");
    }
    return code == FAILED
        ? Receipt.ofDecision(decision, Receipt.Kind.FAILED, reason(answer))
        : null;
  }

  private static String reason(String answer) {
    Matcher word = WORD.matcher(answer == null ? "" : answer);
    String said = word.find() ? word.group(1).toLowerCase(Locale.ROOT) : "";
    return REASONS.getOrDefault(said, "undeliverable");
  }
}
