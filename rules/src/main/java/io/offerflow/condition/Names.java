package io.offerflow.condition;

import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names that may be used at one place of a workspace, with their types. */
public interface Names {

  /** The words that conditions are built of. */
  Set<String> OPERATORS =
      Set.of(
          "and",
          "or",
          "not",
          "in",
          "contains",
          "matches",
          "is",
          "missing",
          "known",
          "true",
          "false");

  /** What is known of every customer at every instant. */
  Set<String> ALWAYS = Set.of("tags", "zones", "now", "hour", "weekday");

  /**
   * A known name.
   *
   * @param values the only texts it can have, or empty when any is possible
   */
  record Known(Ref ref, ValueType type, boolean pii, List<String> values) {
    public Known {
      values = List.copyOf(values);
    }

    public Known(Ref ref, ValueType type, boolean pii) {
      this(ref, type, pii, List.of());
    }

    /** What a declared field is, under that name. */
    public static Known of(Ref ref, Field field) {
      return new Known(ref, field.type(), field.pii(), field.values());
    }
  }

  /**
   * What that word stands for: {@code customer.tier}, {@code event.amount}, {@code spend_30d}; or
   * null when it is not known here.
   */
  Known find(String name);

  /** All names known here, to offer the nearest one to somebody who mistyped. */
  Collection<String> all();

  /**
   * In a {@code where}: the bare fields of that event and its {@code id}, {@code type}, {@code
   * time}.
   */
  static Names where(EventType event) {
    return new NameTable().addWhere(event);
  }

  /**
   * In a campaign's or policy's conditions: {@code customer.x}, {@code event.x}, {@code first.x},
   * features, {@code tags zones now hour weekday}.
   *
   * @param event the type of the event that causes the moment, or null when there is none
   * @param first the type of a sequence's first event, or null when there is none
   * @param features by name
   */
  static Names campaign(
      Map<String, Field> customer, EventType event, EventType first, Map<String, Known> features) {
    NameTable table = new NameTable().addCustomer(customer);
    if (event != null) {
      table.addEvent(event);
    }
    if (first != null) {
      table.addFirst(first);
    }
    return table.addFeatures(features).addAmbient();
  }

  /**
   * Whether conditions can name a feature or a field so: letters, digits and underscores with at
   * least one letter in front of all that is not a digit, and not a reserved word.
   */
  static boolean isWord(String word) {
    return NameTable.WORD.matcher(word).matches()
        && !OPERATORS.contains(word)
        && !ALWAYS.contains(word);
  }
}
