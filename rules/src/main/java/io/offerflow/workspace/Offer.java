package io.offerflow.workspace;

import io.offerflow.content.Content;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What can be given.
 *
 * @param title null when none is given
 * @param category null when none is given
 * @param value margin when accepted
 * @param cost of one message
 * @param evidence how many contacts the start propensity is worth
 * @param expiresMillis after that the message is worthless
 * @param content by channel, then by language, each in order of the file
 */
public record Offer(
    String id,
    String title,
    String category,
    BigDecimal value,
    BigDecimal cost,
    BigDecimal startPropensity,
    BigDecimal evidence,
    Period valid,
    long expiresMillis,
    Map<String, Map<String, Content>> content) {
  public Offer {
    content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
  }
}
