package io.offerflow.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a log's sums is what adding up its entries comes to. */
class LogSumsTest {
  private static final long START = Instant.parse("2026-10-24T18:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final FeatureSet SET = set();

  private static FeatureSet set() {
    List<Feature> features = new ArrayList<>();
    for (Duration length : List.of(Duration.ofDays(1), Duration.ofHours(5))) {
      Window window = Samples.last(length);
      features.add(Samples.count("n " + length, "purchase", window));
      features.add(Samples.amount("sum " + length, Aggregate.SUM, window));
      features.add(Samples.amount("mean " + length, Aggregate.AVERAGE, window));
      features.add(Samples.of("q " + length, Aggregate.SUM, "quantity", ValueType.NUMBER, window));
    }
    return new FeatureSet(features);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyWindowIsWhatItsEntriesAddUpTo(long seed) {
    Random random = new Random(seed);
    EventLog log = new EventLog((LogStore) SET.reading(0).store());
    long now = START;
    int crowded = 0;
    for (int i = 0; i < 3_000; i++) {
      now += i % 900 == 899 ? DAY : random.nextInt(i % 600 < 200 ? 4_000 : 300_000);
      long late = random.nextInt(9) == 0 ? (long) (random.nextDouble() * DAY) : 0;
      log.add(Event.of("purchase", "e" + i, "c", now - late, fields(random, i)), now);
      crowded += log.merged == null ? 0 : 1;
      for (int f = 0; f < SET.size() && random.nextInt(3) > 0; f++) {
        Reading reading = SET.reading(f);
        long edge = now - (long) (random.nextDouble() * DAY);
        assertThat(log.value(reading, edge)).isEqualTo(LogTally.value(log, reading, edge));
      }
    }
    assertThat(crowded).isGreaterThan(1_000);
  }

  /** Now and then numbers that no millionths hold, or that add up to more than a long. */
  private static Fields fields(Random random, int i) {
    Fields.Builder fields = new Fields.Builder();
    if (random.nextInt(4) > 0) {
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(100_000) - 50_000, random.nextInt(4));
      boolean strange = i % 500 > 450;
      fields.put("amount", strange ? amount.scaleByPowerOfTen(random.nextInt(30) - 12) : amount);
    }
    if (random.nextInt(7) == 0) {
      fields.put("quantity", BigDecimal.valueOf(random.nextLong() / 10_000_000 + 1));
    }
    return fields.build();
  }
}
