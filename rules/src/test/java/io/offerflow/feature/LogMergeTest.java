package io.offerflow.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event makes mergeable is found without looking at the whole log. */
class LogMergeTest {
  private static final long START = Instant.parse("2026-10-24T18:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theLogIsTheSameAsIfAllOfItWereMergedAfterEachEvent(long seed) {
    Random random = new Random(seed);
    LogStore store = store(random);
    EventLog log = new EventLog(store);
    EventLog whole = new EventLog(store);
    long now = START;
    int longest = 0;
    for (int i = 0; i < 2_000; i++) {
      now += pause(random, i);
      long late = random.nextInt(12) == 0 ? (long) (random.nextDouble() * 1.2 * DAY) : 0;
      Event event = Event.of("purchase", "e" + i, "c", now - late, fields(random));
      log.add(event, now);
      EventLog alone = new EventLog(store);
      alone.add(event, now);
      if (!alone.isEmpty()) {
        // To join looks at all entries.
        whole.join(alone, now);
      }
      assertThat(Arrays.equals(bytes(log), bytes(whole))).as("same after event %d", i).isTrue();
      if (random.nextInt(50) == 0 && !log.isEmpty()) {
        log = reread(log);
      }
      longest = Math.max(longest, log.size);
    }
    assertThat(longest).isBetween(EventLog.EXACT + 1, store.bound());
  }

  /** Crowds, quiet times, and times at which as many events leave as come. */
  private static long pause(Random random, int i) {
    if (i % 700 == 699) {
      return DAY * random.nextInt(3) / 2;
    }
    return i % 400 < 100 ? random.nextInt(3) : random.nextInt(400_000);
  }

  private static LogStore store(Random random) {
    List<Feature> features = new ArrayList<>();
    List<Window> windows =
        List.of(
            Samples.last(Duration.ofDays(1)),
            Samples.last(Duration.ofHours(1 + random.nextInt(20))),
            Samples.since(Window.Unit.DAY));
    for (Window window : windows.subList(0, 1 + random.nextInt(3))) {
      features.add(Samples.amount("sum " + window, Aggregate.SUM, window));
      if (random.nextBoolean()) {
        features.add(Samples.count("count " + window, "purchase", window));
      }
      if (random.nextBoolean()) {
        features.add(
            Samples.of("most " + window, Aggregate.MAX, "quantity", ValueType.NUMBER, window));
      }
    }
    return (LogStore) new FeatureSet(features).reading(0).store();
  }

  private static Fields fields(Random random) {
    Fields.Builder fields = new Fields.Builder();
    if (random.nextInt(3) > 0) {
      fields.put("amount", BigDecimal.valueOf(random.nextInt(1000), 1));
    }
    if (random.nextInt(8) == 0) {
      fields.put("quantity", BigDecimal.valueOf(random.nextInt(9)));
    }
    return fields.build();
  }

  private static EventLog reread(EventLog log) {
    BlobReader in = new BlobReader(bytes(log));
    return LogCode.read(in, log.head(), log.newest(), log.store);
  }

  private static byte[] bytes(EventLog log) {
    BlobWriter out = new BlobWriter();
    log.write(out, log.head());
    return out.toBytes();
  }
}
