package io.offerflow.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of far more than 128 events: bounded state, and an error bounded by the contract. */
class CrowdedWindowTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final long START = Instant.parse("2026-10-24T18:00:00Z").toEpochMilli();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private static final List<Feature> FEATURES = new ArrayList<>();

  static {
    for (Window window :
        List.of(
            Samples.last(Duration.ofHours(1)),
            Samples.last(Duration.ofHours(24)),
            Samples.since(Window.Unit.DAY))) {
      FEATURES.add(Samples.count("count " + window, "purchase", window));
      FEATURES.add(Samples.amount("sum " + window, Aggregate.SUM, window));
      FEATURES.add(Samples.amount("max " + window, Aggregate.MAX, window));
      FEATURES.add(Samples.amount("min " + window, Aggregate.MIN, window));
      FEATURES.add(Samples.amount("average " + window, Aggregate.AVERAGE, window));
      FEATURES.add(Samples.amount("first " + window, Aggregate.FIRST, window));
      FEATURES.add(
          Samples.of("rare " + window, Aggregate.SUM, "quantity", ValueType.NUMBER, window));
      FEATURES.add(
          Samples.of("stores " + window, Aggregate.DISTINCT, "store", ValueType.TEXT, window));
    }
  }

  private static final FeatureSet SET = new FeatureSet(FEATURES);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void farEdgeIsOffByAtMostOnePartIn256(long seed) {
    Random random = new Random(seed);
    Reference reference = new Reference();
    FeatureStates states = new FeatureStates();
    long now = START;
    for (int i = 0; i < 2500; i++) {
      now += i % 500 == 499 ? 5 * HOUR : random.nextInt(60) * 997L;
      long late = random.nextInt(10) == 0 ? random.nextInt(8_000_000) : 0;
      Event event = Event.of("purchase", "e" + i, "c", now - late, purchase(random));
      reference.events.add(event);
      states.add(SET, event, now, ZONE);
      if (i % 40 == 0) {
        states = Samples.reread(states);
      }
      if (i % 23 == 0) {
        check(states, reference, now + random.nextInt(2) * HOUR / 3);
      }
    }
    // Two lengths, one a calendar day, over three kinds of events; mostly one or two bytes each.
    assertThat(Samples.bytes(states).length).isLessThan(40_000);
  }

  private static Fields purchase(Random random) {
    Fields.Builder fields = new Fields.Builder();
    if (random.nextInt(10) > 0) {
      fields.put("amount", BigDecimal.valueOf(random.nextInt(10_000), 2));
    }
    if (random.nextInt(12) == 0) {
      fields.put("quantity", BigDecimal.valueOf(1 + random.nextInt(9)));
    }
    return fields.put("store", "s" + random.nextInt(300)).build();
  }

  private static void check(FeatureStates states, Reference reference, long now) {
    for (Feature feature : FEATURES) {
      long edge = feature.window().edge(now, ZONE);
      long part =
          Duration.ofHours(feature.window().toString().contains("3600000") ? 1 : 24).toMillis()
              / 256;
      BigDecimal value = (BigDecimal) states.value(SET, feature.name(), now, ZONE);
      BigDecimal exact = number(reference, feature, edge);
      Feature counter =
          new Feature(
              "n",
              Aggregate.SUM,
              "purchase",
              feature.field() == null ? "store" : feature.field(),
              null,
              feature.window(),
              null,
              ValueType.NUMBER,
              false);
      long inside = events(reference, counter.field(), edge);
      if (inside <= 128 || feature.aggregate() == Aggregate.DISTINCT) {
        assertThat(value)
            .as(feature.name())
            .usingComparator(CrowdedWindowTest::compare)
            .isEqualTo(exact);
        continue;
      }
      BigDecimal more = number(reference, feature, edge - part);
      switch (feature.aggregate()) {
        case COUNT, SUM, MAX -> assertThat(value).as(feature.name()).isBetween(exact, more);
        case MIN -> assertThat(value).as(feature.name()).isBetween(more, exact);
        default -> assertThat(value).as(feature.name()).isNotNull();
      }
    }
  }

  private static int compare(BigDecimal one, BigDecimal other) {
    return one == null || other == null ? (one == other ? 0 : 1) : one.compareTo(other);
  }

  private static BigDecimal number(Reference reference, Feature feature, long edge) {
    return (BigDecimal) reference.value(feature, time -> time > edge);
  }

  private static long events(Reference reference, String field, long edge) {
    return reference.events.stream()
        .filter(event -> event.time() > edge && event.fields().get(field) != null)
        .count();
  }

  @Test
  void aLogOfOneWindowNeverExceedsItsBound() {
    FeatureSet set =
        new FeatureSet(
            List.of(Samples.amount("sum", Aggregate.SUM, Samples.last(Duration.ofDays(30)))));
    EventLog log = (EventLog) set.reading(0).store().empty();
    Random random = new Random(7);
    long now = START;
    int longest = 0;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextInt(600_000);
      long late = random.nextInt(4) == 0 ? (long) (random.nextDouble() * 30 * 24 * HOUR) : 0;
      Fields fields = Fields.of("amount", BigDecimal.ONE);
      log.add(Event.of("purchase", "e", "c", now - late, fields), now);
      longest = Math.max(longest, log.size);
    }
    assertThat(longest).isBetween(300, 128 + 257 + 1);
  }

  @Test
  void afterACrowdHasLeftTheWindowIsExactAgain() {
    Window hour = Samples.last(Duration.ofHours(1));
    FeatureSet set = new FeatureSet(List.of(Samples.count("n", "purchase", hour)));
    FeatureStates states = new FeatureStates();
    for (int i = 0; i < 1000; i++) {
      states.add(
          set,
          Event.of("purchase", "e", "c", START + i * 1000L, Fields.NONE),
          START + i * 1000L,
          ZONE);
    }
    long newest = START + 999_000L;
    for (int left = 1; left <= 128; left++) {
      long now = newest + HOUR - left * 1000L;
      assertThat(states.value(set, 0, now, ZONE)).isEqualTo(BigDecimal.valueOf(left));
    }
    assertThat(states.nextFall(set, 0, newest, new BigDecimal("100")))
        .isEqualTo(newest - 99_000 + HOUR);
  }

  @Test
  void distinctStaysAt128() {
    Feature stores = Samples.of("s", Aggregate.DISTINCT, "store", ValueType.TEXT, Samples.LIFE);
    Feature week =
        Samples.of(
            "w", Aggregate.DISTINCT, "store", ValueType.TEXT, Samples.last(Duration.ofDays(7)));
    FeatureSet set = new FeatureSet(List.of(stores, week));
    FeatureStates states = new FeatureStates();
    for (int i = 0; i < 300; i++) {
      Fields fields = Fields.of("store", "store " + i);
      states.add(set, Event.of("purchase", "e", "c", START + i, fields), START + i, ZONE);
      BigDecimal expected = BigDecimal.valueOf(Math.min(128, i + 1));
      assertThat(states.value(set, 0, START + i, ZONE)).isEqualTo(expected);
      assertThat(states.value(set, 1, START + i, ZONE)).isEqualTo(expected);
    }
  }
}
