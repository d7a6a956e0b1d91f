package io.offerflow.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.codec.TestSchema;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.workspace.Feed;
import io.offerflow.workspace.Feed.Delimited;
import io.offerflow.workspace.Feed.Epoch;
import io.offerflow.workspace.Feed.Fixed;
import io.offerflow.workspace.Feed.Json;
import io.offerflow.workspace.Feed.Origin;
import io.offerflow.workspace.Feed.Patterned;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedDecoderTest {
  private static final Feed.Time EPOCH = new Fixed(Instant.EPOCH);

  @Test
  void runsOfWhiteSpace() {
    Feed feed =
        purchases(
            new Delimited(null, false, List.of("who", "day", "quantity", "amount")),
            new Patterned("day", "yyyyMMdd", ZoneOffset.UTC),
            Map.of("quantity", column("quantity"), "amount", column("amount")));
    Event event = good(feed, " 00001 20210101\t 1   11.77 ");
    assertThat(event.id()).isEqualTo("f.txt:7");
    assertThat(event.customer()).isEqualTo("00001");
    assertThat(event.time()).isEqualTo(Instant.parse("2021-01-01T00:00:00Z").toEpochMilli());
    assertThat(event.fields().get("amount")).isEqualTo(new BigDecimal("11.77"));
    assertThat(event.fields().get("quantity")).isEqualTo(new BigDecimal("1"));
    assertThat(bad(feed, "00001 20210101 1"))
        .isEqualTo(new Decoded.Bad("bad-row", "4 columns are expected, there are 3"));
    assertThat(bad(feed, "00001 20210101 1 2 3").code()).isEqualTo("bad-row");
    assertThat(bad(feed, "00001 20210230 1 2").reason())
        .isEqualTo("column `day` does not fit the pattern of the time");
    assertThat(bad(feed, "00001 20210101 1 1,5").reason())
        .isEqualTo("field `amount` of purchase: a number of at most 18 digits is expected");
  }

  @Test
  void quotesAndBlankCells() {
    Map<String, Origin> fields = new LinkedHashMap<>();
    fields.put("product", column("product"));
    fields.put("amount", column("amount"));
    Feed feed =
        purchases(new Delimited(',', false, List.of("who", "product", "amount")), EPOCH, fields);
    assertThat(good(feed, "c,\"a, \"\"b\"\"\",1").fields())
        .isEqualTo(Fields.of("product", "a, \"b\"", "amount", BigDecimal.ONE));
    assertThat(good(feed, "c,\"\", ").fields()).isEqualTo(Fields.NONE);
    assertThat(good(feed, "c, x , 1 ").fields())
        .isEqualTo(Fields.of("product", " x ", "amount", BigDecimal.ONE));
    assertThat(good(feed, "c,,").fields()).isEqualTo(Fields.NONE);
    assertThat(bad(feed, "c,\"x,1").reason()).isEqualTo("a quote is not closed on its line");
    assertThat(bad(feed, "c,\"x\"y,1").code()).isEqualTo("bad-row");
    assertThat(bad(feed, ",x,1").reason())
        .isEqualTo("column `who`, of which `customer` is made, is empty");
  }

  @Test
  void tabsAndATimeOfDayWithoutAnOffset() {
    Feed feed =
        purchases(
            new Delimited('\t', false, List.of("who", "at")),
            new Patterned("at", "yyyy/MM/dd HH:mm", ZoneId.of("Europe/Berlin")),
            Map.of());
    assertThat(time(feed, "c\t2026/07/01 12:30")).isEqualTo("2026-07-01T10:30:00Z");
    assertThat(bad(feed, "c\t+999999999/07/01 12:30").code()).isEqualTo("bad-value");
    // Skipped by the change to summer time: forward by the gap.
    assertThat(time(feed, "c\t2026/03/29 02:30")).isEqualTo("2026-03-29T01:30:00Z");
    // Occurs twice: the first.
    assertThat(time(feed, "c\t2026/10/25 02:30")).isEqualTo("2026-10-25T00:30:00Z");
  }

  @Test
  void aPatternWithAnOffsetNeedsNoZone() {
    Feed feed =
        purchases(
            new Delimited(',', false, List.of("who", "at")),
            new Patterned("at", "d MMM yyyy hh:mm:ss.SSS a XXX", null),
            Map.of());
    assertThat(time(feed, "c,1 Jul 2026 01:02:03.456 PM +08:00"))
        .isEqualTo("2026-07-01T05:02:03.456Z");
  }

  @Test
  void unitsSinceTheEpoch() {
    Delimited form = new Delimited(';', false, List.of("who", "ts"));
    assertThat(time(purchases(form, new Epoch("ts", 1), Map.of()), "c;1500"))
        .isEqualTo("1970-01-01T00:00:01.500Z");
    Feed seconds = purchases(form, new Epoch("ts", 1000), Map.of());
    assertThat(time(seconds, "c;1.25")).isEqualTo("1970-01-01T00:00:01.250Z");
    assertThat(bad(seconds, "c;-1").code()).isEqualTo("bad-value");
    assertThat(bad(seconds, "c;253402300800").code()).isEqualTo("bad-value");
    assertThat(bad(seconds, "c;soon").code()).isEqualTo("wrong-type");
    assertThat(bad(seconds, "c; ").code()).isEqualTo("missing-member");
  }

  @Test
  void aHeaderNamesTheColumnsOfAProfile() {
    Feed feed =
        new Feed(
            "crm",
            null,
            new Delimited(',', true, List.of()),
            "profile",
            "{file}:{line}",
            "x-{id}",
            EPOCH,
            false,
            Map.of(),
            Map.of(
                "tier", column("Tier"),
                "monthly_fee", column("Fee"),
                "senior", column("Senior"),
                "birth_date", column("Born"),
                "hobbies", column("Hobby"),
                "language", new Origin(null, "en")));
    FeedDecoder decoder = new FeedDecoder(feed, TestSchema.SCHEMA, 0);
    assertThat(decoder.decode("1,gold".getBytes(UTF_8), "f", 1, EventDecoder.NO_TIMESTAMP))
        .isInstanceOf(Decoded.Bad.class);
    decoder.readHeader("\"id\",Tier, Fee,Senior,Born,Hobby,Other".getBytes(UTF_8));

    Event event = decode(decoder, "1,gold,29.5,Yes,1990-02-28,chess,zzz");
    assertThat(event.customer()).isEqualTo("x-1");
    assertThat(event.change())
        .isEqualTo(
            ProfileChange.set(
                Map.of(
                    "tier",
                    "gold",
                    "monthly_fee",
                    new BigDecimal("29.5"),
                    "senior",
                    true,
                    "birth_date",
                    LocalDate.of(1990, 2, 28),
                    "hobbies",
                    Set.of("chess"),
                    "language",
                    "en")));
    assertThat(decode(decoder, "1,,,0,,,").change())
        .isEqualTo(ProfileChange.set(Map.of("senior", false, "language", "en")));
    assertThat(decoder.decode("1,wood,,,,,".getBytes(UTF_8), "f", 1, EventDecoder.NO_TIMESTAMP))
        .isEqualTo(
            new Decoded.Bad("bad-value", "attribute `tier`: not one of the declared values"));
    assertThatThrownBy(() -> decoder.readHeader("id,Tier".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no column `");
  }

  @Test
  void jsonByPointers() {
    Feed feed =
        new Feed(
            "j",
            "shop",
            new Json(),
            "purchase",
            "{/order/id}",
            "{/who}",
            new Epoch("/ts", 1),
            false,
            Map.of("amount", column("/order/lines/0/price"), "store", column("/store")),
            Map.of());
    Event event =
        good(
            feed,
            "{\"who\":17,\"order\":{\"id\":\"o-1\",\"lines\":[{\"price\":\"2.50\"}]},\"ts\":5}");
    assertThat(event)
        .isEqualTo(
            Event.of("purchase", "o-1", "17", 5, Fields.of("amount", new BigDecimal("2.50"))));
    String line = "{\"who\":1,\"order\":{\"id\":\"o\"},\"ts\":5,\"store\":%s}";
    assertThat(good(feed, line.formatted("7")).fields()).isEqualTo(Fields.of("store", "7"));
    assertThat(bad(feed, line.formatted("{}")).code()).isEqualTo("wrong-type");
    assertThat(bad(feed, line.formatted("1,\"store\":2")).code()).isEqualTo("not-json");
    assertThat(bad(feed, line.formatted("1") + "x").code()).isEqualTo("not-json");
    assertThat(bad(feed, "[1]").code()).isEqualTo("not-json");
    assertThat(bad(feed, "{\"ts\":5}").code()).isEqualTo("missing-member");
  }

  @ParameterizedTest
  @CsvSource({
    "a_boolean,TRUE,true",
    "a_boolean,no,false",
    "a_boolean,1,true",
    "a_boolean,2,",
    "a_integer,5.0,5",
    "a_integer,5.5,",
    "a_number,1e999999999,",
    "a_number,\u0665,",
    "a_date,2024-02-30,",
    "a_time,2024-02-29T00:00:00Z,2024-02-29T00:00:00Z",
    "a_time,1500,1970-01-01T00:00:01.500Z",
    "a_time,yesterday,",
    "a_texts,x,[x]",
  })
  void cellsAreParsedByTheTypeOfTheField(String field, String cell, String value) {
    Feed feed =
        new Feed(
            "f",
            null,
            new Delimited('|', false, List.of("who", "cell")),
            "everything",
            "{line}",
            "{who}",
            EPOCH,
            false,
            Map.of(field, column("cell")),
            Map.of());
    if (value == null) {
      assertThat(bad(feed, "c|" + cell).code()).isEqualTo("wrong-type");
    } else {
      assertThat(good(feed, "c|" + cell).fields().get(field)).hasToString(value);
    }
  }

  @Test
  void theRulesOfTheTypeHoldForFeedsToo() {
    Delimited form = new Delimited(',', false, List.of("who", "lat", "lon"));
    Feed feed =
        new Feed(
            "gps",
            null,
            form,
            "location",
            "{line}",
            "{who}",
            EPOCH,
            false,
            Map.of("lat", column("lat"), "lon", column("lon")),
            Map.of());
    assertThat(good(feed, "c,1,2").fields().size()).isEqualTo(2);
    assertThat(bad(feed, "c,100,2").code()).isEqualTo("bad-value");
    assertThat(bad(feed, "c,1,").code()).isEqualTo("missing-member");
    assertThat(bad(feed, "x".repeat(257) + ",1,2").code()).isEqualTo("bad-value");
    FeedDecoder decoder = new FeedDecoder(feed, TestSchema.SCHEMA, 0);
    assertThat(((Decoded.Bad) decoder.decode("c\u00e9,1,2".getBytes(ISO_8859_1), "f", 1, 0)).code())
        .isEqualTo("bad-row");
    assertThat(decoder.decode(null, "f", 1, 0)).isInstanceOf(Decoded.Bad.class);
    assertThat(((Decoded.Bad) decoder.decode("c,1,2".getBytes(UTF_8), "f", 1, -1)).code())
        .isEqualTo("ahead");
  }

  @Property(tries = 500)
  void anyBytesDecodeToSomething(@ForAll byte[] bytes, @ForAll boolean json) {
    Feed feed =
        json
            ? purchases(new Json(), EPOCH, Map.of("amount", column("/a")), "{/b}")
            : purchases(
                new Delimited(',', false, List.of("who", "amount")),
                EPOCH,
                Map.of("amount", column("amount")));
    assertThat(new FeedDecoder(feed, TestSchema.SCHEMA, 0).decode(bytes, "f", 1, 0)).isNotNull();
  }

  private static Origin column(String name) {
    return new Origin(name, null);
  }

  private static Feed purchases(Feed.Format form, Feed.Time time, Map<String, Origin> fields) {
    return purchases(form, time, fields, "{who}");
  }

  private static Feed purchases(
      Feed.Format form, Feed.Time time, Map<String, Origin> fields, String customer) {
    return new Feed(
        "f", null, form, "purchase", "{file}:{line}", customer, time, false, fields, Map.of());
  }

  private static String time(Feed feed, String line) {
    return Instant.ofEpochMilli(good(feed, line).time()).toString();
  }

  private static Event good(Feed feed, String line) {
    return decode(new FeedDecoder(feed, TestSchema.SCHEMA, 0), line);
  }

  private static Event decode(FeedDecoder decoder, String line) {
    Decoded decoded = decoder.decode(line.getBytes(UTF_8), "f.txt", 7, EventDecoder.NO_TIMESTAMP);
    assertThat(decoded).isInstanceOf(Decoded.Good.class);
    return ((Decoded.Good) decoded).event();
  }

  private static Decoded.Bad bad(Feed feed, String line) {
    FeedDecoder decoder = new FeedDecoder(feed, TestSchema.SCHEMA, 0);
    Decoded decoded = decoder.decode(line.getBytes(UTF_8), "f.txt", 7, EventDecoder.NO_TIMESTAMP);
    assertThat(decoded).isInstanceOf(Decoded.Bad.class);
    return (Decoded.Bad) decoded;
  }
}
