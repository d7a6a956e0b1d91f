package io.offerflow.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class CodecProperties {
  private final EventDecoder decoder = new EventDecoder(TestSchema.SCHEMA, 0);

  @Property(tries = 2000)
  void anyBytesDecodeToSomething(@ForAll byte[] bytes) {
    assertThat(decoder.decode(bytes, 0)).isNotNull();
  }

  /** One byte of a good event is changed, or its end is cut off: an event or a reason, no throw. */
  @Property(tries = 3000)
  void aDamagedEventIsAnEventOrBad(
      @ForAll("events") Event event,
      @ForAll @IntRange(max = 10_000) int where,
      @ForAll byte what,
      @ForAll boolean cut) {
    byte[] bytes = EventEncoder.encode(event);
    int at = where % bytes.length;
    if (cut) {
      bytes = java.util.Arrays.copyOf(bytes, at);
    } else {
      bytes[at] = what;
    }
    Decoded decoded = decoder.decode(bytes, EventDecoder.NO_TIMESTAMP);
    if (cut) {
      assertThat(decoded).isInstanceOf(Decoded.Bad.class);
    }
    if (decoded instanceof Decoded.Bad bad) {
      assertThat(bad.code()).matches("[a-z-]+");
    }
  }

  @Property(tries = 1000)
  void whatIsWrittenIsReadAgain(@ForAll("events") Event event) {
    byte[] bytes = EventEncoder.encode(event);
    Decoded decoded = decoder.decode(bytes, EventDecoder.NO_TIMESTAMP);
    assertThat(decoded).isEqualTo(new Decoded.Good(event));
    assertThat(EventEncoder.encode(((Decoded.Good) decoded).event())).isEqualTo(bytes);
  }

  @Property
  void timesAgreeWithJavaTime(
      @ForAll @LongRange(max = Rfc3339.MAX_MILLIS) long millis,
      @ForAll @IntRange(min = -1439, max = 1439) int minutes) {
    assertThat(Rfc3339.parse(Rfc3339.format(millis))).isEqualTo(millis);
    assertThat(Instant.parse(Rfc3339.formatShort(millis))).isEqualTo(Instant.ofEpochMilli(millis));
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(Math.floorMod(minutes, 1080) * 60);
    OffsetDateTime local = Instant.ofEpochMilli(millis).atOffset(offset);
    if (local.getYear() <= 9999) {
      String text = local.format(java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME);
      assertThat(Rfc3339.parse(text)).as(text).isEqualTo(millis);
    }
  }

  @Example
  void aLeapSecondIsTheFirstOfTheNextDay() {
    assertThat(Rfc3339.parse("2016-12-31T23:59:60.250Z"))
        .isEqualTo(Rfc3339.parse("2017-01-01T07:59:60.250+08:00"))
        .isEqualTo(Rfc3339.parse("2017-01-01T00:00:00.250Z"));
    assertThat(Rfc3339.parse("2016-12-31T23:58:60Z")).isEqualTo(Rfc3339.INVALID);
    assertThat(Rfc3339.parse("9999-12-31T23:59:60Z")).isEqualTo(Rfc3339.INVALID);
  }

  @Property(tries = 3000)
  void utf8AgreesWithTheStrictDecoder(@ForAll @Size(max = 12) byte[] bytes) {
    assertThat(Utf8.isValid(bytes)).isEqualTo(strictly(bytes));
  }

  @Property
  void anyTextIsWrittenAsJsonAndReadAgain(@ForAll String text) throws Exception {
    byte[] json = new JsonOut(4).beginArray().text(text).endArray().toBytes();
    assertThat(Utf8.isValid(json)).isTrue();
    String read =
        new com.fasterxml.jackson.databind.ObjectMapper().readTree(json).get(0).textValue();
    if (Utf8.isWhole(text)) {
      assertThat(read).isEqualTo(text);
    }
  }

  private static boolean strictly(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<Event> events() {
    return Arbitraries.oneOf(everything(), profiles());
  }

  private static Arbitrary<Event> everything() {
    Arbitrary<Fields> fields =
        Combinators.combine(
                texts().optional(),
                texts().set().ofMaxSize(4).optional(),
                numbers().optional(),
                Arbitraries.longs().between(-1_000_000, 1_000_000).optional(),
                Arbitraries.of(true, false).optional(),
                Arbitraries.longs().between(0, 100_000).optional(),
                times().optional())
            .as(
                (text, set, number, integer, bool, day, time) -> {
                  Fields.Builder some = new Fields.Builder();
                  text.ifPresent(value -> some.put("a_text", value));
                  set.ifPresent(value -> some.put("a_texts", value));
                  number.ifPresent(value -> some.put("a_number", value));
                  integer.ifPresent(value -> some.put("a_integer", BigDecimal.valueOf(value)));
                  bool.ifPresent(value -> some.put("a_boolean", value));
                  day.ifPresent(value -> some.put("a_date", LocalDate.ofEpochDay(value)));
                  time.ifPresent(value -> some.put("a_time", Instant.ofEpochMilli(value)));
                  return some.build();
                });
    return Combinators.combine(ids(), ids(), times(), fields)
        .as((id, customer, time, some) -> Event.of("everything", id, customer, time, some));
  }

  private static Arbitrary<Event> profiles() {
    Arbitrary<ProfileChange> changes =
        Combinators.combine(
                numbers(),
                Arbitraries.of("tier", "msisdn", "since").set().ofMaxSize(3),
                texts().set().ofMaxSize(3),
                texts().set().ofMaxSize(3))
            .as(
                (fee, unset, add, remove) ->
                    new ProfileChange(
                        Map.of("monthly_fee", fee, "hobbies", Set.copyOf(add)),
                        unset,
                        Map.of("products", add),
                        Map.of("hobbies", remove)));
    return Combinators.combine(ids(), ids(), times(), changes).as(Event::profile);
  }

  private static Arbitrary<String> ids() {
    return texts().filter(text -> !text.isEmpty());
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(12).filter(Utf8::isWhole);
  }

  private static Arbitrary<Long> times() {
    return Arbitraries.longs().between(0, Rfc3339.MAX_MILLIS);
  }

  /** Without trailing zeros, so that equal numbers are equal objects. */
  private static Arbitrary<BigDecimal> numbers() {
    return Arbitraries.bigDecimals()
        .between(new BigDecimal("-999999999999999999"), new BigDecimal("999999999999999999"))
        .ofScale(6)
        .map(number -> Numbers.bounded(number.stripTrailingZeros()));
  }
}
