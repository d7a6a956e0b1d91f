package io.offerflow.condition;

import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.Schema;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names that the tests of conditions use, and values for them. */
public final class Given implements Values {
  public static final Instant NOW = Instant.parse("2026-11-21T18:30:00Z");
  public static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  public static final EventType PURCHASE = Schema.BUILT_IN_EVENTS.get("purchase");
  public static final Map<String, Field> ATTRIBUTES = attributes();
  public static final Names NAMES =
      Names.campaign(ATTRIBUTES, PURCHASE, Schema.BUILT_IN_EVENTS.get("signalling"), features());

  private final Map<Ref, Object> values = new HashMap<>();

  public Given() {
    set("now", NOW).set("tags").set("zones").set("customer.products");
    set("hour", 2).set("weekday", "sun");
  }

  private static Map<String, Field> attributes() {
    Map<String, Field> all = new HashMap<>(Schema.BUILT_IN_ATTRIBUTES);
    List.of(
            new Field("tier", ValueType.TEXT, List.of("bronze", "silver", "gold"), false),
            Field.of("name", ValueType.TEXT),
            Field.personal("msisdn", ValueType.TEXT),
            Field.of("vip", ValueType.BOOLEAN),
            Field.of("fee", ValueType.NUMBER),
            Field.of("children", ValueType.INTEGER),
            Field.of("birth_date", ValueType.DATE),
            Field.of("contract_end", ValueType.DATE),
            Field.of("last_call", ValueType.TIME),
            Field.of("likes", ValueType.TEXTS))
        .forEach(field -> all.put(field.name(), field));
    return Map.copyOf(all);
  }

  private static Map<String, Names.Known> features() {
    return Map.of(
        "spend_30d", new Names.Known(new Ref.Feature("spend_30d"), ValueType.NUMBER, false),
        "5g_days", new Names.Known(new Ref.Feature("5g_days"), ValueType.NUMBER, false),
        "last_page", new Names.Known(new Ref.Feature("last_page"), ValueType.TEXT, true));
  }

  /**
   * Sets of texts are given one by one, numbers as int or as decimal text through {@link #number}.
   */
  public Given set(String name, Object value) {
    values.put(ref(name), value instanceof Integer number ? BigDecimal.valueOf(number) : value);
    return this;
  }

  public Given set(String name, String... set) {
    boolean single = NAMES.find(name).type() != ValueType.TEXTS && set.length == 1;
    values.put(ref(name), single ? set[0] : new TreeSet<>(Set.of(set)));
    return this;
  }

  public Given number(String name, String decimal) {
    return set(name, new BigDecimal(decimal));
  }

  public Given date(String name, String date) {
    return set(name, LocalDate.parse(date));
  }

  private static Ref ref(String name) {
    return NAMES.find(name).ref();
  }

  @Override
  public Object get(Ref ref) {
    return values.get(ref);
  }

  @Override
  public ZoneId zone() {
    return SHANGHAI;
  }

  public static Condition condition(String text) {
    try {
      return Condition.parse(text, NAMES);
    } catch (ConditionException e) {
      throw new AssertionError(text + ": " + e.getMessage(), e);
    }
  }
}
