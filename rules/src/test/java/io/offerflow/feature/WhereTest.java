package io.offerflow.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.condition.Condition;
import io.offerflow.condition.ConditionException;
import io.offerflow.condition.Names;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.Schema;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only events for which {@code where} is true enter; unknown is not true. */
class WhereTest {
  private static final Window HOUR = Samples.last(Duration.ofHours(1));
  private static final long NOW = 1_800_000_000_000L;

  private static Feature where(
      String name, Aggregate aggregate, String field, String where, Window window) {
    try {
      Names names = Names.where(Schema.BUILT_IN_EVENTS.get("purchase"));
      Condition condition = Condition.parse(where, names);
      return new Feature(
          name, aggregate, "purchase", field, condition, window, null, ValueType.NUMBER, false);
    } catch (ConditionException e) {
      throw new IllegalArgumentException(where, e);
    }
  }

  private static final FeatureSet SET =
      new FeatureSet(
          List.of(
              where("goods", Aggregate.COUNT, null, "category != \"service\"", HOUR),
              where("spent", Aggregate.SUM, "amount", "category != \"service\"", HOUR),
              where("large", Aggregate.COUNT, null, "amount >= 10 and type == \"purchase\"", HOUR),
              where("ever", Aggregate.MAX, "amount", "category == \"service\"", Samples.LIFE),
              where("one", Aggregate.LATEST, "amount", "id == \"e-1\"", HOUR),
              where("kinds", Aggregate.DISTINCT, "product", "category is missing", HOUR)));

  private final FeatureStates states = new FeatureStates();

  private void buy(String id, Object... fields) {
    Event event = Event.of("purchase", id, "c", NOW, Fields.of(fields));
    assertThat(states.add(SET, event, NOW, Samples.UTC)).isZero();
  }

  private Object value(String feature) {
    return states.value(SET, feature, NOW, Samples.UTC);
  }

  @Test
  void whatIsNotTrueStaysOut() {
    buy("e-1", "category", "service", "amount", new BigDecimal("20"));
    buy("e-2", "category", "food", "amount", new BigDecimal("5"));
    buy("e-3", "amount", new BigDecimal("11"), "product", "x");
    assertThat(value("goods")).as("a missing category is unknown").isEqualTo(BigDecimal.ONE);
    assertThat(value("spent")).isEqualTo(new BigDecimal("5"));
    assertThat(value("large")).isEqualTo(new BigDecimal("2"));
    assertThat(value("ever")).isEqualTo(new BigDecimal("20"));
    assertThat(value("one")).isEqualTo(new BigDecimal("20"));
    assertThat(value("kinds")).isEqualTo(BigDecimal.ONE);
  }

  @Test
  void anotherWhereIsAnotherLog() {
    assertThat(SET.stores("purchase")).hasSize(5);
    assertThat(SET.reading(0).store()).isSameAs(SET.reading(1).store());
  }
}
