package io.offerflow.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Every feature against the contract's words, over random lives with late events. */
class FeatureStatesTest {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** Shortly before clocks change; in three of the zones at midnight. */
  private static final List<Instant> STARTS =
      List.of(
          Instant.parse("2026-03-28T20:00:00Z"),
          Instant.parse("2026-10-24T20:00:00Z"),
          Instant.parse("2018-11-03T12:00:00Z"),
          Instant.parse("2018-02-17T12:00:00Z"),
          Instant.parse("2024-04-25T12:00:00Z"),
          Instant.parse("2024-10-31T12:00:00Z"));

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/Sao_Paulo"),
          ZoneId.of("Africa/Cairo"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Pacific/Kiritimati"),
          ZoneId.of("America/Los_Angeles"),
          ZoneId.of("Asia/Shanghai"));

  private static final List<Feature> FEATURES = new ArrayList<>();

  static {
    FEATURES.addAll(Samples.everyAggregate(Samples.last(Duration.ofHours(1))));
    FEATURES.addAll(Samples.everyAggregate(Samples.last(Duration.ofDays(7))));
    FEATURES.addAll(Samples.everyAggregate(Samples.since(Window.Unit.DAY)));
    FEATURES.addAll(Samples.everyAggregate(Samples.since(Window.Unit.WEEK)));
    FEATURES.addAll(Samples.everyAggregate(Samples.since(Window.Unit.MONTH)));
    FEATURES.addAll(Samples.everyAggregate(Samples.LIFE));
  }

  private static final FeatureSet SET = new FeatureSet(FEATURES);

  /** One thing that happens: time passes, and then perhaps an event comes, perhaps a late one. */
  record Step(long passes, long late, Fields fields, String type, ZoneId zone, boolean reread) {}

  @Provide
  Arbitrary<List<Step>> lives() {
    Arbitrary<Long> passes =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.of(0L, 1L, MINUTE, HOUR - 1, HOUR, HOUR + 1)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(7 * DAY - 1, 7 * DAY, DAY, 12 * DAY)),
            net.jqwik.api.Tuple.of(3, Arbitraries.longs().between(0, 8 * HOUR)));
    Arbitrary<Long> late =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.just(0L)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(MINUTE, HOUR - 1, HOUR, 7 * DAY)),
            net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(0, 40 * DAY)));
    Arbitrary<String> type = Arbitraries.of("purchase", "purchase", "purchase", "recharge", "none");
    return Combinators.combine(
            passes, late, purchases(), type, Arbitraries.of(ZONES), Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(50);
  }

  private static Arbitrary<Fields> purchases() {
    Arbitrary<BigDecimal> amounts =
        Arbitraries.of(
                "0",
                "1.00",
                "1",
                "-20",
                "49.90",
                "0.0000004",
                "0.0000005",
                "1e3",
                "123456789012.123456",
                "-98765432109876543210.5",
                "0.1234567",
                "1E+20")
            .map(BigDecimal::new);
    Arbitrary<String> stores =
        Arbitraries.of(
            "s1",
            "s2",
            "s3",
            "",
            "a store with a rather long name, number 1",
            "a store with a rather long name, number 2");
    Arbitrary<String> currencies = Arbitraries.of("CNY", "USD");
    Arbitrary<LocalDate> days = Arbitraries.of("2020-02-29", "2026-01-01").map(LocalDate::parse);
    return Combinators.combine(
            amounts.injectNull(0.2),
            stores.injectNull(0.2),
            currencies.injectNull(0.5),
            days.injectNull(0.5))
        .as(FeatureStatesTest::fields);
  }

  private static Fields fields(BigDecimal amount, String store, String currency, LocalDate day) {
    Fields.Builder fields = new Fields.Builder();
    put(fields, "amount", amount);
    put(fields, "store", store);
    put(fields, "currency", currency);
    put(fields, "day", day);
    return fields.build();
  }

  private static void put(Fields.Builder fields, String name, Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  @Property(tries = 250)
  void everyFeatureIsWhatTheContractSays(
      @ForAll("lives") List<Step> life, @ForAll @IntRange(max = 5) int start) {
    Reference reference = new Reference();
    FeatureStates states = new FeatureStates();
    long now = STARTS.get(start).toEpochMilli();
    int number = 0;
    for (Step step : life) {
      now += step.passes();
      if (step.reread()) {
        byte[] bytes = Samples.bytes(states);
        states = Samples.reread(states);
        assertThat(Samples.bytes(states)).isEqualTo(bytes);
      }
      if (!step.type().equals("none")) {
        Event event = Event.of(step.type(), "e" + number++, "c", now - step.late(), step.fields());
        reference.events.add(event);
        states.add(SET, event, now, step.zone());
      }
      for (int i = 0; i < SET.size(); i++) {
        Feature feature = SET.feature(i);
        assertThat(Samples.plain(states.value(SET, i, now, step.zone())))
            .as("%s at %d in %s", feature.name(), now, step.zone())
            .isEqualTo(Samples.plain(reference.value(feature, now, step.zone())));
      }
    }
  }

  /** Of two ids that turn out to be one customer, and go on as one. */
  @Property(tries = 150)
  void joinedWindowsAreThoseOfAllTheirEvents(
      @ForAll("lives") List<Step> life,
      @ForAll("lives") List<Step> otherLife,
      @ForAll("lives") List<Step> common) {
    Reference reference = new Reference();
    FeatureStates states = new FeatureStates();
    FeatureStates others = new FeatureStates();
    long start = STARTS.get(0).toEpochMilli();
    long now =
        Math.max(live(life, start, states, reference), live(otherLife, start, others, reference));

    states.join(SET, Samples.reread(others), now);
    check(states, reference, now);
    states = Samples.reread(states);
    now = live(common, now, states, reference);
    check(states, reference, now);
  }

  /** Returns when it is over. */
  private static long live(List<Step> life, long start, FeatureStates states, Reference reference) {
    long now = start;
    for (Step step : life) {
      now += step.passes();
      Event event = Event.of("purchase", "e", "c", now - step.late(), step.fields());
      reference.events.add(event);
      states.add(SET, event, now, ZONES.get(0));
    }
    return now;
  }

  private static void check(FeatureStates states, Reference reference, long now) {
    for (int i = 0; i < SET.size(); i++) {
      Feature feature = SET.feature(i);
      assertThat(Samples.plain(states.value(SET, i, now, ZONES.get(0))))
          .as("%s at %d", feature.name(), now)
          .isEqualTo(Samples.plain(reference.value(feature, now, ZONES.get(0))));
    }
  }

  @Property(tries = 300)
  void theNextFallIsTheFirstOfAll(
      @ForAll("lives") List<Step> life,
      @ForAll @IntRange(min = -2, max = 60) int line,
      @ForAll @IntRange(max = 3) int hoursAhead) {
    Reference reference = new Reference();
    FeatureStates states = new FeatureStates();
    long now = STARTS.get(0).toEpochMilli();
    for (Step step : life) {
      now += step.passes();
      Event event = Event.of("purchase", "e", "c", now - step.late(), step.fields());
      reference.events.add(event);
      states.add(SET, event, now, step.zone());
    }
    long after = now + hoursAhead * HOUR;
    for (int i = 0; i < SET.size(); i++) {
      Feature feature = SET.feature(i);
      if (feature.window() instanceof Window.Rolling) {
        assertThat(states.nextFall(SET, i, after, BigDecimal.valueOf(line)))
            .as(feature.name())
            .isEqualTo(reference.nextFall(feature, after, BigDecimal.valueOf(line)));
      } else {
        assertThat(states.nextFall(SET, i, after, BigDecimal.ONE)).isEqualTo(Long.MAX_VALUE);
      }
    }
  }
}
