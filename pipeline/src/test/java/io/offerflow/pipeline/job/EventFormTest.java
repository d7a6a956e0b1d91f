package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.event.Schema;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.job.Intake.Refused;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class EventFormTest {

  @Property(tries = 300)
  void anEventComesBackAsItWent(@ForAll("events") Event event, @ForAll long appended)
      throws IOException {
    Arrival arrival = new Arrival(event, appended);
    assertThat(roundTrip(arrival, ArrivalSerializer.INSTANCE)).isEqualTo(arrival);
    assertThat(roundTrip(arrival, IntakeSerializer.INSTANCE)).isEqualTo(arrival);
  }

  @Test
  void aDeadLetterComesBackAsItWent() throws IOException {
    Refused refused = new Refused("json", new byte[] {1, 2, 3});
    Intake back = roundTrip(refused, IntakeSerializer.INSTANCE);
    assertThat(back)
        .isInstanceOfSatisfying(
            Refused.class,
            it -> {
              assertThat(it.code()).isEqualTo("json");
              assertThat(it.letter()).containsExactly(1, 2, 3);
            });
  }

  @Test
  void aRecordForATopicComesBackAsItWent() throws IOException {
    Outgoing back =
        roundTrip(new Outgoing("topic", null, new byte[] {7}, 5), OutgoingSerializer.INSTANCE);
    assertThat(back.topic()).isEqualTo("topic");
    assertThat(back.key()).isNull();
    assertThat(back.value()).containsExactly(7);
    assertThat(back.appended()).isEqualTo(5);
  }

  @Test
  void namesOfBuiltInFieldsTakeOneByte() throws IOException {
    Event event = Event.of("purchase", "", "", 0, Fields.of("currency", "CNY"));
    Event longer = Event.of("purchase", "", "", 0, Fields.of("a name of its own", "CNY"));
    assertThat(bytes(new Arrival(event, 0), ArrivalSerializer.INSTANCE).length)
        .isLessThan(bytes(new Arrival(longer, 0), ArrivalSerializer.INSTANCE).length - 16);
  }

  private static <T> T roundTrip(T value, TypeSerializer<T> serializer) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes(value, serializer));
    T back = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return back;
  }

  private static <T> byte[] bytes(T value, TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  @Provide
  Arbitrary<Event> events() {
    Arbitrary<String> types =
        Arbitraries.of("purchase", "signalling", "app_view").filter(type -> !type.isEmpty());
    Arbitrary<Event> plain =
        Combinators.combine(types, texts(), texts(), Arbitraries.longs(), fields()).as(Event::of);
    Arbitrary<Event> profiles =
        Combinators.combine(texts(), texts(), Arbitraries.longs(), changes()).as(Event::profile);
    return Arbitraries.oneOf(plain, profiles);
  }

  private Arbitrary<Fields> fields() {
    return Arbitraries.maps(names(), values())
        .ofMaxSize(6)
        .map(
            map -> {
              Fields.Builder builder = new Fields.Builder();
              map.forEach(builder::put);
              return builder.build();
            });
  }

  private Arbitrary<ProfileChange> changes() {
    Arbitrary<Map<String, Set<String>>> sets =
        Arbitraries.maps(names(), texts().set().ofMaxSize(3)).ofMaxSize(3);
    return Combinators.combine(
            Arbitraries.maps(names(), values()).ofMaxSize(4),
            names().set().ofMaxSize(3),
            sets,
            sets)
        .as(ProfileChange::new);
  }

  private Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.of(Schema.BUILT_IN_EVENTS.get("purchase").fields().keySet()),
        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12));
  }

  private Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(20);
  }

  private Arbitrary<Object> values() {
    return Arbitraries.oneOf(
        texts().map(text -> (Object) text),
        Arbitraries.bigDecimals().ofScale(6).map(number -> (Object) number),
        Arbitraries.bigIntegers().map(number -> (Object) new BigDecimal(number, -3)),
        Arbitraries.of(true, false).map(truth -> (Object) truth),
        Arbitraries.longs()
            .between(-1_000_000, 1_000_000)
            .map(day -> (Object) LocalDate.ofEpochDay(day)),
        Arbitraries.longs()
            .between(-100_000_000_000_000L, 100_000_000_000_000L)
            .map(millis -> (Object) Instant.ofEpochMilli(millis)),
        texts().set().ofMaxSize(4).map(set -> (Object) new TreeSet<>(set)));
  }
}
