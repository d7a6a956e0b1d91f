package io.offerflow.pipeline.job;

import io.offerflow.event.Event;
import io.offerflow.pipeline.state.ImmutableType;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** What a record of a feed came to. */
public sealed interface Intake {
  TypeInformation<Intake> TYPE = new ImmutableType<>(Intake.class, IntakeSerializer.INSTANCE);

  /**
   * An event.
   *
   * @param appended when Kafka took the record, epoch milliseconds: latency is counted from here
   */
  record Arrival(Event event, long appended) implements Intake {
    public static final TypeInformation<Arrival> TYPE =
        new ImmutableType<>(Arrival.class, ArrivalSerializer.INSTANCE);
  }

  /**
   * A record that is no event.
   *
   * @param code one of few words, for counting
   * @param letter the record for {@code offerflow.dead-letters}
   */
  record Refused(String code, byte[] letter) implements Intake {
    @Override
    public String toString() {
      return "Refused " + code;
    }
  }
}
