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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log that an event enters as bytes is the log that it enters as objects, to the byte. */
class PackedLogTest {
  private static final long START = Instant.parse("2026-10-24T18:00:00Z").toEpochMilli();
  private static final FeatureSet SET = set();
  private static final LogStore STORE = (LogStore) SET.reading(0).store();

  private int entered;
  private int refused;

  private static FeatureSet set() {
    List<Feature> features = new ArrayList<>();
    for (Duration length : List.of(Duration.ofDays(1), Duration.ofHours(5))) {
      Window window = Samples.last(length);
      features.add(Samples.count("n " + length, "purchase", window));
      for (Aggregate aggregate :
          List.of(Aggregate.SUM, Aggregate.AVERAGE, Aggregate.MIN, Aggregate.FIRST)) {
        features.add(Samples.amount(aggregate + " " + length, aggregate, window));
      }
      features.add(Samples.of("q " + length, Aggregate.MAX, "quantity", ValueType.NUMBER, window));
    }
    return new FeatureSet(features);
  }

  /**
   * @param gap the longest time between two events, in milliseconds: many in the windows, or few
   * @param whole whether each event carries all fields
   */
  @ParameterizedTest
  @CsvSource({"1,2000000,true", "2,9000000,true", "3,9000000,false", "4,3600000,false"})
  void isTheSameAsObjects(long seed, int gap, boolean whole) {
    Random random = new Random(seed);
    EventLog log = new EventLog(STORE);
    long now = START;
    for (int i = 0; i < 1_500; i++) {
      now += random.nextInt(gap) / (i % 500 < 300 ? 1 : 1_000);
      long late = random.nextInt(9) == 0 ? (long) (random.nextDouble() * gap) : 0;
      Fields fields = fields(random, i, whole);
      Event event = Event.of("purchase", "e" + i, "c", now - late, fields);
      if (log.isEmpty()) {
        log.add(event, now);
      } else {
        add(log, event, now);
      }
    }
    assertThat(entered).isGreaterThan(300);
    assertThat(refused).isGreaterThan(50);
  }

  private void add(EventLog log, Event event, long now) {
    byte[] before = bytes(log);
    BlobReader in = new BlobReader(before);
    PackedLog packed = new PackedLog(STORE, in, log.head(), log.newest());
    int skipped = packed.add(in, event, now);
    int expected = log.add(event, now);
    if (packed.hasEntered()) {
      entered++;
      assertSame(packed, log, now);
    } else if (skipped == PackedLog.NO_ROOM) {
      refused++;
    } else {
      assertThat(bytes(log)).isEqualTo(before);
    }
    assertThat(skipped).isIn(expected, PackedLog.NO_ROOM);
  }

  private static void assertSame(PackedLog packed, EventLog log, long now) {
    assertThat(bytes(packed)).isEqualTo(bytes(log));
    assertThat(packed.head()).isEqualTo(log.head());
    assertThat(packed.newest()).isEqualTo(log.newest());
    assertThat(bytes(packed.open())).isEqualTo(bytes(log));
    for (int f = 0; f < SET.size(); f++) {
      Reading reading = SET.reading(f);
      Aggregate aggregate = reading.feature().aggregate();
      long length = ((Window.Rolling) reading.feature().window()).lengthMillis();
      LogScan scan = new LogScan();
      packed.begin(scan, reading.column());
      assertThat(LogTally.value(scan, new Tally(aggregate), now - length))
          .isEqualTo(LogTally.value(log, reading, now - length));
      BigDecimal line = BigDecimal.valueOf(f * 7L);
      packed.begin(scan, reading.column());
      assertThat(LogTally.nextFall(scan, new Tally(aggregate), length, now, line))
          .isEqualTo(log.nextFall(reading, length, now, line));
    }
  }

  private static byte[] bytes(Kept log) {
    BlobWriter out = new BlobWriter();
    log.write(out, log.head());
    return out.toBytes();
  }

  /** Now and then numbers of other places, and such that no millionths hold. */
  private static Fields fields(Random random, int i, boolean whole) {
    Fields.Builder fields = new Fields.Builder();
    if (whole || random.nextInt(4) > 0) {
      int places = random.nextInt(60) == 0 ? 4 : 2;
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(100_000) - 50_000, places);
      boolean strange = i % 500 > 495;
      fields.put("amount", strange ? amount.scaleByPowerOfTen(random.nextInt(30) - 12) : amount);
      fields.put("currency", random.nextInt(20) == 0 ? "EUR" : "CNY");
    }
    if (whole || random.nextInt(7) == 0) {
      fields.put("quantity", BigDecimal.valueOf(random.nextInt(9_000)));
    }
    return fields.build();
  }
}
