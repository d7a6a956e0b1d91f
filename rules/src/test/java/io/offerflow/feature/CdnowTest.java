package io.offerflow.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.testing.Surroundings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Real purchases: every customer's count and sum over 30 and 90 days at each of them. */
class CdnowTest {
  private static final int[] DAYS = {30, 90};

  private record Purchase(LocalDate day, BigDecimal amount) {
    long time() {
      return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
  }

  @Test
  void everyWindowAtEveryPurchase() throws IOException {
    Path file = Surroundings.sharedData("cdnow.txt");
    Assumptions.assumeTrue(
        file != null, "skipped: no folder shared/data with cdnow.txt above here");
    List<Feature> features = new ArrayList<>();
    for (int days : DAYS) {
      Window window = Samples.last(Duration.ofDays(days));
      features.add(Samples.count("count" + days, "purchase", window));
      features.add(Samples.amount("sum" + days, Aggregate.SUM, window));
    }
    FeatureSet set = new FeatureSet(features);
    int checked = 0;
    long bytes = 0;
    Map<String, List<Purchase>> customers = read(file);
    for (List<Purchase> purchases : customers.values()) {
      FeatureStates states = new FeatureStates();
      for (int i = 0; i < purchases.size(); i++) {
        Purchase purchase = purchases.get(i);
        Fields fields = Fields.of("amount", purchase.amount());
        Event event = Event.of("purchase", "e" + i, "c", purchase.time(), fields);
        states = Samples.reread(states);
        states.add(set, event, purchase.time(), Samples.UTC);
        for (int days : DAYS) {
          compare(set, states, days, purchases.subList(0, i + 1));
        }
        checked++;
      }
      bytes += Samples.bytes(states).length;
    }
    assertThat(checked).isEqualTo(35_304);
    // A purchase or three in the window of each customer, four features.
    assertThat(bytes / customers.size()).isLessThan(40);
  }

  private static void compare(
      FeatureSet set, FeatureStates states, int days, List<Purchase> purchases) {
    Purchase latest = purchases.get(purchases.size() - 1);
    LocalDate edge = latest.day().minusDays(days);
    BigDecimal sum = BigDecimal.ZERO;
    int count = 0;
    for (Purchase purchase : purchases) {
      if (purchase.day().isAfter(edge)) {
        sum = sum.add(purchase.amount());
        count++;
      }
    }
    assertThat(states.value(set, "count" + days, latest.time(), Samples.UTC))
        .isEqualTo(BigDecimal.valueOf(count));
    assertThat((BigDecimal) states.value(set, "sum" + days, latest.time(), Samples.UTC))
        .isEqualByComparingTo(sum);
  }

  /** By customer, in order of the day. */
  private static Map<String, List<Purchase>> read(Path file) throws IOException {
    Map<String, List<Purchase>> customers = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.trim().split("\\s+");
      LocalDate day = LocalDate.parse(cells[1], DateTimeFormatter.BASIC_ISO_DATE);
      Purchase purchase = new Purchase(day, new BigDecimal(cells[3]));
      customers.computeIfAbsent(cells[0], who -> new ArrayList<>()).add(purchase);
    }
    customers.values().forEach(list -> list.sort(java.util.Comparator.comparing(Purchase::day)));
    return customers;
  }
}
