package io.offerflow.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offerflow.codec.DeadLetter;
import io.offerflow.codec.TestSchema;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.testing.Surroundings;
import io.offerflow.workspace.Feed;
import io.offerflow.workspace.Feed.Delimited;
import io.offerflow.workspace.Feed.Fixed;
import io.offerflow.workspace.Feed.Origin;
import io.offerflow.workspace.Feed.Patterned;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files of {@code shared/data}, which nobody of this project wrote; skipped where absent. */
class RealFilesTest {
  private final List<DeadLetter> deadLetters = new ArrayList<>();

  @Test
  void everyRowOfCdnowIsAPurchase() throws IOException {
    Feed feed =
        new Feed(
            "cdnow",
            null,
            new Delimited(null, false, List.of("who", "day", "quantity", "amount")),
            "purchase",
            "{file}:{line}",
            "{who}",
            new Patterned("day", "yyyyMMdd", ZoneOffset.UTC),
            true,
            Map.of("quantity", column("quantity"), "amount", column("amount")),
            Map.of());
    List<Event> events = read("cdnow.txt", feed);
    assertThat(events).hasSize(35_304);
    assertThat(deadLetters).isEmpty();
    assertThat(events).extracting(Event::time).isSorted();
    Event first =
        events.stream().filter(event -> event.id().equals("cdnow.txt:1")).findFirst().orElseThrow();
    assertThat(first.customer()).isEqualTo("00001");
    assertThat(first.fields().get("amount")).isEqualTo(new BigDecimal("11.77"));
  }

  @Test
  void everyCallIsSignalling() throws IOException {
    Feed feed =
        new Feed(
            "cdr",
            null,
            new Delimited(',', true, List.of()),
            "signalling",
            "{file}:{line}",
            "{From}",
            new Patterned("Datetime", "yyyyMMdd HHmm", ZoneOffset.UTC),
            false,
            Map.of(
                "kind", new Origin(null, "call-start"),
                "peer", column("To"),
                "cell", column("Cell Tower"),
                "duration_s", column("Duration(seconds)")),
            Map.of());
    List<Event> events = read("cdr.csv", feed);
    assertThat(events).hasSize(4_908 - deadLetters.size()).hasSizeGreaterThan(4_900);
    Fields first = events.get(0).fields();
    assertThat(events.get(0).customer()).isEqualTo("349");
    assertThat(first.text("kind")).isEqualTo("call-start");
    assertThat(first.text("cell")).isEqualTo("1");
    assertThat(first.get("duration_s")).isEqualTo(new BigDecimal("1634"));
    assertThat(events.get(0).time())
        .isEqualTo(Instant.parse("2006-06-01T00:08:00Z").toEpochMilli());
  }

  @Test
  void everyFixIsALocation() throws IOException {
    Feed feed =
        new Feed(
            "gps",
            null,
            new Delimited(',', false, List.of("who", "at", "lon", "lat", "colour")),
            "location",
            "{file}:{line}",
            "{who}",
            new Patterned("at", "yyyy/MM/dd HH:mm:ss", java.time.ZoneId.of("Asia/Tokyo")),
            false,
            Map.of("lat", column("lat"), "lon", column("lon")),
            Map.of());
    List<Event> events = read("gps.csv", feed);
    assertThat(events).hasSize(36_141);
    assertThat(deadLetters).isEmpty();
    assertThat(events.get(0).fields().get("lat")).isEqualTo(new BigDecimal("38.98805"));
  }

  @Test
  void everySubscriberIsAProfile() throws IOException {
    Feed feed =
        new Feed(
            "crm",
            null,
            new Delimited(',', true, List.of()),
            "profile",
            "{file}:{line}",
            "{customerID}",
            new Fixed(Instant.parse("2021-01-01T00:00:00Z")),
            false,
            Map.of(),
            Map.of("senior", column("SeniorCitizen"), "monthly_fee", column("MonthlyCharges")));
    List<Event> events = read("telco-customers.csv", feed);
    assertThat(events).hasSize(4_000);
    assertThat(deadLetters).isEmpty();
    assertThat(events.get(0).change().set())
        .isEqualTo(Map.of("senior", false, "monthly_fee", new BigDecimal("29.85")));
  }

  private List<Event> read(String name, Feed feed) throws IOException {
    Path path = Surroundings.sharedData(name);
    assumeTrue(path != null, "the folder shared/data is not there");
    List<Event> events = new ArrayList<>();
    try (EventFile file = EventFile.open(path, feed, TestSchema.SCHEMA, deadLetters::add)) {
      for (Event event = file.next(); event != null; event = file.next()) {
        events.add(event);
      }
    }
    return events;
  }

  private static Origin column(String name) {
    return new Origin(name, null);
  }
}
