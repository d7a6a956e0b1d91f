package io.offerflow.workspace;

import io.offerflow.content.Content;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param stock null when there is no end of it
 * @param content by channel, then by language, each in order of the file
 * @param excludes offers and products; blocked while one of them is owned, or offered and open
 * @param requires offers and products that must be owned
 * @param learnBy attributes by which customers are told apart in learning its propensity
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
    Stock stock,
    Map<String, Map<String, Content>> content,
    List<String> learnBy,
    List<String> excludes,
    List<String> requires) {
  public Offer {
    learnBy = List.copyOf(learnBy);
    content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
    excludes = List.copyOf(excludes);
    requires = List.copyOf(requires);
  }

  /** The same offer in other words. */
  Offer saying(Map<String, Map<String, Content>> other) {
    return new Offer(
        id,
        title,
        category,
        value,
        cost,
        startPropensity,
        evidence,
        valid,
        expiresMillis,
        stock,
        other,
        learnBy,
        excludes,
        requires);
  }

  /**
   * How much there is of it, over all customers.
   *
   * @param countsAccepted whether an acceptance uses a unit, and not the decision
   */
  public record Stock(long units, boolean countsAccepted) {}

  /** What texts can say of it: {@code {{offer.title}}}. */
  public static final Map<String, ValueType> PROPERTIES =
      Map.of(
          "id", ValueType.TEXT,
          "title", ValueType.TEXT,
          "category", ValueType.TEXT,
          "value", ValueType.NUMBER,
          "cost", ValueType.NUMBER);

  /** The value of one of {@link #PROPERTIES}, or null where the offer has none. */
  public Object property(String name) {
    return switch (name) {
      case "id" -> id;
      case "title" -> title;
      case "category" -> category;
      case "value" -> value;
      case "cost" -> cost;
      default -> null;
    };
  }
}
