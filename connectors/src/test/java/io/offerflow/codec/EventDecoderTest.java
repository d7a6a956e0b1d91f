package io.offerflow.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
  private static final long FIVE_MINUTES = 300_000;
  private static final String HEAD = "\"id\":\"e-1\",\"customer\":\"c-1\",\"time\":1000";

  private final EventDecoder decoder = new EventDecoder(TestSchema.SCHEMA, FIVE_MINUTES);

  @Test
  void fieldsOfEveryTypeAreTyped() {
    Event event =
        good(
            """
            {"id":"e-1","type":"everything","customer":"c-1","time":"2026-11-21T08:15:30.1239+08:00",
             "a_text":"x","a_texts":["b","a"],"a_number":-1.50,"a_integer":5.0,"a_boolean":true,
             "a_date":"2024-02-29","a_time":"1970-01-01T00:00:01Z","unknown":{"deep":[1,{"er":null}]}}
            """);

    assertThat(event.type()).isEqualTo("everything");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-21T00:15:30.123Z").toEpochMilli());
    assertThat(event.fields())
        .isEqualTo(
            Fields.of(
                "a_text",
                "x",
                "a_texts",
                Set.of("a", "b"),
                "a_number",
                new BigDecimal("-1.50"),
                "a_integer",
                new BigDecimal("5"),
                "a_boolean",
                true,
                "a_date",
                LocalDate.of(2024, 2, 29),
                "a_time",
                Instant.ofEpochSecond(1)));
    assertThat((Set<?>) event.fields().get("a_texts")).first().isEqualTo("a");
  }

  @Test
  void fieldsMayComeBeforeTheType() {
    Event event = good("{\"amount\":3,\"x\":{\"type\":\"no\"},\"type\":\"purchase\"," + HEAD + "}");
    assertThat(event.type()).isEqualTo("purchase");
    assertThat(event.fields().get("amount")).isEqualTo(new BigDecimal(3));
  }

  @Test
  void namesAreTheSchemasOwnStrings() {
    Event event = good("{\"type\":\"purchase\"," + HEAD + ",\"amount\":3}");
    assertThat(event.type()).isSameAs(TestSchema.SCHEMA.events().get("purchase").name());
    String declared = TestSchema.SCHEMA.events().get("purchase").fields().get("amount").name();
    event.fields().forEach((name, value) -> assertThat(name).isSameAs(declared));
  }

  @Test
  void aNullFieldIsMissing() {
    assertThat(good("{\"type\":\"purchase\"," + HEAD + ",\"amount\":null}").fields())
        .isEqualTo(Fields.NONE);
  }

  @Test
  void numbersAreKeptTo18Decimals() {
    assertThat(number("0.1234567890123456785")).isEqualTo(new BigDecimal("0.123456789012345679"));
    assertThat(number("1e17")).isEqualTo(new BigDecimal("100000000000000000"));
    assertThat(number("1e-999999999")).isEqualTo(BigDecimal.ZERO);
    assertThat(number("0e999999999")).isEqualTo(BigDecimal.ZERO);
    assertThat(number("-999999999999999999")).isEqualTo(new BigDecimal("-999999999999999999"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e18",
        "-1e18",
        "1000000000000000000",
        "99999999999999999999999",
        "1e999999999",
        "1e99999999999",
        "999999999999999999.9999999999999999999"
      })
  void numbersBeyond18DigitsAreBad(String number) {
    Decoded.Bad bad = bad("{\"type\":\"purchase\"," + HEAD + ",\"amount\":" + number + "}");
    assertThat(bad.code()).isEqualTo("bad-value");
    assertThat(bad.reason()).isEqualTo("field `amount` of purchase: a number beyond 18 digits");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a_text|5|a text is expected, not a number",
        "a_text|{}|a text is expected, not an object",
        "a_texts|\"a\"|an array of texts is expected, not a text",
        "a_texts|[\"a\",5]|a text is expected, not a number",
        "a_number|\"5\"|a number is expected, not a text",
        "a_number|true|a number is expected, not a boolean",
        "a_integer|[]|a number is expected, not an array",
        "a_boolean|\"true\"|a boolean is expected, not a text",
        "a_boolean|1|a boolean is expected, not a number",
        "a_date|20240101|a date is expected, not a number",
        "a_time|false|a time is expected, not a boolean",
      })
  void nothingIsCoerced(String field, String value, String what) {
    Decoded.Bad bad = bad("{\"type\":\"everything\"," + HEAD + ",\"" + field + "\":" + value + "}");
    assertThat(bad)
        .isEqualTo(new Decoded.Bad("wrong-type", "field `" + field + "` of everything: " + what));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a_integer|5.5",
        "a_date|\"2023-02-29\"",
        "a_date|\"2023-2-9\"",
        "a_date|\"+2023-02-9\"",
        "a_time|\"2023-02-29T00:00:00Z\"",
        "a_time|\"2023-02-28T00:00:00\"",
        "a_time|\"2023-02-28 00:00:00Z\"",
        "a_time|\"2023-02-28T24:00:00Z\"",
        "a_time|\"2023-02-28T00:00:60Z\"",
        "a_time|\"2023-02-28T00:00:00.Z\"",
        "a_time|\"2023-02-28T00:00:00+0800\"",
        "a_time|\"1969-12-31T23:59:59Z\"",
        "a_time|-1",
        "a_time|1.5",
        "a_time|253402300800000",
        "a_text|\"\\ud800\"",
      })
  void valuesThatFitNoneOfTheirTypeAreBad(String field, String value) {
    Decoded.Bad bad = bad("{\"type\":\"everything\"," + HEAD + ",\"" + field + "\":" + value + "}");
    assertThat(bad.code()).isEqualTo("bad-value");
    assertThat(bad.reason()).startsWith("field `" + field + "` of everything: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "not-json|[]",
        "not-json|5",
        "not-json|{\"id\":\"e\"",
        "not-json|{\"id\":\"e\"} {}",
        "not-json|{'id':'e'}",
        "missing-member|{}",
        "missing-member|{\"type\":\"erase\",\"customer\":\"c\",\"time\":1}",
        "missing-member|{\"id\":null,\"type\":\"erase\",\"customer\":\"c\",\"time\":1}",
        "missing-member|{\"id\":\"e\",\"customer\":\"c\",\"time\":1,\"amount\":1}",
        "missing-member|{\"id\":\"e\",\"type\":\"erase\",\"time\":1}",
        "missing-member|{\"id\":\"e\",\"type\":\"erase\",\"customer\":\"c\"}",
        "bad-value|{\"id\":\"\",\"type\":\"erase\",\"customer\":\"c\",\"time\":1}",
        "wrong-type|{\"id\":5,\"type\":\"erase\",\"customer\":\"c\",\"time\":1}",
        "wrong-type|{\"id\":\"e\",\"type\":5,\"customer\":\"c\",\"time\":1}",
        "wrong-type|{\"id\":\"e\",\"type\":\"erase\",\"customer\":\"c\",\"time\":true}",
        "bad-value|{\"id\":\"e\",\"type\":\"erase\",\"customer\":\"c\",\"time\":\"now\"}",
        "unknown-type|{\"id\":\"e\",\"type\":\"eraser\",\"customer\":\"c\",\"time\":1}",
        "duplicate-member|{\"id\":\"e\",\"id\":\"e\",\"type\":\"erase\",\"customer\":\"c\",\"time\":1}",
        "duplicate-member|{\"x\":1,\"y\":2,\"x\":1,\"type\":\"erase\"}",
      })
  void whatIsNoEventIsBad(String code, String json) {
    assertThat(bad(json).code()).isEqualTo(code);
  }

  @Test
  void bytesThatAreNotUtf8AreBad() {
    String json = "{\"type\":\"purchase\"," + HEAD + ",\"product\":\"caf\u00e9\"}";
    assertThat(good(json).fields().text("product")).isEqualTo("caf\u00e9");
    assertThat(code(json.getBytes(ISO_8859_1))).isEqualTo("not-json");
    assertThat(code(json.getBytes(UTF_16BE))).isEqualTo("not-json");
    assertThat(code(null)).isEqualTo("not-json");
    assertThat(code(new byte[0])).isEqualTo("not-json");
  }

  @Test
  void depthAndLengthsAreLimited() {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    assertThat(bad("{\"type\":\"erase\"," + HEAD + ",\"x\":" + deep + "}").code())
        .isEqualTo("not-json");
    String longId = "x".repeat(257);
    assertThat(bad("{\"type\":\"erase\",\"id\":\"" + longId + "\"}").reason())
        .isEqualTo("member `id` is longer than 256 characters");
    String longText = "x".repeat(65_537);
    assertThat(bad("{\"type\":\"purchase\"," + HEAD + ",\"store\":\"" + longText + "\"}").reason())
        .isEqualTo("field `store` of purchase: longer than 65536 characters");
  }

  @Test
  void aTimeAheadOfItsRecordIsBad() {
    String json = "{\"type\":\"erase\"," + HEAD.replace("1000", "1300001") + "}";
    assertThat(decoder.decode(json.getBytes(UTF_8), 1_000_001)).isInstanceOf(Decoded.Good.class);
    assertThat(decoder.decode(json.getBytes(UTF_8), 1_000_000))
        .isEqualTo(
            new Decoded.Bad("ahead", "the time is more than 5m after the record's timestamp"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "merge|\"note\":1|missing-member|merge needs `into`",
        "merge|\"into\":\"\"|bad-value|member `into` is empty",
        "merge|\"into\":\"c-1\"|bad-value|field `into` of merge: the customer's own id; write the other one",
        "ask|\"limit\":1|missing-member|ask needs `channel`",
        "ask|\"channel\":\"desk\",\"limit\":0|bad-value|field `limit` of ask: a whole number from 1 to 1000",
        "ask|\"channel\":\"desk\",\"limit\":1.5|bad-value|field `limit` of ask: a whole number from 1 to 1000",
        "offered|\"offer\":\"o\"|reserved-type|`offered` is written by Offerflow itself, never fed in",
        "consent|\"granted\":true|missing-member|consent needs `channel`",
        "consent|\"channel\":\"sms\"|missing-member|consent needs `granted`",
        "response|\"kind\":\"opened\"|missing-member|response needs `decision` or `offer`",
        "response|\"offer\":\"o\"|missing-member|response needs `kind`",
        "response|\"offer\":\"o\",\"kind\":\"x\"|bad-value|field `kind` of response: no kind of response",
        "location|\"lat\":1|missing-member|location needs `lat` and `lon`, or `cell`",
        "location|\"lat\":91,\"lon\":0|bad-value|field `lat` of location: beyond 90 degrees",
        "location|\"lat\":0,\"lon\":-180.1|bad-value|field `lon` of location: beyond 180 degrees",
      })
  void whatATypeNeedsIsChecked(String type, String fields, String code, String reason) {
    assertThat(bad("{\"type\":\"" + type + "\"," + HEAD + "," + fields + "}"))
        .isEqualTo(new Decoded.Bad(code, reason));
  }

  @Test
  void whatTheEngineAddsToAResponseIsNotTakenFromOutside() {
    Event event =
        good(
            "{\"type\":\"response\","
                + HEAD
                + ",\"offer\":\"o\",\"kind\":\"opened\",\"campaign\":5,\"channel\":\"sms\"}");
    assertThat(event.fields()).isEqualTo(Fields.of("offer", "o", "kind", "opened"));
  }

  @Test
  void aCellIsLocationEnough() {
    assertThat(good("{\"type\":\"location\"," + HEAD + ",\"cell\":\"7\"}").fields())
        .isEqualTo(Fields.of("cell", "7"));
  }

  @Test
  void aProfileSetsUnsetsAddsAndRemoves() {
    Event event =
        good(
            "{\"type\":\"profile\","
                + HEAD
                + ",\"set\":{\"tier\":\"gold\",\"no_such\":[{}],\"senior\":true},"
                + "\"unset\":[\"seats\",\"no_such\"],\"add\":{\"hobbies\":[\"chess\"]},"
                + "\"remove\":{\"products\":[\"p\"],\"no_such\":5}}");
    assertThat(event.change())
        .isEqualTo(
            new ProfileChange(
                Map.of("tier", "gold", "senior", true),
                Set.of("seats"),
                Map.of("hobbies", Set.of("chess")),
                Map.of("products", Set.of("p"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "wrong-type|\"set\":{\"tier\":5}",
        "bad-value|\"set\":{\"tier\":\"wood\"}",
        "wrong-type|\"set\":{\"tier\":null}",
        "wrong-type|\"set\":[]",
        "duplicate-member|\"set\":{\"tier\":\"gold\",\"tier\":\"gold\"}",
        "wrong-type|\"unset\":\"tier\"",
        "wrong-type|\"unset\":[5]",
        "wrong-type|\"add\":{\"tier\":[\"gold\"]}",
        "wrong-type|\"add\":{\"hobbies\":\"chess\"}",
        "wrong-type|\"add\":{\"hobbies\":null}",
        "wrong-type|\"remove\":{\"hobbies\":[5]}",
      })
  void aProfileWithOneBadValueIsBadAsAWhole(String code, String member) {
    String json = "{\"type\":\"profile\"," + HEAD + ",\"set\":{\"senior\":true}," + member + "}";
    String alone = "{\"type\":\"profile\"," + HEAD + "," + member + "}";
    assertThat(bad(alone).code()).isEqualTo(code);
    assertThat(bad(json)).isInstanceOf(Decoded.Bad.class);
  }

  private BigDecimal number(String number) {
    Event event = good("{\"type\":\"purchase\"," + HEAD + ",\"amount\":" + number + "}");
    return (BigDecimal) event.fields().get("amount");
  }

  private Event good(String json) {
    Decoded decoded = decoder.decode(json.getBytes(UTF_8), EventDecoder.NO_TIMESTAMP);
    assertThat(decoded).isInstanceOf(Decoded.Good.class);
    return ((Decoded.Good) decoded).event();
  }

  private Decoded.Bad bad(String json) {
    Decoded decoded = decoder.decode(json.getBytes(UTF_8), EventDecoder.NO_TIMESTAMP);
    assertThat(decoded).isInstanceOf(Decoded.Bad.class);
    return (Decoded.Bad) decoded;
  }

  private String code(byte[] bytes) {
    return ((Decoded.Bad) decoder.decode(bytes, EventDecoder.NO_TIMESTAMP)).code();
  }
}
