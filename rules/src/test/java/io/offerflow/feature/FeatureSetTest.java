package io.offerflow.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a set of features keeps, what it forgets, and how few bytes that takes. */
class FeatureSetTest {
  private static final long NOW = Instant.parse("2026-11-21T10:00:00.123Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final Window MONTH = Samples.last(Duration.ofDays(30));

  private static final Feature COUNT = Samples.count("n", "purchase", MONTH);
  private static final Feature SUM = Samples.amount("spend", Aggregate.SUM, MONTH);
  private static final Feature LATEST =
      Samples.of("last", Aggregate.LATEST, "time", ValueType.TIME, Samples.LIFE);

  private static Event purchase(long time, String amount, String currency) {
    Fields.Builder fields = new Fields.Builder().put("amount", new BigDecimal(amount));
    if (currency != null) {
      fields.put("currency", currency);
    }
    return Event.of("purchase", "e", "c", time, fields.build());
  }

  @Test
  void theEdgeIsOutsideToTheMillisecond() {
    FeatureSet set = new FeatureSet(List.of(COUNT, SUM));
    FeatureStates states = new FeatureStates();
    states.add(set, purchase(NOW, "5", null), NOW, Samples.UTC);
    assertThat(states.value(set, "spend", NOW + 30 * DAY - 1, Samples.UTC))
        .isEqualTo(new BigDecimal("5"));
    assertThat(states.value(set, "spend", NOW + 30 * DAY, Samples.UTC)).isEqualTo(BigDecimal.ZERO);
    assertThat(states.nextFall(set, 0, NOW + 30 * DAY, BigDecimal.ONE)).isEqualTo(NOW + 30 * DAY);
    assertThat(states.nextFall(set, 0, NOW + 30 * DAY + 1, BigDecimal.ONE))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void everyFeatureThatSkipsACurrencyIsCounted() {
    Feature max = Samples.amount("top", Aggregate.MAX, Samples.last(Duration.ofDays(7)));
    Feature life = Samples.amount("ever", Aggregate.SUM, Samples.LIFE);
    Feature latest = Samples.amount("latest", Aggregate.LATEST, MONTH);
    Feature distinct = Samples.amount("prices", Aggregate.DISTINCT, MONTH);
    FeatureSet set = new FeatureSet(List.of(COUNT, SUM, max, life, latest, distinct));
    FeatureStates states = new FeatureStates();
    assertThat(states.add(set, purchase(NOW, "5", "USD"), NOW, Samples.UTC)).isEqualTo(5);
    assertThat(states.add(set, purchase(NOW, "7", "CNY"), NOW, Samples.UTC)).isZero();
    assertThat(states.add(set, purchase(NOW, "8", null), NOW, Samples.UTC)).isZero();
    assertThat(states.value(set, "n", NOW, Samples.UTC)).isEqualTo(new BigDecimal("3"));
    assertThat(states.value(set, "spend", NOW, Samples.UTC)).isEqualTo(new BigDecimal("15"));
    assertThat(states.value(set, "ever", NOW, Samples.UTC)).isEqualTo(new BigDecimal("15"));
  }

  @Test
  void aFeatureKeepsItsStateInANewBundleAlsoUnderANewName() {
    FeatureSet old = new FeatureSet(List.of(COUNT, SUM, LATEST));
    FeatureStates states = new FeatureStates();
    states.add(old, purchase(NOW, "5", null), NOW, Samples.UTC);
    Feature renamed = Samples.amount("spend_30d", Aggregate.SUM, MONTH);
    Feature added = Samples.of("top", Aggregate.MAX, "quantity", ValueType.NUMBER, MONTH);
    FeatureSet fresh = new FeatureSet(List.of(added, renamed));
    states = Samples.reread(states);
    assertThat(states.value(fresh, "spend_30d", NOW, Samples.UTC)).isEqualTo(new BigDecimal("5"));
    assertThat(states.value(fresh, "top", NOW, Samples.UTC)).isNull();
    states.add(fresh, purchase(NOW, "6", null), NOW, Samples.UTC);
    states = Samples.reread(states);
    assertThat(states.value(fresh, "spend_30d", NOW, Samples.UTC)).isEqualTo(new BigDecimal("11"));
    assertThat(states.value(old, "last", NOW, Samples.UTC)).as("forgotten").isNull();
  }

  @Test
  void whatIsTooOldIsForgottenWithoutBeingRead() {
    FeatureSet set = new FeatureSet(List.of(COUNT, SUM));
    FeatureStates states = new FeatureStates();
    states.add(set, purchase(NOW, "5", null), NOW, Samples.UTC);
    FeatureStates later = Samples.reread(states);
    later.forgetBefore(set, NOW + 30 * DAY);
    assertThat(later.isEmpty()).isFalse();
    later.forgetBefore(set, NOW + 30 * DAY + 1);
    assertThat(later.isEmpty()).isTrue();
    assertThat(Samples.bytes(later)).hasSize(1);
  }

  @Test
  void anEventThatLeavesAtThisInstantStillMakesTheFeatureFall() {
    FeatureSet set = new FeatureSet(List.of(COUNT));
    FeatureStates states = new FeatureStates();
    states.add(set, purchase(NOW, "5", null), NOW, Samples.UTC);
    long later = NOW + 30 * DAY;
    states.add(set, purchase(later, "5", null), later, Samples.UTC);
    assertThat(states.value(set, 0, later, Samples.UTC)).isEqualTo(BigDecimal.ONE);
    assertThat(states.nextFall(set, 0, later, new BigDecimal("2"))).isEqualTo(later);
  }

  @Test
  void aLateEventOutsideOfEveryWindowIsNotKept() {
    FeatureSet set = new FeatureSet(List.of(COUNT, SUM));
    FeatureStates states = new FeatureStates();
    states.add(set, purchase(NOW - 30 * DAY - 1, "5", null), NOW, Samples.UTC);
    assertThat(states.isEmpty()).isTrue();
  }

  @Test
  void twoFeaturesOfOneNameAreRefused() {
    assertThatThrownBy(() -> new FeatureSet(List.of(COUNT, COUNT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("named n");
  }

  @Test
  void aTypicalCustomerTakesFewBytes() {
    FeatureSet set = new FeatureSet(typical());
    FeatureStates states = new FeatureStates();
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      long time = NOW - 28 * DAY + i * 28 * DAY / 20 + random.nextInt(40_000_000);
      Event event =
          switch (i % 10) {
            case 3, 7 -> Event.of("signalling", "e", "c", time, Fields.of("kind", "call-drop"));
            case 5 -> Event.of("offered", "e", "c", time, Fields.NONE);
            default ->
                Event.of(
                    "purchase",
                    "e",
                    "c",
                    time,
                    Fields.of(
                        "amount",
                        BigDecimal.valueOf(random.nextInt(20_000), 2),
                        "store",
                        "store-" + random.nextInt(6)));
          };
      states.add(set, event, time, Samples.UTC);
    }
    int bytes = Samples.bytes(states).length;
    assertThat(bytes).isLessThanOrEqualTo(270);
  }

  private static List<Feature> typical() {
    return List.of(
        COUNT,
        SUM,
        Samples.amount("top_90d", Aggregate.MAX, Samples.last(Duration.ofDays(90))),
        Samples.amount("spend_90d", Aggregate.SUM, Samples.last(Duration.ofDays(90))),
        Samples.amount("mean_30d", Aggregate.AVERAGE, MONTH),
        Samples.of("stores_30d", Aggregate.DISTINCT, "store", ValueType.TEXT, MONTH),
        LATEST,
        Samples.of("data_today", Aggregate.SUM, "bytes", ValueType.NUMBER, Samples.LIFE),
        Samples.count("drops_7d", "signalling", Samples.last(Duration.ofDays(30))),
        Samples.count("offers_7d", "offered", Samples.last(Duration.ofDays(30))));
  }
}
