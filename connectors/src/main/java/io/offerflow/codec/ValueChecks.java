package io.offerflow.codec;

import io.offerflow.event.Event;
import io.offerflow.event.Field;
import io.offerflow.event.Fields;
import io.offerflow.event.Schema;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;

/** What holds for values and events however they are written: as JSON or in a foreign feed. */
public final class ValueChecks {
  /** The longest text, in characters. */
  public static final int MAX_TEXT = 65_536;

  private static final BigDecimal MAX_LAT = BigDecimal.valueOf(90);
  private static final BigDecimal MAX_LON = BigDecimal.valueOf(180);
  private static final BigDecimal MAX_LIMIT = BigDecimal.valueOf(1_000);

  private ValueChecks() {}

  /** Refuses the type that is not fed in. */
  public static void type(String type) throws Refusal {
    if (type.equals("offered")) {
      throw new Refusal(
          Refusal.RESERVED_TYPE, "`offered` is written by Offerflow itself, never fed in");
    }
  }

  /**
   * An id as it may be.
   *
   * @param member what it is called, {@code id} or {@code customer}
   */
  public static String id(String member, String value) throws Refusal {
    if (value.isEmpty()) {
      throw new Refusal(Refusal.BAD_VALUE, "member `" + member + "` is empty");
    }
    if (value.length() > Event.MAX_ID) {
      throw new Refusal(
          Refusal.BAD_VALUE,
          "member `" + member + "` is longer than " + Event.MAX_ID + " characters");
    }
    if (!Utf8.isWhole(value)) {
      throw new Refusal(Refusal.BAD_VALUE, "member `" + member + "` is not proper Unicode");
    }
    return value;
  }

  /** What is wrong with a text for that field, or null. */
  public static String faultOfText(Field field, String text) {
    if (text.length() > MAX_TEXT) {
      return "longer than " + MAX_TEXT + " characters";
    }
    if (!Utf8.isWhole(text)) {
      return "not proper Unicode";
    }
    if (!field.values().isEmpty() && !field.values().contains(text)) {
      return "not one of the declared values";
    }
    return null;
  }

  /** A date {@code yyyy-MM-dd} of the years 1 to 9999, or null when the text is none. */
  public static LocalDate date(String text) {
    if (text.length() != 10 || text.charAt(0) > '9' || text.startsWith("0000")) {
      return null;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Refuses an event that lacks what its type needs. */
  public static void complete(Event event) throws Refusal {
    Fields fields = event.fields();
    switch (event.type()) {
      case "location" -> location(fields);
      case "consent" -> {
        need(fields, "channel", "consent");
        need(fields, "granted", "consent");
      }
      case "response" -> response(fields);
      case "ask" -> ask(fields);
      case "merge" -> merge(event);
      default -> {}
    }
  }

  private static void location(Fields fields) throws Refusal {
    BigDecimal lat = (BigDecimal) fields.get("lat");
    BigDecimal lon = (BigDecimal) fields.get("lon");
    if ((lat == null || lon == null) && fields.get("cell") == null) {
      throw new Refusal(Refusal.MISSING_MEMBER, "location needs `lat` and `lon`, or `cell`");
    }
    within(lat, MAX_LAT, "lat");
    within(lon, MAX_LON, "lon");
  }

  private static void within(BigDecimal degrees, BigDecimal limit, String field) throws Refusal {
    if (degrees != null && degrees.abs().compareTo(limit) > 0) {
      throw new Refusal(
          Refusal.BAD_VALUE, "field `" + field + "` of location: beyond " + limit + " degrees");
    }
  }

  private static void response(Fields fields) throws Refusal {
    need(fields, "kind", "response");
    if (!Schema.RESPONSE_KINDS.contains(fields.text("kind"))) {
      throw new Refusal(Refusal.BAD_VALUE, "field `kind` of response: no kind of response");
    }
    if (fields.get("decision") == null && fields.get("offer") == null) {
      throw new Refusal(Refusal.MISSING_MEMBER, "response needs `decision` or `offer`");
    }
  }

  private static void merge(Event event) throws Refusal {
    need(event.fields(), "into", "merge");
    String into = id("into", event.fields().text("into"));
    if (into.equals(event.customer())) {
      throw new Refusal(
          Refusal.BAD_VALUE, "field `into` of merge: the customer's own id; write the other one");
    }
  }

  private static void ask(Fields fields) throws Refusal {
    need(fields, "channel", "ask");
    BigDecimal limit = (BigDecimal) fields.get("limit");
    boolean whole = limit == null || limit.stripTrailingZeros().scale() <= 0;
    if (!whole || limit != null && (limit.signum() <= 0 || limit.compareTo(MAX_LIMIT) > 0)) {
      throw new Refusal(
          Refusal.BAD_VALUE, "field `limit` of ask: a whole number from 1 to " + MAX_LIMIT);
    }
  }

  private static void need(Fields fields, String field, String type) throws Refusal {
    if (fields.get(field) == null) {
      throw new Refusal(Refusal.MISSING_MEMBER, type + " needs `" + field + "`");
    }
  }
}
